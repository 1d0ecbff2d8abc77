import { z } from 'zod'
import { isPositive, type Money, parseDecimal, tryParseDecimal, zero } from '../../money.ts'
import type { Words } from '../words.ts'

const Amounts = z
  .record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^\d{1,7}(\.\d{1,3})?$/))
  .superRefine((amounts, ctx) => {
    for (const [currency, amount] of Object.entries(amounts)) {
      // A fee that the currency cannot write down (half a yen, an unknown code) could never be sent to Shopify.
      if (tryParseDecimal(amount, currency) === null)
        ctx.addIssue({ code: 'custom', path: [currency], message: 'amount' })
    }
  })
const schema = z.object({ amounts: Amounts })
type ReturnShippingFee = z.infer<typeof schema>

/**
 * What the buyer pays for the way back, once per return: decimal amount by ISO currency code, for example `{ GBP: '4.95' }`.
 * A currency that is not named costs nothing. Where lines differ the highest fee of the return counts once.
 */
export const returnShippingFee = {
  schema,
  words: ({ amounts }: ReturnShippingFee): Words => {
    const fees = Object.entries(amounts)
      .map(([currency, amount]) => parseDecimal(amount, currency))
      .filter(isPositive)
    if (fees.length === 0) return { key: 'term.returnShippingFee.none', params: {} }
    return {
      key: 'term.returnShippingFee.some',
      params: {},
      of: fees.map((amount) => ({ key: 'value.money', params: { amount } })),
    }
  },
  /** What this fee comes to in a currency; nothing where the currency is not named. */
  amountIn: ({ amounts }: ReturnShippingFee, currency: string): Money => {
    const amount = amounts[currency]
    return amount === undefined ? zero(currency) : parseDecimal(amount, currency)
  },
} as const
