import { z } from 'zod'
import { isPositive } from '../../money.ts'
import { amountsOf, CurrencyAmounts } from '../currency-amounts.ts'
import type { Words } from '../words.ts'

const Percent = z.number().min(0).max(100).multipleOf(0.01)
const schema = z.object({
  storeCreditPercent: Percent,
  storeCreditAmounts: CurrencyAmounts.default({}),
  exchangePercent: Percent.default(0),
  exchangeAmounts: CurrencyAmounts.default({}),
})
export type Bonus = z.infer<typeof schema>

/**
 * Extra on top for choosing store credit or an exchange: per cent of the refunded amount of the line, a flat amount per
 * request, or both. Paid as its own intent after the refund settled.
 */
export const bonus = {
  schema,
  words: (value: Bonus): Words => {
    const parts = [
      ...partsOf('storeCredit', value.storeCreditPercent, value.storeCreditAmounts),
      ...partsOf('exchange', value.exchangePercent, value.exchangeAmounts),
    ]
    return parts.length === 0
      ? { key: 'term.bonus.none', params: {} }
      : { key: 'term.bonus.some', params: {}, of: parts }
  },
} as const

function partsOf(outcome: string, percent: number, amounts: CurrencyAmounts): Words[] {
  const flat = amountsOf(amounts).filter(isPositive)
  const parts: Words[] = []
  if (percent > 0) parts.push({ key: `term.bonus.${outcome}.percent`, params: { percent } })
  if (flat.length > 0) {
    parts.push({
      key: `term.bonus.${outcome}.flat`,
      params: {},
      of: flat.map((amount) => ({ key: 'value.money', params: { amount } })),
    })
  }
  return parts
}
