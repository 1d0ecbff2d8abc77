import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import {
  GiftCreditRequest,
  promisedExtras,
  type RefundExtras,
  RefundRequest,
  type UnitRange,
} from './refund-request.ts'

/** What goes back beside the goods with the next refund of a return, unless a person says otherwise. */
export function dueExtras({
  promised,
  moneyIntents,
}: Pick<ReturnRecord, 'promised' | 'moneyIntents'>): RefundExtras {
  const refunds = moneyIntents.filter(({ purpose, state }) => purpose === 'refund' && state !== 'refused')
  return promisedExtras(promised, refunds)
}

/** The ranges that an intent pays for. */
export function unitsOf(intent: MoneyIntentRecord): readonly UnitRange[] {
  if (intent.purpose === 'gift_credit') return GiftCreditRequest.parse(intent.request).units
  return intent.purpose === 'refund' ? RefundRequest.parse(intent.request).units : []
}

/** Whether an intent pays for goods that come back; a bonus and money beside them do not. */
export function paysForUnits({ purpose }: Pick<MoneyIntentRecord, 'purpose'>): boolean {
  return purpose === 'refund' || purpose === 'gift_credit'
}

/**
 * How many of a line's units are paid or on their way to be: every intent counts but the refused ones, which moved nothing.
 * A refund that the payment provider failed later keeps its units: Shopify has processed them and takes them no second time.
 */
export function paidUnits(record: ReturnRecord, returnLineId: string): number {
  const ends = record.moneyIntents
    .filter((intent) => intent.state !== 'refused')
    .flatMap(unitsOf)
    .filter((range) => range.returnLineId === returnLineId)
    .map((range) => range.to)
  return Math.max(0, ...ends)
}

/**
 * The units that a refund would pay for now: before the parcel came all that were asked back, afterwards those that
 * really came or are kept; less what is paid already. Empty where nothing is left. `method` narrows them where the buyer chose line by
 * line: then each way pays its own lines.
 */
export function refundableUnits(
  record: ReturnRecord,
  method?: MoneyIntentRecord['method'],
): readonly UnitRange[] {
  const lines = method === undefined ? record.lines : linesForMethod(record, method)
  return lines.flatMap((line) => {
    const from = paidUnits(record, line.id)
    const isHere = record.status === 'received' && !record.keepsItems && !line.keepsItem
    const to = isHere ? arrivedUnits(record, line.id) : line.quantity
    return to > from ? [{ returnLineId: line.id, from, to }] : []
  })
}

/** The lines that a method pays: all of them, unless the buyer chose different outcomes for them. */
function linesForMethod(
  record: Pick<ReturnRecord, 'lines'>,
  method: MoneyIntentRecord['method'],
): ReturnRecord['lines'] {
  const isMixed = new Set(record.lines.map((line) => line.outcome)).size > 1
  const isCredit = method === 'store_credit'
  return isMixed
    ? record.lines.filter((line) => (line.outcome === 'store_credit') === isCredit)
    : record.lines
}

/** The canonical name of units: the same units always have the same one. `attempt` counts refused intents for them. */
export function unitsKey(units: readonly UnitRange[], attempt: number): string {
  const names = units.map((range) => `${range.returnLineId}:${range.from}-${range.to}`).sort()
  return `${names.join(';')}${attempt === 0 ? '' : `#${attempt}`}`
}

function arrivedUnits(record: ReturnRecord, returnLineId: string): number {
  return record.receivedItems
    .filter((item) => item.returnLineId === returnLineId && item.disposition !== 'MISSING')
    .reduce((units, item) => units + item.quantity, 0)
}
