import { BlockStack, Box, Button, Card, Divider, InlineGrid, Text } from '@shopify/polaris'
import { useId, useState } from 'react'
import { FindingsList } from '#app/components/policy/findings-list.tsx'
import { sayTerm } from '#app/components/policy/say-policy.ts'
import { TermFields } from '#app/components/policy/term-fields.tsx'
import { applyChange, type Finding } from '#app/domain/policy/lint/finding.ts'
import { type TermName, termNames, type Terms } from '#app/domain/policy/terms/index.ts'
import type { PolicyEditor } from './policy-editor.ts'
import { findingsOfTerm } from './use-findings.ts'

type Props = PolicyEditor & { readonly findings: readonly Finding[] | null }

/** The terms for everything that no rule says otherwise: a sentence each, with its fields behind it. */
export function BaselineCard(editor: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Baseline
          </Text>
          <Text as="p" tone="subdued">
            What holds for every item unless a rule below says otherwise.
          </Text>
        </BlockStack>
        {termNames.map((name) => (
          <BlockStack gap="300" key={name}>
            <Divider />
            <BaselineTerm {...editor} name={name} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  )
}

/** A term that was refused stays open until it is mended. */
function BaselineTerm({
  policy,
  editor,
  translator,
  name,
  findings,
  onChange,
}: Props & { readonly name: TermName }) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const path = `baseline.${name}`
  const hasProblem = [...editor.problems.keys()].some((at) => at === path || at.startsWith(`${path}.`))
  const isShown = isOpen || hasProblem
  const label = translator.t(`termName.${name}`)
  return (
    <BlockStack gap="300" id={`term-${name}`}>
      <InlineGrid columns="1fr auto" alignItems="start" gap="200">
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm">
            {label}
          </Text>
          <Text as="p">{sayTerm(translator, name, { policy, locations: editor.locations })}</Text>
        </BlockStack>
        <Button
          variant="plain"
          disclosure={isShown ? 'up' : 'down'}
          ariaExpanded={isShown}
          ariaControls={id}
          accessibilityLabel={`${isShown ? 'Done' : 'Change'}: ${label}`}
          onClick={() => setIsOpen(!isShown)}
        >
          {isShown ? 'Done' : 'Change'}
        </Button>
      </InlineGrid>
      <FindingsList
        findings={findingsOfTerm(findings, name)}
        translator={translator}
        onMend={(change) => onChange(applyChange(policy, change))}
      />
      {isShown ? (
        <Box id={id}>
          <TermFields
            name={name}
            terms={policy.baseline}
            path="baseline"
            editor={editor}
            // The fields change one term and keep the others, so the set stays whole.
            onChange={(terms) => onChange({ ...policy, baseline: terms as Terms })}
          />
        </Box>
      ) : null}
    </BlockStack>
  )
}
