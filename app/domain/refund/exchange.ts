import { z } from 'zod'
import { compare, isPositive, isSame, Money, sub, add, times } from '../money.ts'

/**
 * What happens when the chosen goods are not there any more: the shopper's own choice, made with the exchange. `wait`: nothing
 * by itself, a person of the shop talks with her.
 */
export const ExchangeFallback = z.enum(['refund', 'store_credit', 'wait'])
export type ExchangeFallback = z.infer<typeof ExchangeFallback>

/** How a line is paid once its exchange is ended; where she would rather have talked about it, the money goes back as it came. */
export function paidInstead({ fallback }: Pick<ExchangeChoice, 'fallback'>): 'refund' | 'store_credit' {
  return fallback === 'wait' ? 'refund' : fallback
}

const PriceRule = z.enum(['difference', 'even_only', 'price_paid'])
type PriceRule = z.infer<typeof PriceRule>

/**
 * What a line is exchanged for: as many units of a variant as come back. `rule` is the policy's (see `exchangePrice`),
 * `listPrice` one unit's price of that day, `discount` what Shopify is told to take off all units of the line together, so
 * that the buyer pays what the rule says; both before tax unless prices include it.
 */
export const ExchangeChoice = z.object({
  variantGid: z.string(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  rule: PriceRule,
  listPrice: Money,
  discount: Money,
  fallback: ExchangeFallback,
})
export type ExchangeChoice = z.infer<typeof ExchangeChoice>

/** The goods of an exchange by name. */
export function goodsOf({ title, variantTitle }: Pick<ExchangeChoice, 'title' | 'variantTitle'>): string {
  return variantTitle === null ? title : `${title} · ${variantTitle}`
}

/** What an exchange of one line comes to before tax: what Shopify takes off, and what the units cost then. */
export type ExchangePricing = { readonly discount: Money; readonly price: Money }

/**
 * Prices an exchange by the policy's rule, for all units of a line. `paid` is what the buyer paid for them after discounts,
 * `boughtAt` their price before. `difference`: the difference of the prices before discounts is paid or given back, so that a
 * discount of the purchase stays. `even_only`: only goods of the same price. `price_paid`: never more than was paid. A
 * `bonus` lowers what is still to pay, never below nothing: it is no money back. Null where the rule has no exchange for
 * these goods, or they would cost nothing: Shopify sends nothing that is free (returns-api P3).
 */
export function priceExchange(input: {
  readonly rule: PriceRule
  readonly quantity: number
  readonly listPrice: Money
  readonly boughtAt: Money
  readonly paid: Money
  readonly bonus: Money
}): ExchangePricing | null {
  const { rule, paid, boughtAt, bonus } = input
  const whole = times(input.listPrice, input.quantity)
  const ruled = ruledPrice(rule, { whole, paid, boughtAt })
  if (ruled === null) return null
  const lowered = sub(ruled, bonus)
  const price = compare(ruled, paid) <= 0 ? ruled : compare(lowered, paid) < 0 ? paid : lowered
  if (!isPositive(price) || compare(price, whole) > 0) return null
  return { price, discount: sub(whole, price) }
}

function ruledPrice(
  rule: PriceRule,
  { whole, paid, boughtAt }: { readonly whole: Money; readonly paid: Money; readonly boughtAt: Money },
): Money | null {
  switch (rule) {
    case 'difference': {
      return add(paid, sub(whole, boughtAt))
    }
    case 'even_only':
      return isSame(whole, boughtAt) || isSame(whole, paid) ? paid : null
    case 'price_paid':
      return compare(whole, paid) < 0 ? whole : paid
  }
}
