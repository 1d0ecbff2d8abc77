import type { ReturnRecord } from '#app/db/return-record.ts'
import { epochDayOf, isoDay } from '#app/domain/dates.ts'
import type { RecordedEvent } from '#app/domain/events.ts'
import { wordsOfRefund } from '#app/domain/policy/law/law-words.ts'
import { deadlineOf } from '#app/domain/policy/law/withdrawal.ts'
import { chosenLines } from '#app/domain/policy/request.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'

/** By when the law wants the money of a return back, as a sentence. `isLate` only where it is enforced. */
export type DueByLaw = { readonly text: string; readonly isLate: boolean }

export type DueByLawInput = {
  readonly record: ReturnRecord
  readonly events: readonly RecordedEvent[]
  readonly now: string
  readonly timeZone: string
  readonly translator: Translator
}

/**
 * The sentence about the law's deadline; null where it says nothing, or nothing is owed: an exchange owes no money, what was
 * declined or is paid owes none any more.
 */
export function dueByLawOf({ record, events, now, timeZone, translator }: DueByLawInput): DueByLaw | null {
  const { requestedUnits, refundedUnits } = returnStateOf(record)
  const isOwed = ['in_review', 'approved', 'received'].includes(record.status)
  if (!isOwed || record.outcome === 'exchange' || refundedUnits >= requestedUnits) return null
  const dayOrNull = (instant: string | undefined | null) => (instant ? epochDayOf(instant, timeZone) : null)
  const decided = chosenLines(
    record.decision,
    record.lines.map((line) => line.lineId),
  )
  const deadline = deadlineOf(decided, {
    notice: epochDayOf(record.requestedAt, timeZone),
    proof: dayOrNull(events.find(({ event }) => event.kind === 'parcel_scanned')?.at),
    goods: dayOrNull(record.receivedAt),
  })
  if (deadline === null) return null
  const { statute, confidence, dueOn, rule } = deadline
  const { t } = translator
  if (dueOn === null) {
    const words = sayWords(translator, wordsOfRefund(rule))
    return { text: t(`lawDue.${confidence}.waiting`, { statute, rule: words }), isLate: false }
  }
  const isLate = epochDayOf(now, timeZone) > dueOn
  const text = t(`lawDue.${confidence}.${isLate ? 'late' : 'on'}`, { statute, day: isoDay(dueOn) })
  return { text, isLate: isLate && confidence === 'enforced' }
}
