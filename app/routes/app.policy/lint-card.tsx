import { Badge, BlockStack, Button, Card, Divider, InlineStack, Text } from '@shopify/polaris'
import { useDeferredValue, useMemo, useState } from 'react'
import { lintPolicy } from '#app/domain/policy/lint/index.ts'
import {
  applyChange,
  type Finding,
  type LintContext,
  type Severity,
} from '#app/domain/policy/lint/finding.ts'
import { titledIn } from '#app/domain/policy/own-titles.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'

type Props = {
  readonly policy: Policy
  readonly context: LintContext
  readonly translator: Translator
  readonly onChange: (policy: Policy) => void
}

const tones = { fault: 'critical', warning: 'warning', note: 'info' } as const satisfies Record<
  Severity,
  string
>
const shownAtFirst = 8

/** What the linter finds in the policy as it stands in the form, with the change that mends it where there is one. */
export function LintCard({ policy, context, translator, onChange }: Props) {
  const settled = useDeferredValue(policy)
  const findings = useMemo(() => {
    const valid = Policy.safeParse(settled)
    return valid.success ? lintPolicy(titledIn(valid.data, translator.locale), context) : null
  }, [settled, context, translator])
  const [showsAll, setShowsAll] = useState(false)
  if (findings === null) return null
  const shown = showsAll ? findings : findings.slice(0, shownAtFirst)
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Check
        </Text>
        {findings.length === 0 ? (
          <Text as="p" tone="subdued">
            No rule is in another's way, every term stands above the law, and no text is missing.
          </Text>
        ) : null}
        {shown.map((finding, index) => (
          <BlockStack
            gap="300"
            key={`${finding.says.key} ${finding.ruleIds.join(' ')} ${finding.terms.join(' ')} ${index}`}
          >
            {index > 0 ? <Divider /> : null}
            <FindingRow
              finding={finding}
              translator={translator}
              onMend={(change) => onChange(applyChange(policy, change))}
            />
          </BlockStack>
        ))}
        {shown.length < findings.length ? (
          <InlineStack>
            <Button variant="plain" onClick={() => setShowsAll(true)}>
              {`Show all ${findings.length}`}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  )
}

function FindingRow(props: {
  readonly finding: Finding
  readonly translator: Translator
  readonly onMend: (change: NonNullable<Finding['mend']['change']>) => void
}) {
  const { finding, translator, onMend } = props
  const { t } = translator
  const { change } = finding.mend
  const mend = sayWords(translator, finding.mend.says)
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Badge tone={tones[finding.severity]}>{t(`lint.kind.${finding.kind}`)}</Badge>
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
