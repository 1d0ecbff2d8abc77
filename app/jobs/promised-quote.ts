import { compare, type Money, sub, sum, zero } from '#app/domain/money.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { buildQuote, splitNet } from '#app/domain/refund/build-quote.ts'
import {
  costOfExchanges,
  type ExchangeLine,
  type FlatFee,
  type Quote,
  worthOf,
} from '#app/domain/refund/quote.ts'
import {
  type CalculatedLine,
  figuresByLine,
  type ReturnCalculation,
} from '#app/shopify/return-calculation.server.ts'

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
  /** Goods that go to the buyer instead. */
  readonly exchanges?: readonly ExchangeLine[]
}): Quote {
  const { outcome, currency, calculation, fees, flatBonus, exchanges = [] } = input
  const figures = figuresByLine(input.lines, calculation)
  const lines = input.lines.map((line) => figuresOf(line, figures.get(line.lineId)))
  return buildQuote({
    outcome,
    currency,
    taxesIncluded: calculation.taxesIncluded,
    lines,
    shipping: calculation.shipping,
    returnShippingFee: calculation.returnShippingFee,
    fees,
    flatBonus,
    exchanges,
    ...(exchanges.length === 0
      ? { suggested: calculation.limited }
      : suggestedWith(exchanges, { currency, lines, calculation })),
    payments: calculation.payments,
    inShopCurrency: calculation.inShopCurrency,
  })
}

function figuresOf(
  { fulfillmentLineItemId: _, ...line }: PromisedLine,
  figures: CalculatedLine | undefined,
): Parameters<typeof buildQuote>[0]['lines'][number] {
  if (figures === undefined) throw new Error(`Shopify did not calculate line ${line.lineId}`)
  const { price, subtotal, tax, restockingFee } = figures
  return { ...line, price, subtotal, tax, restockingFee }
}

/**
 * What Shopify would suggest with goods in exchange: what is open on the order counts against the buyer, and no more goes back
 * than was paid.
 */
function suggestedWith(
  exchanges: readonly ExchangeLine[],
  parts: {
    readonly currency: string
    readonly lines: readonly ReturnType<typeof figuresOf>[]
    readonly calculation: ReturnCalculation
  },
): { readonly suggested: Money; readonly suggestedOwed: Money } {
  const { currency, lines, calculation } = parts
  const { taxesIncluded, returnShippingFee, net, outstanding } = calculation
  const worth = sum([...lines.map((line) => worthOf(line, taxesIncluded)), calculation.shipping], currency)
  const open = compare(outstanding, zero(currency)) > 0 ? outstanding : zero(currency)
  const cost = costOfExchanges({ exchanges, currency, taxesIncluded })
  const { refund, owed } = splitNet(sub(worth, sum([returnShippingFee, open, cost], currency)), true)
  return { suggested: compare(refund, net) > 0 ? net : refund, suggestedOwed: owed }
}
