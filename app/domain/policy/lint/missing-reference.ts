import { leavesOf } from '../condition-tree.ts'
import type { Policy, Rule } from '../policy.ts'
import { type ReasonNode, usualFaults } from '../reasons.ts'
import type { Finding } from './finding.ts'
import type { Subject } from './subject.ts'

/** Questions, answers and reasons that are named and that the policy does not have: nobody can ever give them. */
export function findMissingReferences({ policy, rules }: Subject): readonly Finding[] {
  return [
    ...missingQuestions(policy, policy.baseline, null),
    ...rules.flatMap((rule) => [
      ...missingQuestions(policy, rule.set, rule),
      ...missingInCondition(policy, rule),
    ]),
  ]
}

function missingQuestions(
  { questions }: Policy,
  { evidence }: Rule['set'],
  rule: Rule | null,
): readonly Finding[] {
  const missing = (evidence?.questions ?? []).filter(
    (id) => !questions.some((question) => question.id === id),
  )
  if (evidence === undefined || missing.length === 0) return []
  const left = evidence.questions.filter((id) => !missing.includes(id))
  return [
    {
      kind: 'missing_reference',
      severity: 'fault',
      ruleIds: rule === null ? [] : [rule.id],
      terms: ['evidence'],
      says: {
        key: `lint.missing_reference.${rule === null ? 'baselineQuestion' : 'question'}`,
        params: { rule: rule?.name ?? '', values: missing },
      },
      mend: {
        says: { key: 'lint.mend.removeReference', params: { values: missing } },
        change: {
          kind: 'set_terms',
          ruleId: rule?.id ?? null,
          terms: { evidence: { ...evidence, questions: left } },
        },
      },
    },
  ]
}

function missingInCondition(policy: Policy, rule: Rule): readonly Finding[] {
  const reasons = reasonNames(policy.reasons)
  return leavesOf(rule.when).flatMap((leaf) => {
    if (leaf.kind === 'answer') return missingAnswers(policy, rule, leaf)
    if (leaf.kind !== 'returnReason' || policy.reasons.length === 0) return []
    const missing = leaf.values.filter((value) => !reasons.has(value))
    return missing.length === 0 ? [] : [missingValue('reason', rule, missing)]
  })
}

function missingAnswers(
  { questions }: Policy,
  rule: Rule,
  leaf: { readonly question: string; readonly values: readonly string[] },
): readonly Finding[] {
  const question = questions.find(({ id }) => id === leaf.question)
  if (question === undefined) return [missingValue('question', rule, [leaf.question])]
  const missing = leaf.values.filter((value) => !question.answers.some(({ id }) => id === value))
  return missing.length === 0 ? [] : [missingValue('answer', rule, missing)]
}

/** What a shopper can choose where the policy has its own reasons, and the handles that Shopify always knows. */
function reasonNames(tree: readonly ReasonNode[]): ReadonlySet<string> {
  const names = new Set(Object.keys(usualFaults))
  const walk = (nodes: readonly ReasonNode[]) => {
    for (const { id, shopifyReason, parts } of nodes) {
      names.add(id).add(shopifyReason)
      walk(parts)
    }
  }
  walk(tree)
  return names
}

function missingValue(
  what: 'question' | 'answer' | 'reason',
  rule: Rule,
  values: readonly string[],
): Finding {
  return {
    kind: 'missing_reference',
    severity: 'warning',
    ruleIds: [rule.id],
    terms: [],
    says: { key: `lint.missing_reference.${what}`, params: { rule: rule.name, values } },
    mend: { says: { key: 'lint.mend.editReference', params: { rule: rule.name, values } }, change: null },
  }
}
