import {
  bonusPercentOf,
  flatBonusOf,
  flatChargesOf,
  restockingPercentOf,
} from '#app/domain/policy/charges.ts'
import { isDeliveryDueBack } from '#app/domain/policy/law/delivery-back.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { type ExchangeLine, type FlatFee, type Quote, sumOfFees } from '#app/domain/refund/quote.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import { promisedQuote } from '#app/jobs/promised-quote.ts'
import type { CalculationInput, ReturnCalculation } from '#app/shopify/return-calculation.server.ts'
import { type AssessedLine, type Checked, outcomeOfLine } from './assessed-request.ts'

/** The request's parts as fees and bonuses see them. */
function partsOf(outcome: Outcome, lines: readonly AssessedLine[]) {
  return lines.map(({ decision, requested }) => ({
    decision,
    units: requested.quantity,
    outcome: outcomeOfLine(requested, outcome),
  }))
}

/** The flat fees of a request, by the keys that receipts have words for. */
function flatFees(outcome: Outcome, { judged, lines }: Checked): readonly FlatFee[] {
  return flatChargesOf(partsOf(outcome, lines), judged.order.currency).map(({ fee, amount }) => ({
    key: feeKeys[fee],
    amount,
  }))
}

const feeKeys = {
  restockingFee: 'restocking',
  handlingFee: 'handling',
  returnShippingFee: 'return_shipping',
} as const

/** Percentages are told to Shopify per line, all flat fees together as the one return shipping fee. */
export function calculationInput(outcome: Outcome, checked: Checked): CalculationInput {
  const { judged, lines } = checked
  const { currency } = judged.order
  return {
    orderGid: judged.order.id,
    currency,
    lines: lines.flatMap(({ facts, requested, decision }) => {
      const { fulfillmentLineItemId } = facts
      if (fulfillmentLineItemId === null) return []
      const part = { decision, outcome: outcomeOfLine(requested, outcome) }
      const restockingFeePercent = restockingPercentOf(part)
      return [{ fulfillmentLineItemId, quantity: requested.quantity, restockingFeePercent }]
    }),
    returnShippingFee: sumOfFees(flatFees(outcome, checked), currency),
    refundsShipping: refundsShipping(outcome, checked),
  }
}

/** An exchange is no withdrawal: whoever takes other goods for it has had the first delivery for something. */
function refundsShipping(outcome: Outcome, { judged, lines }: Checked): boolean {
  const parts = lines.map(({ facts, requested, decision }) => ({
    lineId: lineOfPart(facts.id),
    units: requested.quantity,
    decision,
  }))
  const isExchanged = lines.some(({ requested }) => outcomeOfLine(requested, outcome) === 'exchange')
  return !isExchanged && isDeliveryDueBack(judged.order, parts)
}

/** A line as Shopify was asked about it. */
export function askedLine({ facts, requested }: Pick<AssessedLine, 'facts' | 'requested'>) {
  const { id: lineId, fulfillmentLineItemId } = facts
  return { lineId, fulfillmentLineItemId, quantity: requested.quantity }
}

export function quoteFor(
  outcome: Outcome,
  parts: Checked & {
    readonly calculation: ReturnCalculation
    readonly exchanges?: readonly ExchangeLine[]
  },
): Quote {
  const { calculation, judged, lines, exchanges = [] } = parts
  const { currency } = judged.order
  return promisedQuote({
    outcome,
    currency,
    calculation,
    lines: lines.map(({ facts, requested, decision }) => {
      const own = outcomeOfLine(requested, outcome)
      return {
        ...askedLine({ facts, requested }),
        title: facts.title,
        outcome: own,
        bonusPercent: bonusPercentOf({ decision, outcome: own }),
      }
    }),
    fees: flatFees(outcome, parts),
    flatBonus: flatBonusOf(
      partsOf(outcome, lines).filter((part) => part.outcome !== 'exchange'),
      currency,
    ),
    exchanges,
  })
}
