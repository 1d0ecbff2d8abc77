import type { ReturnRecord } from '#app/db/return-record.ts'
import { add, compare, isZero, type Money, sub, zero } from '#app/domain/money.ts'
import { bonusPercentOf, flatBonusOf } from '#app/domain/policy/charges.ts'
import { buildQuote, type QuoteFigures, splitNet } from '#app/domain/refund/build-quote.ts'
import { type FlatFee, feesTotal, type Quote } from '#app/domain/refund/quote.ts'
import type { ReturnFees } from '#app/shopify/return-fees.server.ts'
import type { OpenedReturn } from '#app/shopify/returns.server.ts'
import { linksOf } from './line-links.ts'

/**
 * The receipt that was promised, with other fees: Shopify's own amounts for them. What Shopify took off or left out beside the
 * fees (`adjustment`) stays as it was, as far as the refund stays above nothing.
 */
export function promiseWithFees(input: {
  readonly record: ReturnRecord
  readonly promised: Quote
  readonly made: OpenedReturn
  readonly figures: ReturnFees
  readonly fees: readonly FlatFee[]
}): Quote {
  const { record, promised, made, figures, fees } = input
  const links = linksOf(record, made)
  const restockingFee = (lineId: string): Money => {
    const line = record.lines.find((one) => one.lineId === lineId)
    const own = links.find(({ returnLineId }) => returnLineId === line?.id)
    return figures.restocking.get(own?.shopifyReturnLineGid ?? '') ?? zero(record.currency)
  }
  const lines = promised.lines.map((line) => {
    const decision = record.decision.lines.find((one) => one.lineId === line.lineId)
    return {
      ...line,
      restockingFee: restockingFee(line.lineId),
      bonusPercent: decision === undefined ? 0 : bonusPercentOf({ decision, outcome: line.outcome }),
    }
  })
  const parts = record.lines.flatMap((line) => {
    const decision = record.decision.lines.find((one) => one.lineId === line.lineId)
    return decision === undefined ? [] : [{ decision, units: line.quantity, outcome: line.outcome }]
  })
  const figuresOf = {
    outcome: promised.outcome,
    currency: promised.currency,
    taxesIncluded: promised.taxesIncluded,
    lines,
    shipping: promised.shipping,
    duties: promised.duties,
    returnShippingFee: figures.returnShippingFee,
    fees,
    flatBonus: flatBonusOf(parts, record.currency),
    exchanges: promised.exchanges,
    payments: capacities(promised, figures),
  }
  return adjustedQuote(figuresOf, promised.adjustment)
}

/** The receipt of some figures with what Shopify counts besides them, as an earlier receipt said it. */
export function adjustedQuote(figures: Omit<QuoteFigures, 'suggested'>, adjustment: Money): Quote {
  const plain = buildQuote({ ...figures, suggested: null })
  if (isZero(adjustment)) return plain
  const hasExchange = plain.exchanges.length > 0
  const { refund, owed } = splitNet(add(sub(plain.refund, plain.owed), adjustment), hasExchange)
  return buildQuote({ ...figures, suggested: refund, suggestedOwed: owed })
}

/** The payments that the promise named; the last one takes what fees less take off now. */
function capacities(promised: Quote, figures: ReturnFees) {
  const own = promised.tenders.filter((tender) => tender.gateway !== 'store_credit')
  const before = feesTotal(promised)
  const now = add(figures.returnShippingFee, figures.restockingTotal)
  const more = sub(before, now)
  return own.map(({ gateway, name, amount }, index) => ({
    gateway,
    name,
    most: index === own.length - 1 && compare(more, zero(more.currency)) > 0 ? add(amount, more) : amount,
  }))
}
