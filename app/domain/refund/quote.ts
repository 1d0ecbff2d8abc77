import { z } from 'zod'
import { add, Money, sub, sum } from '../money.ts'
import { Outcome } from '../policy/terms/outcomes.ts'

/** What one unit of a line comes to. The units of a line sum to the line, part by part. */
export const UnitReceipt = z.object({
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

/** What one line gives back: its price, its tax where that comes on top, less its restocking fee. */
export function worthOf(
  line: Pick<QuoteLine, 'subtotal' | 'tax' | 'restockingFee'>,
  taxesIncluded: boolean,
): Money {
  const gross = taxesIncluded ? line.subtotal : add(line.subtotal, line.tax)
  return sub(gross, line.restockingFee)
}

/** What all lines give back together. */
export function sumOfLines(quote: Pick<Quote, 'lines' | 'currency' | 'taxesIncluded'>): Money {
  return sum(
    quote.lines.map((line) => worthOf(line, quote.taxesIncluded)),
    quote.currency,
  )
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
