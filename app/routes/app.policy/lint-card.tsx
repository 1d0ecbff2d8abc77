import { Badge, BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris'
import { findingTones, FindingsList } from '#app/components/policy/findings-list.tsx'
import { ruleAnchor } from '#app/components/policy/rule-anchor.ts'
import { type Change, type Finding } from '#app/domain/policy/lint/finding.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { otherFindings } from './use-findings.ts'

type Props = {
  readonly policy: Policy
  /** Null while the policy is not complete. */
  readonly findings: readonly Finding[] | null
  readonly translator: Translator
  readonly onMend: (change: Change) => void
}

/** What the linter finds, in short, with the way to the rule or term where it stands in full. */
export function LintCard({ policy, findings, translator, onMend }: Props) {
  const elsewhere = (findings ?? []).filter((one) => !otherFindings(findings).includes(one))
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Check
        </Text>
        {findings === null ? (
          <Text as="p" tone="subdued">
            The check waits until every field holds something valid.
          </Text>
        ) : null}
        {findings?.length === 0 ? (
          <Text as="p" tone="subdued">
            No rule is in another's way, every term stands above the law, and no text is missing.
          </Text>
        ) : null}
        {elsewhere.map((finding, index) => (
          <InlineStack key={index} gap="200" blockAlign="center">
            <Badge tone={findingTones[finding.severity]}>{translator.t(`lint.kind.${finding.kind}`)}</Badge>
            <Where finding={finding} policy={policy} translator={translator} />
          </InlineStack>
        ))}
        <FindingsList findings={otherFindings(findings)} translator={translator} onMend={onMend} />
      </BlockStack>
    </Card>
  )
}

function Where(props: {
  readonly finding: Finding
  readonly policy: Policy
  readonly translator: Translator
}) {
  const [ruleId] = props.finding.ruleIds
  const [term] = props.finding.terms
  if (ruleId !== undefined) {
    const place = props.policy.rules.findIndex(({ id }) => id === ruleId)
    const name = props.policy.rules[place]?.name ?? ruleId
    return <Link url={`#${ruleAnchor(ruleId)}`}>{`Rule ${place + 1}: ${name}`}</Link>
  }
  const label = term === undefined ? 'Baseline' : props.translator.t(`termName.${term}`)
  return <Link url={`#term-${term ?? ''}`}>{`Baseline: ${label}`}</Link>
}
