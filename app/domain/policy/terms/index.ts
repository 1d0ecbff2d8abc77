import { z } from 'zod'
import type { Words } from '../words.ts'
import { bonus } from './bonus.ts'
import { bundles } from './bundles.ts'
import { destination } from './destination.ts'
import { eligible } from './eligible.ts'
import { evidence } from './evidence.ts'
import { exchangePrice } from './exchange-price.ts'
import { handlingFee } from './handling-fee.ts'
import { keepItem } from './keep-item.ts'
import { outcomes } from './outcomes.ts'
import { payWhen } from './pay-when.ts'
import { restockingFee } from './restocking-fee.ts'
import { returnMethods } from './return-methods.ts'
import { returnShippingFee } from './return-shipping-fee.ts'
import { returnShippingPayer } from './return-shipping-payer.ts'
import { returnWindow } from './return-window.ts'
import { review } from './review.ts'

/** Every term that a baseline must set and a rule may set. One file per term, in the order in which people read them. */
const terms = {
  eligible,
  returnWindow,
  outcomes,
  bonus,
  restockingFee,
  handlingFee,
  returnShippingFee,
  returnShippingPayer,
  returnMethods,
  evidence,
  keepItem,
  exchangePrice,
  bundles,
  review,
  payWhen,
  destination,
} as const

/** What a rule may set: any of the terms. */
export const SomeTerms = z
  .object({
    eligible: eligible.schema,
    returnWindow: returnWindow.schema,
    outcomes: outcomes.schema,
    bonus: bonus.schema,
    restockingFee: restockingFee.schema,
    handlingFee: handlingFee.schema,
    returnShippingFee: returnShippingFee.schema,
    returnShippingPayer: returnShippingPayer.schema,
    returnMethods: returnMethods.schema,
    evidence: evidence.schema,
    keepItem: keepItem.schema,
    exchangePrice: exchangePrice.schema,
    bundles: bundles.schema,
    review: review.schema,
    payWhen: payWhen.schema,
    destination: destination.schema,
  })
  .partial()

/** A complete set of terms, as the baseline holds it and as a decision ends with. Terms that came later have their quiet value. */
export const Terms = z.object({
  eligible: eligible.schema,
  returnWindow: returnWindow.schema,
  outcomes: outcomes.schema,
  bonus: bonus.schema,
  restockingFee: restockingFee.schema,
  handlingFee: handlingFee.schema.prefault({}),
  returnShippingFee: returnShippingFee.schema,
  returnShippingPayer: returnShippingPayer.schema.default('by_fault'),
  returnMethods: returnMethods.schema.default(['own_parcel']),
  evidence: evidence.schema.default({ photos: 0, questions: [] }),
  keepItem: keepItem.schema.default(false),
  exchangePrice: exchangePrice.schema.default('difference'),
  bundles: bundles.schema.default('parts'),
  review: review.schema,
  payWhen: payWhen.schema,
  destination: destination.schema.default(null),
})
export type Terms = z.infer<typeof Terms>
export type TermName = keyof Terms

/** The names of all terms, in the order in which people read them. */
// The keys of the record above are exactly the names: `terms` and `Terms` are compared by the compiler below.
export const termNames = Object.keys(terms satisfies Record<TermName, unknown>) as readonly TermName[]

/** One term's value as words. */
export function wordsOfTerm<Name extends TermName>(name: Name, value: Terms[Name]): Words {
  // Each entry takes exactly the value of its own term; the compiler cannot follow that through the lookup.
  const words = terms[name].words as unknown as (value: Terms[Name]) => Words
  return words(value)
}
