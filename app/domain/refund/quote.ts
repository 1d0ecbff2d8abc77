import { add, compare, isPositive, isSame, type Money, percentOf, sub, sum, zero } from '../money.ts'
import type { Outcome } from '../policy/terms/outcomes.ts'

/** One line of a receipt. `subtotal` is after all discounts; every amount is positive and in the order's presentment currency. */
export type QuoteLine = {
  readonly lineId: string
  readonly title: string
  readonly quantity: number
  readonly subtotal: Money
  readonly tax: Money
  readonly restockingFee: Money
}

/**
 * A receipt that adds up. `refund` is what Shopify moves, `bonus` a separate credit of the merchant, `total` both.
 * `tax` of the lines is part of `subtotal` where taxes are included. `adjustment` (may be negative) is what Shopify counts
 * besides: amounts outstanding on the order, its own rounding, earlier refunds.
 */
export type Quote = {
  readonly outcome: Outcome
  readonly currency: string
  readonly taxesIncluded: boolean
  readonly lines: readonly QuoteLine[]
  readonly shipping: Money
  readonly returnShippingFee: Money
  readonly adjustment: Money
  readonly refund: Money
  readonly bonus: Money
  readonly total: Money
}

/** What a quote is made from: Shopify's figures (signs turned positive) and the policy's bonus per line. */
export type QuoteFigures = {
  readonly outcome: Outcome
  readonly currency: string
  readonly taxesIncluded: boolean
  /** `creditedBefore`: what earlier parts of the line gave back as store credit; absent where this is the first. */
  readonly lines: readonly (QuoteLine & { readonly bonusPercent: number; readonly creditedBefore?: Money })[]
  readonly shipping: Money
  readonly returnShippingFee: Money
  /** The amount Shopify suggests, where it has said one (`suggestedFinancialOutcome`); it always wins. */
  readonly suggested: Money | null
}

/**
 * Makes the receipt for one outcome. Without Shopify's own amount the refund is lines + shipping − fees, never below
 * nothing. The bonus counts for store credit only, per line on what the line gives back, and not where nothing is refunded;
 * it is rounded for the line as a whole, so that a line paid part after part earns what was promised for it at once.
 */
export function buildQuote(figures: QuoteFigures): Quote {
  const { outcome, currency, taxesIncluded, shipping, returnShippingFee } = figures
  const computed = sub(add(sumOfLines(figures), shipping), returnShippingFee)
  const refund = figures.suggested ?? (compare(computed, zero(currency)) < 0 ? zero(currency) : computed)
  const bonuses = figures.lines.map((line) => {
    const before = line.creditedBefore ?? zero(currency)
    const upToNow = add(before, worthOf(line, taxesIncluded))
    return sub(percentOf(upToNow, line.bonusPercent), percentOf(before, line.bonusPercent))
  })
  const isCredit = outcome === 'store_credit' && isPositive(refund)
  const bonus = isCredit ? sum(bonuses, currency) : zero(currency)
  const quote: Quote = {
    outcome,
    currency,
    taxesIncluded,
    lines: figures.lines.map(({ bonusPercent: _percent, creditedBefore: _before, ...line }) => line),
    shipping,
    returnShippingFee,
    adjustment: sub(refund, computed),
    refund,
    bonus,
    total: add(refund, bonus),
  }
  assertAddsUp(quote)
  return quote
}

/** Throws when a receipt does not add up to the last minor unit: such a receipt is never shown and never paid by. */
export function assertAddsUp(quote: Quote): void {
  const parts = [sumOfLines(quote), quote.shipping, quote.adjustment]
  const refund = sub(sum(parts, quote.currency), quote.returnShippingFee)
  if (!isSame(refund, quote.refund) || !isSame(add(quote.refund, quote.bonus), quote.total)) {
    throw new Error(`Receipt does not add up: ${JSON.stringify(quote)}`)
  }
}

/** What one line gives back: its price, its tax where that comes on top, less its restocking fee. */
export function worthOf(line: QuoteLine, taxesIncluded: boolean): Money {
  const gross = taxesIncluded ? line.subtotal : add(line.subtotal, line.tax)
  return sub(gross, line.restockingFee)
}

function sumOfLines(quote: Pick<Quote, 'lines' | 'currency' | 'taxesIncluded'>): Money {
  return sum(
    quote.lines.map((line) => worthOf(line, quote.taxesIncluded)),
    quote.currency,
  )
}
