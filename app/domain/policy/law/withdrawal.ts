import type { LineDecision } from '../decision.ts'
import type { Outcome } from '../terms/outcomes.ts'
import { epochDay } from '../../dates.ts'
import { lawfulMethods, type WithdrawalUnder } from './money-back.ts'
import { refundDeadline, type RefundDeadline, type RefundEvents, soonestDeadline } from './refund-deadline.ts'

type Decided = Pick<LineDecision, 'law'>

/** The statute that a line is withdrawn from under: only where the right was open when it was asked back. */
export function withdrawalOf({ law }: Decided): WithdrawalUnder | null {
  return law?.open === true ? { code: law.statute, placed: epochDay(law.orderedOn) } : null
}

function withdrawalsOf(lines: readonly Decided[]): readonly WithdrawalUnder[] {
  return lines.flatMap((line) => withdrawalOf(line) ?? [])
}

/** Whether paying these lines this way needs the buyer's express word. */
export function needsConsent(lines: readonly Decided[], outcome: Outcome): boolean {
  if (outcome === 'refund') return false
  return withdrawalsOf(lines).some(
    (under) => lawfulMethods(under, { outcomes: [outcome], hasConsent: false }).consentNeeded,
  )
}

/** The day by which the law wants the money for these lines back; null where it says nothing. */
export function deadlineOf(lines: readonly Decided[], events: RefundEvents): RefundDeadline | null {
  return soonestDeadline(withdrawalsOf(lines).flatMap((under) => refundDeadline(under, events) ?? []))
}
