import type { ReturnRecord } from '#app/db/return-record.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'
import { formatAgo } from '#app/domain/dates.ts'
import { nextStep } from '#app/domain/lifecycle.ts'
import { formatMoney } from '#app/domain/money.ts'
import { chosenLines, payWhenOfRequest } from '#app/domain/policy/request.ts'
import type { ReturnStatus } from '#app/domain/return.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { titleOfReturn } from './return-view.ts'

/** One return in a list. */
export type ReturnRow = {
  readonly id: string
  readonly title: string
  readonly buyer: string
  readonly items: string
  readonly outcome: string
  readonly amount: string
  readonly ago: string
  readonly next: string
  readonly status: ReturnStatus
  readonly statusLabel: string
  readonly needsAttention: boolean
}

const outcomes = { refund: 'Refund', store_credit: 'Store credit', exchange: 'Exchange' } as const

/** Turns a stored return into its row. The amount is what was promised, bonus included. */
export function returnRow(
  record: ReturnRecord,
  { now, translator }: { now: string; translator: Translator },
): ReturnRow {
  const { t, locale } = translator
  const units = record.lines.reduce((sum, line) => sum + line.quantity, 0)
  const first = record.lines[0]?.title ?? ''
  const decided = chosenLines(
    record.decision,
    record.lines.map((line) => line.lineId),
  )
  return {
    id: record.id,
    title: titleOfReturn(record),
    buyer: record.redactedAt === null ? (record.buyerName ?? record.buyerEmail ?? 'Guest') : 'Erased',
    items: record.lines.length > 1 || units > 1 ? `${first} (${units} items)` : first,
    outcome: outcomes[record.outcome],
    amount: record.promised ? formatMoney(record.promised.total, locale) : '',
    ago: formatAgo({ instant: record.requestedAt, now, locale }),
    next: t(`nextStep.${nextStep(returnStateOf(record), payWhenOfRequest(decided))}`),
    status: record.status,
    statusLabel: t(`status.${record.status}`),
    needsAttention: record.attention !== null,
  }
}
