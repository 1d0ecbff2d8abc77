import { compare, type Money, zero } from '../money.ts'
import type { Decision, LineDecision } from './decision.ts'
import { Outcome } from './terms/outcomes.ts'
import type { PayWhen } from './terms/pay-when.ts'
import { returnShippingFee } from './terms/return-shipping-fee.ts'

/** What a request of some lines comes to as a whole; `deny` when one of its lines cannot be returned. */
export function verdictOfRequest(lines: readonly LineDecision[]): LineDecision['verdict'] {
  if (lines.length === 0 || lines.some((line) => line.verdict === 'deny')) return 'deny'
  return lines.some((line) => line.verdict === 'review') ? 'review' : 'approve'
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

/** The fee for the way back: the highest of the chosen lines, once per return. */
export function shippingFeeOfRequest(lines: readonly LineDecision[], currency: string): Money {
  return lines
    .map((line) => returnShippingFee.amountIn(line.terms.returnShippingFee, currency))
    .reduce((highest, fee) => (compare(fee, highest) > 0 ? fee : highest), zero(currency))
}

/** When the money of a request moves: on approval only if every line says so. */
export function payWhenOfRequest(lines: readonly LineDecision[]): PayWhen {
  return lines.length > 0 && lines.every((line) => line.terms.payWhen === 'on_approval')
    ? 'on_approval'
    : 'on_receipt'
}
