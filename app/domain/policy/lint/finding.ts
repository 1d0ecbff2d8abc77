import type { Policy, Rule } from '../policy.ts'
import type { TermName, Terms } from '../terms/index.ts'
import type { Words } from '../words.ts'

type SomeTerms = Rule['set']

/** What the linter looks for. The words of each are in `i18n/` under `lint`. */
export const findingKinds = [
  'impossible',
  'unreachable',
  'contradiction',
  'overlap',
  'gap',
  'missing_reference',
  'below_law',
  'missing_text',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** `fault`: surely not meant. `warning`: takes effect otherwise than it reads. `note`: worth knowing. */
export const severities = ['fault', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** A change that mends a finding by itself; `applyChange` makes it. `ruleId` null = the baseline. */
export type Change =
  | { readonly kind: 'remove_rule'; readonly ruleId: string }
  | { readonly kind: 'move_before'; readonly ruleId: string; readonly before: string }
  | { readonly kind: 'remove_terms'; readonly ruleId: string; readonly terms: readonly TermName[] }
  | { readonly kind: 'set_terms'; readonly ruleId: string | null; readonly terms: SomeTerms }

/** What to do: words, and the change itself where it needs no choice of the merchant. */
export type Mend = { readonly says: Words; readonly change: Change | null }

/** Something about a policy that its author should know. */
export type Finding = {
  readonly kind: FindingKind
  readonly severity: Severity
  /** The rule that it is about, then those that it is with; empty = the baseline or what belongs to no rule. */
  readonly ruleIds: readonly string[]
  readonly terms: readonly TermName[]
  /** What is so, and why. */
  readonly says: Words
  readonly mend: Mend
}

/** What the linter knows of the shop beside its policy. */
export type LintContext = {
  /** Languages (`en`, `pt-BR`) that shoppers read; those that some text of the policy already has are added. */
  readonly languages: readonly string[]
  /** ISO codes of the currencies that the shop sells in. */
  readonly currencies: readonly string[]
  /** ISO 3166-1 alpha-2 codes of the countries that the shop sends to; empty = anywhere. */
  readonly countries: readonly string[]
  /** ISO day: the law in force on it is the one that the terms are held against. */
  readonly today: string
}

/** The policy with a finding's change made. A change that no longer fits leaves it as it is. */
export function applyChange(policy: Policy, change: Change): Policy {
  const { rules } = policy
  switch (change.kind) {
    case 'remove_rule':
      return { ...policy, rules: rules.filter(({ id }) => id !== change.ruleId) }
    case 'move_before': {
      const moved = rules.find(({ id }) => id === change.ruleId)
      const rest = rules.filter(({ id }) => id !== change.ruleId)
      const place = rest.findIndex(({ id }) => id === change.before)
      if (moved === undefined || place < 0) return policy
      return { ...policy, rules: [...rest.slice(0, place), moved, ...rest.slice(place)] }
    }
    case 'remove_terms':
      return withRule(policy, change.ruleId, (set) =>
        Object.fromEntries(Object.entries(set).filter(([name]) => !isOneOf(change.terms, name))),
      )
    case 'set_terms':
      return change.ruleId === null
        ? { ...policy, baseline: wholeTerms(policy.baseline, change.terms) }
        : withRule(policy, change.ruleId, (set) => ({ ...set, ...change.terms }))
  }
}

/** Terms with some of them put in the place of others. */
export function wholeTerms(terms: Terms, some: SomeTerms): Terms {
  // A term that is not set is absent, never undefined: zod leaves it out. The type of an optional key cannot say so.
  return { ...terms, ...(some as Partial<Terms>) }
}

function withRule(policy: Policy, ruleId: string, change: (set: SomeTerms) => SomeTerms): Policy {
  const rules = policy.rules.map((rule) => (rule.id === ruleId ? { ...rule, set: change(rule.set) } : rule))
  return { ...policy, rules }
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}
