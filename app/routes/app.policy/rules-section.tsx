import { BlockStack, Box, Button, Card, InlineStack, Text } from '@shopify/polaris'
import { useLayoutEffect, useRef, useState } from 'react'
import { controlId, RuleCard, type RuleControl, type RuleDrag } from '#app/components/policy/rule-card.tsx'
import { applyChange, type Finding } from '#app/domain/policy/lint/finding.ts'
import type { Rule } from '#app/domain/policy/policy.ts'
import type { ReadRuleEffects } from '#app/use-cases/read-rule-effects.server.ts'
import { EffectBasis } from './effect-basis.tsx'
import { sayRuleEffect } from './effect-words.ts'
import type { PolicyEditor } from './policy-editor.ts'
import { dropPlace, newRule, withCopy, withMoved } from './rule-list.ts'
import { findingsOfRule } from './use-findings.ts'

type Props = PolicyEditor & {
  readonly findings: readonly Finding[] | null
  /** Null while they are being counted for the first time. */
  readonly effects: ReadRuleEffects | null
}

/** The rules in their order. For each term the first rule that applies wins. */
export function RulesSection({ policy, editor, translator, findings, effects, onChange }: Props) {
  const { rules } = policy
  const [added, setAdded] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const keepFocus = useFocusAfter(rules)
  const setRules = (next: Rule[]) => onChange({ ...policy, rules: next })
  const move = (from: number, to: number) => {
    const name = rules[from]?.name ?? ''
    if (from === to) return
    setRules(withMoved(rules, from, to))
    setSaid(`${name} is now rule ${to + 1} of ${rules.length}.`)
  }
  const dragOf = useRuleDrag(move)
  const add = () => {
    const rule = newRule(rules)
    setAdded(rule.id)
    setRules([...rules, rule])
    setSaid(`A rule is added at the end.`)
  }
  const duplicate = (index: number) => {
    const { rules: next, copy } = withCopy(rules, index)
    setAdded(copy?.id ?? null)
    setRules(next)
    setSaid(`${copy?.name ?? ''} is added as rule ${index + 2}.`)
  }
  const remove = (rule: Rule) => {
    setRules(rules.filter((old) => old.id !== rule.id))
    setSaid(`${rule.name} is removed. Undo brings it back.`)
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
        {rules.length === 0 ? null : <EffectBasis effects={effects} />}
        <div role="status">
          <Text as="span" visuallyHidden>
            {said}
          </Text>
        </div>
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
          findings={findingsOfRule(findings, rule.id)}
          effect={sayRuleEffect(effects, rule)}
          startsOpen={rule.id === added}
          drag={dragOf(index)}
          onChange={(next) => setRules(rules.map((old) => (old.id === rule.id ? next : old)))}
          onMove={(by, control) => {
            keepFocus(rule.id, control)
            move(index, index + by)
          }}
          onDuplicate={() => duplicate(index)}
          onRemove={() => remove(rule)}
          onMend={(change) => onChange(applyChange(policy, change))}
        />
      ))}
    </BlockStack>
  )
}

/** A card that is moved in the page loses the focus: it is given back to the control that was used, or to the handle at an end. */
function useFocusAfter(rules: readonly Rule[]) {
  const wanted = useRef<{ readonly ruleId: string; readonly control: RuleControl } | null>(null)
  useLayoutEffect(() => {
    if (wanted.current === null) return
    const { ruleId, control } = wanted.current
    wanted.current = null
    const used = document.getElementById(controlId(ruleId, control))
    const isUsable = used !== null && !used.matches(':disabled, [aria-disabled="true"]')
    const target = isUsable ? used : document.getElementById(controlId(ruleId, 'handle'))
    target?.focus()
  }, [rules])
  return (ruleId: string, control: RuleControl) => {
    wanted.current = { ruleId, control }
  }
}

/** Dragging with the mouse: the same move as with buttons and keys. */
function useRuleDrag(move: (from: number, to: number) => void): (index: number) => RuleDrag {
  const [from, setFrom] = useState<number | null>(null)
  const [over, setOver] = useState<{ readonly index: number; readonly edge: 'before' | 'after' } | null>(null)
  const end = () => {
    setFrom(null)
    setOver(null)
  }
  return (index) => ({
    edge: from !== null && from !== index && over?.index === index ? over.edge : null,
    onStart: () => setFrom(index),
    onOver: (edge) => {
      if (from !== null && (over?.index !== index || over.edge !== edge)) setOver({ index, edge })
    },
    onDrop: () => {
      if (from !== null && over !== null) move(from, dropPlace(from, over.index, over.edge))
      end()
    },
    onEnd: end,
  })
}
