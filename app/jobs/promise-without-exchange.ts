import type { ReturnLineRecord, ReturnRecord } from '#app/db/return-record.ts'
import { bonusPercentOf, flatBonusOf } from '#app/domain/policy/charges.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { type ExchangeChoice, paidInstead } from '#app/domain/refund/exchange.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { adjustedQuote } from './promise-with-fees.ts'

/**
 * The receipt that was promised, when lines are paid by the shopper's other choice instead of exchanged; null where nothing
 * was promised. Fees stay as they were promised: the goods are gone, and that is not the buyer's doing.
 */
export function promiseWithout(
  record: ReturnRecord,
  ended: readonly (Pick<ReturnLineRecord, 'lineId'> & {
    readonly exchange: Pick<ExchangeChoice, 'fallback'>
  })[],
  outcome: Outcome,
): Quote | null {
  const { promised } = record
  if (promised === null) return null
  const insteadOf = (lineId: string) => {
    const line = ended.find((one) => one.lineId === lineId)
    return line === undefined ? undefined : paidInstead(line.exchange)
  }
  const decisionOf = (lineId: string) => record.decision.lines.find((one) => one.lineId === lineId)
  const lines = promised.lines.map((line) => {
    const own = insteadOf(line.lineId) ?? line.outcome
    const decision = decisionOf(line.lineId)
    const bonusPercent = decision === undefined ? 0 : bonusPercentOf({ decision, outcome: own })
    return { ...line, outcome: own, bonusPercent }
  })
  const parts = lines.flatMap((line) => {
    const decision = decisionOf(line.lineId)
    return decision === undefined || line.outcome === 'exchange'
      ? []
      : [{ decision, units: line.quantity, outcome: line.outcome }]
  })
  return adjustedQuote(
    {
      outcome,
      currency: promised.currency,
      taxesIncluded: promised.taxesIncluded,
      lines,
      shipping: promised.shipping,
      duties: promised.duties,
      returnShippingFee: promised.returnShippingFee,
      fees: promised.fees,
      flatBonus: flatBonusOf(parts, promised.currency),
      exchanges: promised.exchanges.filter((one) => insteadOf(one.lineId) === undefined),
      payments: [],
    },
    promised.adjustment,
  )
}
