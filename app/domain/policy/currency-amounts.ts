import { z } from 'zod'
import { type Money, parseDecimal, tryParseDecimal } from '../money.ts'

/**
 * A decimal amount by ISO currency code, for example `{ GBP: '4.95' }`. Refuses what the currency cannot write down (half a
 * yen, an unknown code): it could never be sent to Shopify.
 */
export const CurrencyAmounts = z
  .record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^\d{1,9}(\.\d{1,3})?$/))
  .superRefine((amounts, ctx) => {
    for (const [currency, amount] of Object.entries(amounts)) {
      if (tryParseDecimal(amount, currency) === null) {
        ctx.addIssue({ code: 'custom', path: [currency], message: 'amount' })
      }
    }
  })
export type CurrencyAmounts = Readonly<Record<string, string>>

/** The amounts as money, in the order in which they were written. */
export function amountsOf(amounts: CurrencyAmounts): readonly Money[] {
  return Object.entries(amounts).map(([currency, amount]) => parseDecimal(amount, currency))
}

/** The amount in one currency; null where it is not named. */
export function amountIn(amounts: CurrencyAmounts, currency: string): Money | null {
  const amount = amounts[currency]
  return amount === undefined ? null : parseDecimal(amount, currency)
}
