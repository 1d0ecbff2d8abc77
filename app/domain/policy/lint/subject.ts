import type { LeafCondition } from '../conditions/index.ts'
import { leavesOf } from '../condition-tree.ts'
import type { Policy, Rule } from '../policy.ts'
import { type TermName, termNames } from '../terms/index.ts'
import type { Words } from '../words.ts'
import type { LintContext } from './finding.ts'
import type { Formula } from './reasoning/formula.ts'
import { factKeyOf, type Model, modelOf } from './reasoning/model.ts'
import { type Answer, type Budget, fullBudget, solve } from './reasoning/solve.ts'

/** What each check of the linter works with: the policy, its rules that are switched on, and what can be proved of them. */
export type Subject = {
  readonly policy: Policy
  readonly context: LintContext
  readonly rules: readonly Rule[]
  readonly model: Model
  /** Shared by all that is asked about one policy. */
  readonly budget: Budget
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
  budget: Budget = fullBudget(),
): Subject {
  const rules = policy.rules.filter(({ enabled }) => enabled)
  const model = modelOf(policy, rules, extra)
  const ask = (...formulas: readonly Formula[]) => solve(model.all, formulas, budget)
  const isImpossible = once((rule: Rule) => ask(model.formula(rule, 'true')).kind === 'impossible')
  const isAlways = once((rule: Rule) => ask(model.formula(rule, 'notTrue')).kind === 'impossible')
  const factsOf = once((rule: Rule) => new Set(leavesOf(rule.when).map(factKeyOf)))
  const implies = once((rule: Rule) =>
    once((other: Rule) => {
      // A condition over other facts alone cannot follow, unless it always holds.
      if (![...factsOf(other)].some((fact) => factsOf(rule).has(fact))) return isAlways(other)
      return ask(model.formula(rule, 'true'), model.formula(other, 'notTrue')).kind === 'impossible'
    }),
  )
  return {
    policy,
    context,
    rules,
    model,
    budget,
    ask,
    isImpossible,
    implies: (rule, other) => implies(rule)(other),
  }
}

/** Proofs are asked for by several checks: each is searched once. */
function once<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const value = work(key)
    known.set(key, value)
    return value
  }
}

/** The terms that a rule sets, in reading order. */
export function termsOf(rule: Rule): readonly TermName[] {
  return termNames.filter((name) => rule.set[name] !== undefined)
}

/** Whether two rules say different things about a term that both set. */
export function differOn(rule: Rule, other: Rule, term: TermName): boolean {
  const [one, two] = [rule.set[term], other.set[term]]
  if (typeof one !== 'object' || typeof two !== 'object') return one !== two
  return textOf(one) !== textOf(two)
}

/** Every pair of rules is compared: each value is written down once. */
const texts = new WeakMap<object, string>()

function textOf(value: object | null | undefined): string {
  if (value === null || value === undefined) return String(value)
  const text = texts.get(value) ?? JSON.stringify(value)
  texts.set(value, text)
  return text
}

/** Names of terms as words. */
export function termWords(terms: readonly TermName[]): readonly Words[] {
  return terms.map((term) => ({ key: `termName.${term}`, params: {} }))
}

/** Several words as one: "a, b and c". */
export function listOf(words: readonly Words[]): Words {
  return { key: 'lint.list', params: {}, of: words }
}
