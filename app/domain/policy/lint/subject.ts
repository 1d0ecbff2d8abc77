import type { LeafCondition } from '../conditions/index.ts'
import { leavesOf } from '../condition-tree.ts'
import type { Policy, Rule } from '../policy.ts'
import { type TermName, termNames } from '../terms/index.ts'
import type { Words } from '../words.ts'
import type { LintContext } from './finding.ts'
import type { Formula } from './reasoning/formula.ts'
import { factKeyOf, type Model, modelOf } from './reasoning/model.ts'
import { type Answer, solve } from './reasoning/solve.ts'

/** What each check of the linter works with: the policy, its rules that are switched on, and what can be proved of them. */
export type Subject = {
  readonly policy: Policy
  readonly context: LintContext
  readonly rules: readonly Rule[]
  readonly model: Model
  readonly ask: (...formulas: readonly Formula[]) => Answer
  /** Whether no facts at all make the rule's condition true: a proof. */
  readonly isImpossible: (rule: Rule) => boolean
  /** Whether wherever the first holds the second holds too: a proof. */
  readonly implies: (rule: Rule, other: Rule) => boolean
}

/** Makes a policy ready to be checked. `extra` leaves can be asked about beside those of the rules. */
export function subjectOf(
  policy: Policy,
  context: LintContext,
  extra: readonly LeafCondition[] = [],
): Subject {
  const rules = policy.rules.filter(({ enabled }) => enabled)
  const model = modelOf(policy, rules, extra)
  const ask = (...formulas: readonly Formula[]) => solve(model.all, formulas)
  const impossible = new Map<string, boolean>()
  const implied = new Map<string, boolean>()
  const unconditional = new Map<string, boolean>()
  const isAlways = (rule: Rule) =>
    remembered(unconditional, rule.id, () => ask(model.formula(rule, 'notTrue')).kind === 'impossible')
  return {
    policy,
    context,
    rules,
    model,
    ask,
    isImpossible: (rule) =>
      remembered(impossible, rule.id, () => ask(model.formula(rule, 'true')).kind === 'impossible'),
    implies: (rule, other) =>
      remembered(implied, JSON.stringify([rule.id, other.id]), () => {
        if (!couldImply(rule, other)) return isAlways(other)
        return ask(model.formula(rule, 'true'), model.formula(other, 'notTrue')).kind === 'impossible'
      }),
  }
}

/** Proofs are asked for by several checks: each is searched once. */
function remembered(known: Map<string, boolean>, key: string, prove: () => boolean): boolean {
  const before = known.get(key)
  if (before !== undefined) return before
  const proved = prove()
  known.set(key, proved)
  return proved
}

/** A condition over other facts alone cannot follow, unless it always holds. */
function couldImply(rule: Rule, other: Rule): boolean {
  const asked = new Set(leavesOf(rule.when).map(factKeyOf))
  return leavesOf(other.when).some((leaf) => asked.has(factKeyOf(leaf)))
}

/** The terms that a rule sets, in reading order. */
export function termsOf(rule: Rule): readonly TermName[] {
  return termNames.filter((name) => rule.set[name] !== undefined)
}

/** Whether two rules say different things about a term that both set. */
export function differOn(rule: Rule, other: Rule, term: TermName): boolean {
  return JSON.stringify(rule.set[term]) !== JSON.stringify(other.set[term])
}

/** Names of terms as words. */
export function termWords(terms: readonly TermName[]): readonly Words[] {
  return terms.map((term) => ({ key: `termName.${term}`, params: {} }))
}

/** Several words as one: "a, b and c". */
export function listOf(words: readonly Words[]): Words {
  return { key: 'lint.list', params: {}, of: words }
}
