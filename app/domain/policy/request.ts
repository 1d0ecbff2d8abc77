import { type Money, sum } from '../money.ts'
import { flatChargesOf } from './charges.ts'
import type { Decision, LineDecision } from './decision.ts'
import { Outcome } from './terms/outcomes.ts'
import type { ReturnMethod } from './terms/return-methods.ts'
import { payMoments, type PayWhen } from './terms/pay-when.ts'

/** What a request of some lines comes to as a whole; `deny` when one of its lines cannot be returned. */
export function verdictOfRequest(lines: readonly LineDecision[]): LineDecision['verdict'] {
  if (lines.length === 0 || lines.some((line) => line.verdict === 'deny')) return 'deny'
  return lines.some((line) => line.verdict === 'review') ? 'review' : 'approve'
}

/**
 * `verdictOfRequest` of a declared withdrawal: where the right is open nobody's approval is asked for, whatever the policy would
 * have a person look at (Directive 2011/83/EU, Art. 9 and 11: the declaration alone ends the contract).
 */
export function verdictOfWithdrawal(lines: readonly LineDecision[]): LineDecision['verdict'] {
  return verdictOfRequest(
    lines.map((line) =>
      line.verdict === 'review' && line.law?.open === true ? { ...line, verdict: 'approve' } : line,
    ),
  )
}

/** The decisions of the chosen lines, in the order asked. Unknown ids are left out: check them before. */
export function chosenLines(decision: Decision, lineIds: readonly string[]): readonly LineDecision[] {
  const byId = new Map(decision.lines.map((line) => [line.lineId, line]))
  return lineIds.flatMap((id) => {
    const line = byId.get(id)
    return line === undefined ? [] : [line]
  })
}

/** The outcomes that every chosen line offers. The original payment comes first, whatever order the policy has. */
export function offeredOutcomes(lines: readonly LineDecision[]): readonly Outcome[] {
  if (lines.length === 0) return []
  return Outcome.options.filter((outcome) => lines.every((line) => line.terms.outcomes.includes(outcome)))
}

/** The flat fees of a request of whole lines, together: what Shopify is told as the return shipping fee. */
export function shippingFeeOfRequest(lines: readonly LineDecision[], currency: string): Money {
  const parts = lines.map((decision) => ({ decision, units: 1, outcome: null }))
  return sum(
    flatChargesOf(parts, currency).map(({ amount }) => amount),
    currency,
  )
}

/** When the money of a request moves: the latest moment that one of its lines asks for. */
export function payWhenOfRequest(lines: readonly LineDecision[]): PayWhen {
  if (lines.length === 0) return 'on_receipt'
  const moments = lines.map((line) => payMoments.indexOf(line.terms.payWhen))
  return payMoments[Math.max(...moments)] ?? 'on_receipt'
}

/** The ways back that every line with goods to send offers, in the policy's order; none where nothing has to come back. */
export function returnMethodsOf(lines: readonly LineDecision[]): readonly ReturnMethod[] {
  const [first, ...others] = lines.filter(({ terms }) => !terms.keepItem)
  if (first === undefined) return []
  return first.terms.returnMethods.filter((method) =>
    others.every(({ terms }) => terms.returnMethods.includes(method)),
  )
}
