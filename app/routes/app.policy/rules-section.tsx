import { BlockStack, Box, Button, Card, InlineStack, Text } from '@shopify/polaris'
import { useState } from 'react'
import { RuleCard } from '#app/components/policy/rule-card.tsx'
import { conditions } from '#app/domain/policy/conditions/index.ts'
import type { Rule } from '#app/domain/policy/policy.ts'
import type { PolicyEditor } from './policy-editor.ts'

/** The rules in their order. For each term the first rule that applies wins. */
export function RulesSection({ policy, editor, translator, onChange }: PolicyEditor) {
  const { rules } = policy
  const [added, setAdded] = useState<string | null>(null)
  const setRules = (next: Rule[]) => onChange({ ...policy, rules: next })
  const add = () => {
    const rule = newRule(rules)
    setAdded(rule.id)
    setRules([...rules, rule])
  }
  return (
    <BlockStack gap="400">
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              Rules
            </Text>
            <Text as="p" tone="subdued">
              From top to bottom: for each term the first rule that applies decides.
            </Text>
          </BlockStack>
          <Button onClick={add}>Add rule</Button>
        </InlineStack>
      </Box>
      {rules.length === 0 ? (
        <Card>
          <Text as="p" tone="subdued">
            No rules. Every item follows the baseline. Add a rule, for example for items that are final sale.
          </Text>
        </Card>
      ) : null}
      {rules.map((rule, index) => (
        <RuleCard
          key={rule.id}
          editor={editor}
          translator={translator}
          rule={rule}
          policy={policy}
          position={index}
          count={rules.length}
          startsOpen={rule.id === added}
          onChange={(next) => setRules(rules.map((old) => (old.id === rule.id ? next : old)))}
          onMove={(by) => setRules(moved(rules, index, by))}
          onRemove={() => setRules(rules.filter((old) => old.id !== rule.id))}
        />
      ))}
    </BlockStack>
  )
}

function newRule(rules: readonly Rule[]): Rule {
  const numbers = rules.map(({ id }) => Number(/^rule-(\d+)$/.exec(id)?.[1] ?? 0))
  return {
    id: `rule-${Math.max(0, ...numbers) + 1}`,
    name: 'New rule',
    enabled: true,
    note: '',
    when: { kind: 'all', of: [conditions.productTag.blank()] },
    set: { eligible: { kind: 'no', because: { en: 'final sale' }, ground: null } },
  }
}

function moved(rules: readonly Rule[], index: number, by: -1 | 1): Rule[] {
  const next = [...rules]
  const [rule] = next.splice(index, 1)
  if (rule) next.splice(index + by, 0, rule)
  return next
}
