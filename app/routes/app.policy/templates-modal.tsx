import { Modal, TitleBar } from '@shopify/app-bridge-react'
import { BlockStack, Box, Button, Divider, InlineStack, List, Text } from '@shopify/polaris'
import type { Policy } from '#app/domain/policy/policy.ts'
import { policyTemplates, templateNames, type TemplateName } from '#app/domain/policy/templates/index.ts'
import { Fragment } from 'react'

const words: Readonly<Record<TemplateName, { readonly title: string; readonly about: string }>> = {
  fashion: {
    title: 'Fashion',
    about: '30 days, exchanges first, longer before Christmas, underwear only sealed.',
  },
  electronics: {
    title: 'Electronics',
    about: '30 days, the seal is asked for, an opened box costs a fee where the law allows it.',
  },
  cosmetics: {
    title: 'Cosmetics',
    about: '30 days while sealed, faulty goods are kept and paid on a photo, sets come back whole.',
  },
  food: {
    title: 'Food and drink',
    about: '14 days, nothing that goes off, what arrives spoilt is paid on a photo.',
  },
  business: {
    title: 'Trade (B2B)',
    about: 'Companies by terms of trade that a manager agrees to, consumers by the usual ones.',
  },
}

type Props = {
  readonly isOpen: boolean
  readonly onUse: (policy: Policy, title: string) => void
  readonly onHide: () => void
}

/** Whole policies to start from. What stands in the form is replaced, and one undo brings it back. */
export function TemplatesModal({ isOpen, onUse, onHide }: Props) {
  return (
    <Modal id="policy-templates" open={isOpen} onHide={onHide}>
      <Box padding="400">
        <BlockStack gap="400">
          <Text as="p">
            A template takes the place of the draft. Undo brings back what you had. Shoppers see nothing until
            you publish.
          </Text>
          {templateNames.map((name) => (
            <Fragment key={name}>
              <Divider />
              <Template name={name} onUse={() => onUse(policyTemplates[name], words[name].title)} />
            </Fragment>
          ))}
        </BlockStack>
      </Box>
      <TitleBar title="Start from a template">
        <button onClick={onHide}>Not now</button>
      </TitleBar>
    </Modal>
  )
}

function Template({ name, onUse }: { readonly name: TemplateName; readonly onUse: () => void }) {
  const { title, about } = words[name]
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="start" gap="200">
        <Text as="h3" variant="headingSm">
          {title}
        </Text>
        <Button accessibilityLabel={`Use ${title}`} onClick={onUse}>
          Use
        </Button>
      </InlineStack>
      <Text as="p">{about}</Text>
      <List gap="extraTight">
        {policyTemplates[name].rules.map((rule) => (
          <List.Item key={rule.id}>{rule.name}</List.Item>
        ))}
      </List>
    </BlockStack>
  )
}
