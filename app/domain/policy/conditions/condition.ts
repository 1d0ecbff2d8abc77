import type { FactName, FactValue, PolicyFacts } from '../facts.ts'
import type { Words } from '../words.ts'
import type { Reader, Test } from './slots.ts'

/** Where a condition stands in the editor's list. */
export const conditionGroups = ['order', 'line', 'buyer', 'destination', 'request', 'time'] as const
export type ConditionGroup = (typeof conditionGroups)[number]

/** What kind of thing the values of a list are: the editor picks its input and its picker by it. */
export type ListOf =
  'word' | 'tag' | 'product' | 'variant' | 'collection' | 'country' | 'region' | 'market' | 'reason'

/**
 * How the editor asks for a condition, how the linter reasons about it and how it is said: one of few families. All
 * leaves of a family have the same shape but for their `kind`.
 */
export type ConditionForm =
  | { readonly family: 'set'; readonly of: ListOf; readonly operators: readonly SetOperator[] }
  | { readonly family: 'text'; readonly of: ListOf; readonly operators: readonly TextOperator[] }
  | { readonly family: 'number'; readonly unit: 'count' | 'percent' | 'days'; readonly most: number }
  | { readonly family: 'money' }
  | { readonly family: 'flag' }
  | { readonly family: 'choice'; readonly options: readonly string[] }
  | { readonly family: 'period' }
  | { readonly family: 'season' }
  | { readonly family: 'daysSince' }
  | { readonly family: 'metafield' }
  | { readonly family: 'answer' }

/** Of a fact with several values: any of, all of or none of the condition's values are among them. */
export const setOperators = ['anyOf', 'allOf', 'noneOf'] as const
export type SetOperator = (typeof setOperators)[number]
/** Of a fact with one value. */
export const textOperators = ['anyOf', 'noneOf', 'startsWith'] as const
export type TextOperator = (typeof textOperators)[number]

/** All of a condition but its schema: one per file, gathered by the registry. */
export type ConditionDefinition<Leaf> = {
  readonly group: ConditionGroup
  readonly form: ConditionForm
  /** How the fact is read, as it is compared. */
  readonly reader: (leaf: Leaf) => Reader
  /** The closure over the fact in its slot; `null` = the fact is missing. */
  readonly compile: (leaf: Leaf, slot: number) => Test
  readonly fact: (leaf: Leaf) => FactName
  /** What the fact is for these facts, for the trace; null when it is missing. */
  readonly found: (leaf: Leaf, facts: PolicyFacts) => FactValue | null
  readonly words: (leaf: Leaf) => Words
  /** What the editor begins with. */
  readonly blank: () => Leaf
  /** Texts are compared folded by this: two that fold to the same text are the same value to the condition. */
  readonly fold?: (value: string) => string
}
