import { z } from 'zod'
import {
  add,
  allocate,
  compare,
  isPositive,
  isSame,
  isZero,
  Money,
  negate,
  percentOf,
  sub,
  sum,
  zero,
} from '../money.ts'
import { Outcome } from '../policy/terms/outcomes.ts'

/** What one unit of a line comes to. The units of a line sum to the line, part by part. */
const UnitReceipt = z.object({
  price: Money,
  discount: Money,
  tax: Money,
  restockingFee: Money,
  amount: Money,
})
export type UnitReceipt = z.infer<typeof UnitReceipt>

/**
 * One line of a receipt; every amount is positive and in the order's presentment currency. `price` less `discount` is
 * `subtotal`; `outcome` is what this line is paid by, which may differ from line to line.
 */
export const QuoteLine = z.object({
  lineId: z.string(),
  title: z.string(),
  quantity: z.int(),
  outcome: Outcome,
  price: Money,
  discount: Money,
  subtotal: Money,
  tax: Money,
  restockingFee: Money,
  units: z.array(UnitReceipt).readonly(),
})
export type QuoteLine = z.infer<typeof QuoteLine>

/** A fee of a fixed amount. `key` names it for the words: `return_shipping`, `restocking`, `handling`. Shopify sees only their sum. */
export const FlatFee = z.object({ key: z.string(), amount: Money })
export type FlatFee = z.infer<typeof FlatFee>

/**
 * What goes to the buyer instead of what comes back, as Shopify prices it: `price` less `discount` is `subtotal`, `tax` is part
 * of it where prices include it. `lineId` is the line that it is exchanged for.
 */
export const ExchangeLine = z.object({
  lineId: z.string(),
  title: z.string(),
  quantity: z.int(),
  price: Money,
  discount: Money,
  subtotal: Money,
  tax: Money,
})
export type ExchangeLine = z.infer<typeof ExchangeLine>

/** What goes back one way: to a payment of the order, or as store credit (`gateway` is `store_credit`). */
export const TenderShare = z.object({
  gateway: z.string(),
  name: z.string(),
  amount: Money,
  shopAmount: Money,
})
export type TenderShare = z.infer<typeof TenderShare>

/** The same receipt in the shop's own currency, by Shopify's rate. `tax` is what comes on top, nothing where prices include it. */
export const ShopReceipt = z.object({
  currency: z.string(),
  subtotal: Money,
  tax: Money,
  shipping: Money,
  duties: Money,
  fees: Money,
  adjustment: Money,
  refund: Money,
})
export type ShopReceipt = z.infer<typeof ShopReceipt>

/**
 * A receipt that adds up. `refund` is what Shopify moves, `bonus` a separate credit of the merchant, `total` both.
 * `tax` of the lines is part of `subtotal` where taxes are included; `shipping` holds its tax always. `fees` are the parts
 * of `returnShippingFee`, the one flat fee that Shopify knows. `adjustment` (may be negative) is what Shopify counts
 * besides: amounts outstanding on the order, its own rounding, earlier refunds. `tenders` sum to the refund. Goods that the
 * buyer gets instead (`exchanges`) are taken off; where they cost more, the buyer owes the rest (`owed`) and nothing is
 * refunded.
 */
export type Quote = {
  readonly outcome: Outcome
  readonly currency: string
  readonly taxesIncluded: boolean
  readonly lines: readonly QuoteLine[]
  readonly shipping: Money
  readonly duties: Money
  readonly returnShippingFee: Money
  readonly fees: readonly FlatFee[]
  readonly exchanges: readonly ExchangeLine[]
  readonly adjustment: Money
  readonly refund: Money
  readonly owed: Money
  readonly bonus: Money
  readonly total: Money
  readonly tenders: readonly TenderShare[]
  readonly inShopCurrency: ShopReceipt | null
}

const StoredLine = z.object({
  lineId: z.string(),
  title: z.string(),
  quantity: z.int(),
  outcome: Outcome.optional(),
  price: Money.optional(),
  discount: Money.optional(),
  subtotal: Money,
  tax: Money,
  restockingFee: Money,
  units: z.array(UnitReceipt).optional(),
})

/** A receipt as it is stored. One from before units, tenders and duties were kept is completed: it says what it said then. */
export const StoredQuote = z
  .object({
    outcome: Outcome,
    currency: z.string(),
    taxesIncluded: z.boolean(),
    lines: z.array(StoredLine),
    shipping: Money,
    duties: Money.optional(),
    returnShippingFee: Money,
    fees: z.array(FlatFee).optional(),
    exchanges: z.array(ExchangeLine).optional(),
    adjustment: Money,
    refund: Money,
    owed: Money.optional(),
    bonus: Money,
    total: Money,
    tenders: z.array(TenderShare).optional(),
    inShopCurrency: ShopReceipt.nullish(),
  })
  .transform((stored): Quote => {
    const nothing = zero(stored.currency)
    return {
      ...stored,
      lines: stored.lines.map((line) => {
        const whole = {
          ...line,
          outcome: line.outcome ?? stored.outcome,
          price: line.price ?? line.subtotal,
          discount: line.discount ?? nothing,
        }
        return { ...whole, units: line.units ?? unitsOf(whole, stored.taxesIncluded) }
      }),
      duties: stored.duties ?? nothing,
      fees:
        stored.fees ??
        (isPositive(stored.returnShippingFee)
          ? [{ key: 'return_shipping', amount: stored.returnShippingFee }]
          : []),
      exchanges: stored.exchanges ?? [],
      owed: stored.owed ?? nothing,
      tenders: stored.tenders ?? [],
      inShopCurrency: stored.inShopCurrency ?? null,
    }
  })

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

