import {
  add,
  allocate,
  compare,
  isPositive,
  type Money,
  negate,
  percentOf,
  sub,
  sum,
  zero,
} from '../money.ts'
import type { Outcome } from '../policy/terms/outcomes.ts'
import {
  costOfExchanges,
  type ExchangeLine,
  type FlatFee,
  type Quote,
  type QuoteLine,
  type ShopReceipt,
  sumOfLines,
  type TenderShare,
  worthOf,
} from './quote.ts'
import { assertAddsUp } from './quote-adds-up.ts'
import { unitsOf } from './quote-units.ts'

/** A line's figures as they come: what is absent is the plain case (no discount known, paid as the whole request is). */
export type LineFigures = {
  readonly lineId: string
  readonly title: string
  readonly quantity: number
  readonly subtotal: Money
  readonly tax: Money
  readonly restockingFee: Money
  readonly bonusPercent: number
  /** Before all discounts. */
  readonly price?: Money
  readonly outcome?: Outcome
  /** What earlier parts of the line gave back as store credit; absent where this is the first. */
  readonly creditedBefore?: Money
}

/** What a quote is made from: Shopify's figures (signs turned positive) and the policy's fees and bonus. */
export type QuoteFigures = {
  readonly outcome: Outcome
  readonly currency: string
  readonly taxesIncluded: boolean
  readonly lines: readonly LineFigures[]
  readonly shipping: Money
  readonly duties?: Money
  readonly returnShippingFee: Money
  /** The parts of `returnShippingFee`; absent where it is one fee for the way back. They are scaled where Shopify took less. */
  readonly fees?: readonly FlatFee[]
  /** A bonus of a fixed amount, on top of the per cent of the lines. */
  readonly flatBonus?: Money
  readonly exchanges?: readonly ExchangeLine[]
  /** The amount Shopify suggests, where it has said one (`suggestedFinancialOutcome`); it always wins. */
  readonly suggested: Money | null
  /** What Shopify would ask the buyer for, where it suggested anything. */
  readonly suggestedOwed?: Money
  /** The ways back in Shopify's order with the most that each takes; the refund fills them one after the other. */
  readonly payments?: readonly PaymentCapacity[]
  readonly inShopCurrency?: Omit<ShopReceipt, 'adjustment'> | null
}

export type PaymentCapacity = { readonly gateway: string; readonly name: string; readonly most: Money }

/**
 * Makes the receipt for one request. Without Shopify's own amount the refund is lines + shipping + duties − fees − goods
 * given in exchange; below nothing the buyer owes for an exchange, and nothing is refunded otherwise. The bonus counts for store credit only, per line on what the line gives back, and not where nothing is
 * refunded; it is rounded for the line as a whole, so that a line paid part after part earns what was promised at once.
 */
export function buildQuote(figures: QuoteFigures): Quote {
  const { outcome, currency, taxesIncluded, shipping, returnShippingFee } = figures
  const nothing = zero(currency)
  const lines = figures.lines.map((line) => lineOf(line, figures))
  const duties = figures.duties ?? nothing
  const exchanges = figures.exchanges ?? []
  const computed = sub(
    sum([sumOfLines({ lines, currency, taxesIncluded }), shipping, duties], currency),
    add(returnShippingFee, costOfExchanges({ exchanges, currency, taxesIncluded })),
  )
  const net = splitNet(computed, exchanges.length > 0)
  const refund = figures.suggested ?? net.refund
  const owed = figures.suggested === null ? net.owed : (figures.suggestedOwed ?? nothing)
  const bonus = isPositive(refund) ? bonusOf(figures, lines) : nothing
  const shopReceipt = shopReceiptOf(figures.inShopCurrency ?? null)
  const quote: Quote = {
    outcome,
    currency,
    taxesIncluded,
    lines,
    shipping,
    duties,
    returnShippingFee,
    fees: feesOf(figures),
    exchanges,
    adjustment: sub(sub(refund, owed), computed),
    refund,
    owed,
    bonus,
    total: add(refund, bonus),
    tenders: tendersOf({ lines, refund, taxesIncluded }, figures, shopReceipt),
    inShopCurrency: shopReceipt,
  }
  assertAddsUp(quote)
  return quote
}

