import { zero } from '#app/domain/money.ts'
import type { Money } from '#app/domain/money.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { buildQuote, type FlatFee, type Quote } from '#app/domain/refund/quote.ts'
import type { ReturnCalculation } from '#app/shopify/return-calculation.server.ts'

/** A line of a request as its receipt needs it. */
export type PromisedLine = {
  readonly lineId: string
  readonly fulfillmentLineItemId: string | null
  readonly title: string
  readonly quantity: number
  readonly outcome: Outcome
  readonly bonusPercent: number
}

/** The receipt that a shopper sees before she sends: Shopify's calculation with the policy's fees by name and its bonus. */
export function promisedQuote(input: {
  readonly outcome: Outcome
  readonly currency: string
  readonly lines: readonly PromisedLine[]
  readonly calculation: ReturnCalculation
  readonly fees: readonly FlatFee[]
  readonly flatBonus: Money
}): Quote {
  const { outcome, currency, calculation, fees, flatBonus } = input
  return buildQuote({
    outcome,
    currency,
    taxesIncluded: calculation.taxesIncluded,
    lines: input.lines.map((line) => figuresOf(line, calculation)),
    shipping: zero(currency),
    returnShippingFee: calculation.returnShippingFee,
    fees,
    flatBonus,
    suggested: calculation.limited,
    payments: calculation.payments,
    inShopCurrency: calculation.inShopCurrency,
  })
}

function figuresOf(
  { fulfillmentLineItemId, ...line }: PromisedLine,
  calculation: ReturnCalculation,
): Parameters<typeof buildQuote>[0]['lines'][number] {
  const figures = calculation.lines.find((one) => one.fulfillmentLineItemId === fulfillmentLineItemId)
  if (figures === undefined) throw new Error(`Shopify did not calculate line ${line.lineId}`)
  const { price, subtotal, tax, restockingFee } = figures
  return { ...line, price, subtotal, tax, restockingFee }
}
