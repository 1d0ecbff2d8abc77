import type { ReturnRecord } from '#app/db/return-record.ts'
import { epochDayOf, isoDay } from '#app/domain/dates.ts'
import type { RecordedEvent } from '#app/domain/events.ts'
import { wordsOfRefund } from '#app/domain/policy/law/law-words.ts'
import { sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { deadlineOfReturn } from '#app/jobs/deadline-of-return.ts'

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
  const deadline = deadlineOfReturn({ record, events, timeZone })
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
