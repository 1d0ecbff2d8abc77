import { z } from 'zod'
import type { Words } from '../words.ts'
import { bonus } from './bonus.ts'
import { eligible } from './eligible.ts'
import { outcomes } from './outcomes.ts'
import { payWhen } from './pay-when.ts'
import { restockingFee } from './restocking-fee.ts'
import { returnShippingFee } from './return-shipping-fee.ts'
import { returnWindow } from './return-window.ts'
import { review } from './review.ts'

/** Every term that a baseline must set and a rule may set. One file per term. */
const terms = {
  eligible,
  returnWindow,
  outcomes,
  restockingFee,
  returnShippingFee,
  bonus,
  review,
  payWhen,
} as const

/** A complete set of terms, as the baseline holds it and as a decision ends with. */
export const Terms = z.object({
  eligible: eligible.schema,
  returnWindow: returnWindow.schema,
  outcomes: outcomes.schema,
  restockingFee: restockingFee.schema,
  returnShippingFee: returnShippingFee.schema,
  bonus: bonus.schema,
  review: review.schema,
  payWhen: payWhen.schema,
})
export type Terms = z.infer<typeof Terms>
export type TermName = keyof Terms

/** The names of all terms, in the order in which people read them. */
export const termNames = [
  'eligible',
  'returnWindow',
  'outcomes',
  'bonus',
  'restockingFee',
  'returnShippingFee',
  'review',
  'payWhen',
] as const satisfies readonly TermName[]

/** One term's value as words. */
export function wordsOfTerm<Name extends TermName>(name: Name, value: Terms[Name]): Words {
  // Each entry takes exactly the value of its own term; the compiler cannot follow that through the lookup.
  const words = terms[name].words as unknown as (value: Terms[Name]) => Words
  return words(value)
}