/** A sum as what is refunded and, where goods are given in exchange, what the buyer owes. */
export function splitNet(net: Money, hasExchange: boolean): { readonly refund: Money; readonly owed: Money } {
  const nothing = zero(net.currency)
  const isOwed = compare(net, nothing) < 0
  return { refund: isOwed ? nothing : net, owed: isOwed && hasExchange ? negate(net) : nothing }
}

function lineOf(line: LineFigures, figures: QuoteFigures): QuoteLine {
  const { lineId, title, quantity, subtotal, tax, restockingFee } = line
  const price = line.price ?? subtotal
  const whole = { quantity, price, discount: sub(price, subtotal), subtotal, tax, restockingFee }
  const outcome = line.outcome ?? figures.outcome
  return { lineId, title, outcome, ...whole, units: unitsOf(whole, figures.taxesIncluded) }
}

function bonusOf(figures: QuoteFigures, lines: readonly QuoteLine[]): Money {
  const { currency } = figures
  const bonuses = lines.map((line, index) => {
    if (line.outcome !== 'store_credit') return zero(currency)
    const { bonusPercent = 0, creditedBefore: before = zero(currency) } = figures.lines[index] ?? {}
    const upToNow = add(before, worthOf(line, figures.taxesIncluded))
    return sub(percentOf(upToNow, bonusPercent), percentOf(before, bonusPercent))
  })
  const isCredit = lines.some((line) => line.outcome === 'store_credit')
  return sum([...bonuses, isCredit && figures.flatBonus ? figures.flatBonus : zero(currency)], currency)
}

/** The flat fees by name; where Shopify took another sum than the policy's (a part paid before took them) they are scaled to it. */
function feesOf({ returnShippingFee, fees }: QuoteFigures): readonly FlatFee[] {
  if (!isPositive(returnShippingFee)) return []
  const named = (fees ?? []).filter((fee) => isPositive(fee.amount))
  if (named.length === 0) return [{ key: 'return_shipping', amount: returnShippingFee }]
  const parts = allocate(
    returnShippingFee,
    named.map((fee) => fee.amount.minor),
  )
  return named.map((fee, index) => ({
    key: fee.key,
    amount: parts[index] ?? zero(returnShippingFee.currency),
  }))
}

function shopReceiptOf(figures: Omit<ShopReceipt, 'adjustment'> | null): ShopReceipt | null {
  if (figures === null) return null
  const { currency, subtotal, tax, shipping, duties, fees, refund } = figures
  const computed = sub(sum([subtotal, tax, shipping, duties], currency), fees)
  return { ...figures, adjustment: sub(refund, computed) }
}

/** Which part of the refund goes back as store credit: the worth of its lines, never more than the refund. */
function creditPart(quote: Pick<Quote, 'lines' | 'refund' | 'taxesIncluded'>): Money {
  const { currency } = quote.refund
  const credited = quote.lines.filter((line) => line.outcome === 'store_credit')
  if (credited.length === 0) return zero(currency)
  if (credited.length === quote.lines.length) return quote.refund
  const worth = sum(
    credited.map((line) => worthOf(line, quote.taxesIncluded)),
    currency,
  )
  const positive = compare(worth, zero(currency)) < 0 ? zero(currency) : worth
  return compare(positive, quote.refund) > 0 ? quote.refund : positive
}

function tendersOf(
  paid: Pick<Quote, 'lines' | 'refund' | 'taxesIncluded'>,
  figures: QuoteFigures,
  shop: ShopReceipt | null,
): readonly TenderShare[] {
  const { currency } = figures
  const credit = creditPart(paid)
  const shares: { gateway: string; name: string; amount: Money }[] = []
  let left = sub(paid.refund, credit)
  for (const { gateway, name, most } of figures.payments ?? []) {
    const amount = compare(left, most) > 0 ? most : left
    if (isPositive(amount)) shares.push({ gateway, name, amount })
    left = sub(left, amount)
  }
  // What no payment takes is not shown as if it had a way: without its ways a receipt shows none.
  if (isPositive(left)) return []
  if (isPositive(credit)) shares.push({ gateway: 'store_credit', name: 'Store credit', amount: credit })
  if (shares.length === 0) return []
  const inShop =
    shop === null
      ? shares.map((share) => share.amount)
      : allocate(
          shop.refund,
          shares.map((share) => share.amount.minor),
        )
  return shares.map((share, index) => ({
    ...share,
    shopAmount: inShop[index] ?? zero(shop?.currency ?? currency),
  }))
}