/** What the goods given in exchange cost the buyer, with their tax. */
export function costOfExchanges({
  exchanges,
  currency,
  taxesIncluded,
}: Pick<Quote, 'exchanges' | 'currency' | 'taxesIncluded'>): Money {
  return sum(
    exchanges.map((one) => (taxesIncluded ? one.subtotal : add(one.subtotal, one.tax))),
    currency,
  )
}

function lineOf(line: LineFigures, figures: QuoteFigures): QuoteLine {
  const { lineId, title, quantity, subtotal, tax, restockingFee } = line
  const price = line.price ?? subtotal
  const whole = { quantity, price, discount: sub(price, subtotal), subtotal, tax, restockingFee }
  const outcome = line.outcome ?? figures.outcome
  return { lineId, title, outcome, ...whole, units: unitsOf(whole, figures.taxesIncluded) }
}

/** Splits a line into its units; remainders go to the first ones, and every part sums to the line's. */
function unitsOf(
  line: Pick<QuoteLine, 'quantity' | 'price' | 'discount' | 'tax' | 'restockingFee'>,
  taxesIncluded: boolean,
): readonly UnitReceipt[] {
  const count = Math.max(1, line.quantity)
  const split = (whole: Money) =>
    allocate(
      whole,
      Array.from({ length: count }, () => 1),
    )
  const [prices, discounts, taxes, fees] = [line.price, line.discount, line.tax, line.restockingFee].map(
    split,
  )
  return Array.from({ length: count }, (_, index): UnitReceipt => {
    const nothing = zero(line.price.currency)
    const price = prices?.[index] ?? nothing
    const discount = discounts?.[index] ?? nothing
    const tax = taxes?.[index] ?? nothing
    const restockingFee = fees?.[index] ?? nothing
    const gross = taxesIncluded ? sub(price, discount) : add(sub(price, discount), tax)
    return { price, discount, tax, restockingFee, amount: sub(gross, restockingFee) }
  })
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

/** All flat fees together: what Shopify is told as the one return shipping fee. */
export function sumOfFees(fees: readonly FlatFee[], currency: string): Money {
  return sum(
    fees.map((fee) => fee.amount),
    currency,
  )
}

/** Everything that a receipt takes off: percentages of the lines and flat fees together. */
export function feesTotal(quote: Pick<Quote, 'lines' | 'returnShippingFee' | 'currency'>): Money {
  return sum([...quote.lines.map((line) => line.restockingFee), quote.returnShippingFee], quote.currency)
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

/** Throws when a receipt does not add up to the last minor unit: such a receipt is never shown and never paid by. */
export function assertAddsUp(quote: Quote): void {
  const parts = [sumOfLines(quote), quote.shipping, quote.duties, quote.adjustment]
  const net = sub(sum(parts, quote.currency), add(quote.returnShippingFee, costOfExchanges(quote)))
  const isOneWay = isZero(quote.owed) || isZero(quote.refund)
  const isWhole =
    isSame(net, sub(quote.refund, quote.owed)) &&
    isOneWay &&
    compare(quote.owed, zero(quote.currency)) >= 0 &&
    quote.exchanges.every((one) => isSame(sub(one.price, one.discount), one.subtotal)) &&
    isSame(add(quote.refund, quote.bonus), quote.total) &&
    isSame(sumOfFees(quote.fees, quote.currency), quote.returnShippingFee) &&
    quote.lines.every((line) => lineAddsUp(line, quote.taxesIncluded)) &&
    tendersAddUp(quote) &&
    shopReceiptAddsUp(quote.inShopCurrency)
  if (!isWhole) throw new Error(`Receipt does not add up: ${JSON.stringify(quote)}`)
}

function lineAddsUp(line: QuoteLine, taxesIncluded: boolean): boolean {
  const { currency } = line.subtotal
  const ofUnits = (part: keyof UnitReceipt) =>
    sum(
      line.units.map((unit) => unit[part]),
      currency,
    )
  return (
    isSame(sub(line.price, line.discount), line.subtotal) &&
    isSame(ofUnits('price'), line.price) &&
    isSame(ofUnits('discount'), line.discount) &&
    isSame(ofUnits('tax'), line.tax) &&
    isSame(ofUnits('restockingFee'), line.restockingFee) &&
    isSame(ofUnits('amount'), worthOf(line, taxesIncluded))
  )
}

function tendersAddUp({ tenders, refund, inShopCurrency: shop }: Quote): boolean {
  if (tenders.length === 0) return true
  const amounts = sum(
    tenders.map((tender) => tender.amount),
    refund.currency,
  )
  const inShop = sum(
    tenders.map((tender) => tender.shopAmount),
    shop?.currency ?? refund.currency,
  )
  return isSame(amounts, refund) && isSame(inShop, shop?.refund ?? refund)
}

function shopReceiptAddsUp(shop: ShopReceipt | null): boolean {
  if (shop === null) return true
  const parts = [shop.subtotal, shop.tax, shop.shipping, shop.duties, shop.adjustment]
  return isSame(sub(sum(parts, shop.currency), shop.fees), shop.refund)
}

/** What one line gives back: its price, its tax where that comes on top, less its restocking fee. */
export function worthOf(
  line: Pick<QuoteLine, 'subtotal' | 'tax' | 'restockingFee'>,
  taxesIncluded: boolean,
): Money {
  const gross = taxesIncluded ? line.subtotal : add(line.subtotal, line.tax)
  return sub(gross, line.restockingFee)
}

function sumOfLines(quote: Pick<Quote, 'lines' | 'currency' | 'taxesIncluded'>): Money {
  return sum(
    quote.lines.map((line) => worthOf(line, quote.taxesIncluded)),
    quote.currency,
  )
}
