import { Modal, TitleBar } from '@shopify/app-bridge-react'
import { Badge, BlockStack, Box, Button, Divider, InlineStack, List, Text } from '@shopify/polaris'
import type { LintContext } from '#app/domain/policy/lint/finding.ts'
import { lintPolicy } from '#app/domain/policy/lint/index.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { policyTemplates, templateNames, type TemplateName } from '#app/domain/policy/templates/index.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { Fragment, type ReactNode } from 'react'

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
  readonly lintContext: LintContext
  readonly translator: Translator
  readonly onUse: (policy: Policy, title: string) => void
  readonly onHide: () => void
}

/** Whole policies to start from. What stands in the form is replaced, and one undo brings it back. */
export function TemplatesModal({ isOpen, lintContext, translator, onUse, onHide }: Props) {
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
              <Template name={name} onUse={() => onUse(policyTemplates[name], words[name].title)}>
                {isOpen ? <LawNotes name={name} lintContext={lintContext} translator={translator} /> : null}
              </Template>
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

type TemplateProps = {
  readonly name: TemplateName
  readonly onUse: () => void
  readonly children: ReactNode
}

function Template({ name, onUse, children }: TemplateProps) {
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
      {children}
    </BlockStack>
  )
}

/** Where a statute asks for more than the template says: first where this shop sends to, else anywhere. */
function LawNotes({
  name,
  lintContext,
  translator,
}: Pick<Props, 'lintContext' | 'translator'> & { readonly name: TemplateName }) {
  const notesIn = (countries: readonly string[]) =>
    lawNotes(policyTemplates[name], { ...lintContext, countries }, translator)
  const here = lintContext.countries.length === 0 ? [] : notesIn(lintContext.countries)
  const anywhere = notesIn([])
  if (anywhere.length === 0) return null
  return (
    <BlockStack gap="100">
      {here.length === 0 ? null : (
        <Badge tone="warning">The law of a country that you send to asks for more</Badge>
      )}
      <Text as="p" tone="subdued">
        Look at this before you sell there; orders are held to the law meanwhile:
      </Text>
      <List gap="extraTight">
        {[...here, ...anywhere.filter((note) => !here.includes(note))].map((note) => (
          <List.Item key={note}>{note}</List.Item>
        ))}
      </List>
    </BlockStack>
  )
}

function lawNotes(policy: Policy, context: LintContext, translator: Translator): readonly string[] {
  return lintPolicy(policy, context).flatMap(({ kind, ruleIds, terms, says }) => {
    const statutes = says.of?.at(-1)
    if (kind !== 'below_law' || statutes === undefined) return []
    const rule = policy.rules.find(({ id }) => id === ruleIds[0])
    const about = rule?.name ?? translator.t(`termName.${terms[0] ?? 'eligible'}`)
    return `${about}: ${sayWords(translator, statutes)}`
  })
}
