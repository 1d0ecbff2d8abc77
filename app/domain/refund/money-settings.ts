import { z } from 'zod'
import { add, compare, isCurrency, type Money, tryParseDecimal } from '../money.ts'

/** Decimal amounts by currency: `{ EUR: '200' }`. A currency that is not named has no amount. */
const Amounts = z
  .record(z.string().regex(/^[A-Z]{3,4}$/), z.string().regex(/^\d{1,9}(\.\d{1,6})?$/))
  .superRefine((amounts, ctx) => {
    for (const [currency, amount] of Object.entries(amounts))
      if (!isCurrency(currency) || tryParseDecimal(amount, currency) === null)
        ctx.addIssue({ code: 'custom', path: [currency], message: 'amount' })
  })

/**
 * How a shop pays beside its policy. `instantRefund`: refunds on the first scan, before the goods are here, only up to these
 * sums of money that is out at once; nothing is paid so in a currency that is not named. `creditExpiry`: store credit ends
 * after so many days, only for buyers in the countries that the merchant names, because elsewhere the law forbids it.
 */
export const MoneySettings = z.object({
  instantRefund: z.object({ perBuyer: Amounts.default({}), perDay: Amounts.default({}) }).prefault({}),
  creditExpiry: z
    .object({
      days: z.int().min(1).max(3650),
      countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
    })
    .nullable()
    .default(null),
})
export type MoneySettings = z.infer<typeof MoneySettings>

/** Money that went out for goods that are not here yet. */
export type Exposure = { readonly ofBuyer: Money; readonly ofDay: Money }

/** Whether an amount may go out before its goods are here: both sums must stay within what the shop allows. */
export function isWithinExposure(
  { instantRefund }: Pick<MoneySettings, 'instantRefund'>,
  amount: Money,
  out: Exposure,
): boolean {
  const { currency } = amount
  const fits = (most: string | undefined, sum: Money) => {
    const limit = most === undefined ? null : tryParseDecimal(most, currency)
    return limit !== null && compare(add(sum, amount), limit) <= 0
  }
  return (
    fits(instantRefund.perBuyer[currency], out.ofBuyer) && fits(instantRefund.perDay[currency], out.ofDay)
  )
}

/** When a credit given now ends, null where it never does: the buyer's country must be one that the merchant named. */
export function creditEnd(
  { creditExpiry }: Pick<MoneySettings, 'creditExpiry'>,
  country: string | null,
  now: string,
): string | null {
  if (creditExpiry === null || country === null || !creditExpiry.countries.includes(country)) return null
  const end = new Date(Date.parse(now) + creditExpiry.days * 86_400_000)
  // Shopify's instants have whole seconds.
  return `${end.toISOString().slice(0, 19)}Z`
}
