import type { Condition, LeafCondition } from './conditions/index.ts'
import { textIn } from './local-text.ts'
import type { Policy, Question } from './policy.ts'
import type { ReasonNode } from './reasons.ts'

/** Where the texts of a policy's own questions and reasons are taken from. */
export type OwnTexts = Pick<Policy, 'questions' | 'reasons'>

/**
 * A policy whose conditions over its own questions, answers and reasons carry their texts in a language: conditions name them
 * by id, and nobody should read an id. It decides like the other.
 */
export function titledIn(policy: Policy, locale: string, own: OwnTexts = policy): Policy {
  return {
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, when: conditionTitledIn(rule.when, own, locale) })),
  }
}

/** One condition, with the texts that it names in a language. */
export function conditionTitledIn(condition: Condition, own: OwnTexts, locale: string): Condition {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((part) => conditionTitledIn(part, own, locale)) }
    case 'not':
      return { ...condition, of: conditionTitledIn(condition.of, own, locale) }
    default:
      return leafTitledIn(condition, own, locale)
  }
}

/** One test, with the texts that it names in a language. */
function leafTitledIn(leaf: LeafCondition, own: OwnTexts, locale: string): LeafCondition {
  if (leaf.kind === 'answer') {
    const question = own.questions.find(({ id }) => id === leaf.question)
    return question === undefined ? leaf : { ...leaf, titles: titlesOf(question, locale) }
  }
  if (leaf.kind === 'returnReason' && own.reasons.length > 0)
    return { ...leaf, titles: { ...leaf.titles, ...reasonTitles(own.reasons, locale) } }
  return leaf
}

function titlesOf({ id, text, answers }: Question, locale: string): Record<string, string> {
  const named = [...answers, { id, text }].map((one) => [one.id, textIn(one.text, locale)] as const)
  return Object.fromEntries(named)
}

/** Reasons that stand above others are named too: a condition may mean all below them. */
function reasonTitles(tree: readonly ReasonNode[], locale: string): Record<string, string> {
  const titles: Record<string, string> = {}
  const walk = (nodes: readonly ReasonNode[]) => {
    for (const { id, label, parts } of nodes) {
      titles[id] = textIn(label, locale)
      walk(parts)
    }
  }
  walk(tree)
  return titles
}
