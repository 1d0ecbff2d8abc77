import type { ReturnRecord } from '#app/db/return-record.ts'
import { epochDayOf } from '#app/domain/dates.ts'
import type { RecordedEvent } from '#app/domain/events.ts'
import type { RefundDeadline } from '#app/domain/policy/law/refund-deadline.ts'
import { deadlineOf } from '#app/domain/policy/law/withdrawal.ts'
import { chosenLines } from '#app/domain/policy/request.ts'
import { returnStateOf } from './return-state-of.ts'

/**
 * By when the law wants the money of a return back; null where it says nothing, or nothing is owed: an exchange owes no money,
 * what was declined or is paid owes none any more.
 */
export function deadlineOfReturn(input: {
  readonly record: ReturnRecord
  readonly events: readonly RecordedEvent[]
  readonly timeZone: string
}): RefundDeadline | null {
  const { record, events, timeZone } = input
  const { requestedUnits, refundedUnits } = returnStateOf(record)
  const isOwed = ['in_review', 'approved', 'received'].includes(record.status)
  if (!isOwed || record.outcome === 'exchange' || refundedUnits >= requestedUnits) return null
  const dayOrNull = (instant: string | undefined | null) => (instant ? epochDayOf(instant, timeZone) : null)
  const decided = chosenLines(
    record.decision,
    record.lines.map((line) => line.lineId),
  )
  return deadlineOf(decided, {
    notice: epochDayOf(record.requestedAt, timeZone),
    proof: dayOrNull(events.find(({ event }) => event.kind === 'parcel_scanned')?.at),
    goods: dayOrNull(record.receivedAt),
  })
}
