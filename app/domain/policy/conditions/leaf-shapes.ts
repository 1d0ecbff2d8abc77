import type { ConditionForm, SetOperator, TextOperator } from './condition.ts'
import type { NumberOperator } from './families/number-condition.ts'

/** Names of what a list refers to by id, as they were when they were chosen: a rule stays readable without asking Shopify. */
type Titles = Readonly<Record<string, string>>

/** The shape that all leaves of a family have, beside their `kind`: what generic parts (editor, linter) work with. */
export type LeafShapes = {
  readonly set: { readonly is: SetOperator; readonly values: string[]; readonly titles?: Titles | undefined }
  readonly text: {
    readonly is: TextOperator
    readonly values: string[]
    readonly titles?: Titles | undefined
  }
  readonly number: { readonly is: NumberOperator; readonly value: number }
  readonly money: { readonly is: 'atLeast' | 'below'; readonly amounts: Record<string, string> }
  readonly flag: { readonly is: boolean }
  readonly choice: { readonly is: 'anyOf' | 'noneOf'; readonly values: string[] }
  /** ISO calendar days, both inclusive. */
  readonly period: { readonly from: string | null; readonly to: string | null }
  /** Days of every year (`MM-DD`), both inclusive; may go over the turn of the year. */
  readonly season: { readonly day: 'order' | 'today'; readonly from: string; readonly to: string }
  readonly daysSince: {
    readonly since: 'order' | 'fulfillment' | 'delivery' | 'lastDelivery'
    readonly is: 'atMost' | 'moreThan'
    readonly days: number
  }
  readonly metafield: { readonly key: string; readonly is: MetafieldOperator; readonly values: string[] }
  readonly answer: {
    readonly question: string
    readonly is: 'anyOf' | 'noneOf'
    readonly values: string[]
    readonly titles?: Titles | undefined
  }
}

export type LeafShape<Family extends ConditionForm['family']> = LeafShapes[Family]

/** Of a metafield's text; `set` and `notSet` take no values. */
export const metafieldOperators = ['anyOf', 'noneOf', 'startsWith', 'set', 'notSet'] as const
export type MetafieldOperator = (typeof metafieldOperators)[number]
