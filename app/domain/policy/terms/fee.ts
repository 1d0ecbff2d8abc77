import { z } from 'zod'
import { isPositive, type Money } from '../../money.ts'
import { amountIn, amountsOf, CurrencyAmounts } from '../currency-amounts.ts'
import { Fault } from '../reasons.ts'
import type { Words } from '../words.ts'
import { Outcome } from './outcomes.ts'

/** Charged per unit sent back, or once per request. */
const chargedPer = ['item', 'request'] as const

/** What every fee says: how flat amounts count, for which outcomes it is charged, and whose fault waives it. */
export const feeShape = {
  amounts: CurrencyAmounts.default({}),
  per: z.enum(chargedPer).default('request'),
  outcomes: z.array(Outcome).min(1).max(3).default(['refund', 'store_credit', 'exchange']),
  waivedFor: z.array(Fault).max(4).default(['merchant', 'carrier']),
} as const

export type FlatFee = z.infer<z.ZodObject<typeof feeShape>>

/** What flat amounts come to in a currency; null where it is not named or the amount is nothing. */
export function flatAmount(amounts: CurrencyAmounts, currency: string): Money | null {
  const amount = amountIn(amounts, currency)
  return amount !== null && isPositive(amount) ? amount : null
}

/** Whether a fee counts, given what is asked for and who is at fault. What is not said yet counts as charged: fees are never a surprise. */
export function isCharged(
  fee: Pick<FlatFee, 'outcomes' | 'waivedFor'>,
  asked: { readonly outcome: Outcome | null; readonly fault: Fault | null },
): boolean {
  const isForOutcome = asked.outcome === null || fee.outcomes.includes(asked.outcome)
  return isForOutcome && (asked.fault === null || !fee.waivedFor.includes(asked.fault))
}

/** A fee as words: its parts, then for what it is charged and when it is waived. */
export function wordsOfFee(term: string, fee: FlatFee & { readonly percent?: number }): Words {
  const flat = amountsOf(fee.amounts).filter(isPositive)
  const percent = fee.percent ?? 0
  const parts: Words[] = []
  if (percent > 0) parts.push({ key: 'fee.percent', params: { percent } })
  if (flat.length > 0) {
    parts.push({
      key: `fee.flat.${fee.per}`,
      params: {},
      of: flat.map((amount) => ({ key: 'value.money', params: { amount } })),
    })
  }
  if (parts.length === 0) return { key: `term.${term}.none`, params: {} }
  const amounts: Words = { key: 'fee.amounts', params: {}, of: parts }
  return { key: `term.${term}.some`, params: {}, of: [amounts, ...limitsOf(fee)] }
}

function limitsOf(fee: FlatFee): Words[] {
  const limits: Words[] = []
  if (fee.outcomes.length < Outcome.options.length) {
    limits.push({
      key: 'fee.onlyFor',
      params: {},
      of: fee.outcomes.map((outcome) => ({ key: `outcome.${outcome}`, params: {} })),
    })
  }
  if (fee.waivedFor.length > 0) {
    limits.push({
      key: 'fee.waivedFor',
      params: {},
      of: fee.waivedFor.map((fault) => ({ key: `optionIn.fault.${fault}`, params: {} })),
    })
  }
  return limits
}
