import { Badge, BlockStack, Box, Button, Text } from '@shopify/polaris'
import type { Change, Finding, Severity } from '#app/domain/policy/lint/finding.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** How bad a finding is, as a colour; its kind is written beside it. */
export const findingTones = { fault: 'critical', warning: 'warning', note: 'info' } as const satisfies Record<
  Severity,
  string
>

type Props = {
  readonly findings: readonly Finding[]
  readonly translator: Translator
  readonly onMend: (change: Change) => void
}

/** What the linter found, beside what it is about, with the change that mends it where there is one. */
export function FindingsList({ findings, translator, onMend }: Props) {
  if (findings.length === 0) return null
  return (
    <BlockStack gap="200">
      {findings.map((finding, index) => (
        <Box
          key={`${finding.says.key} ${finding.terms.join(' ')} ${index}`}
          padding="300"
          borderRadius="200"
          background="bg-surface-secondary"
        >
          <FindingRow finding={finding} translator={translator} onMend={onMend} />
        </Box>
      ))}
    </BlockStack>
  )
}

function FindingRow(props: Omit<Props, 'findings'> & { readonly finding: Finding }) {
  const { finding, translator, onMend } = props
  const { change } = finding.mend
  const mend = sayWords(translator, finding.mend.says)
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Badge tone={findingTones[finding.severity]}>{translator.t(`lint.kind.${finding.kind}`)}</Badge>
      <Text as="p">{sayWords(translator, finding.says)}</Text>
      <Text as="p" tone="subdued">
        {mend}
      </Text>
      {change === null ? null : (
        <Button variant="plain" accessibilityLabel={`Mend: ${mend}`} onClick={() => onMend(change)}>
          Mend
        </Button>
      )}
    </BlockStack>
  )
}
