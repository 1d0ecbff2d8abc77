import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import { RefundRequest, type UnitRange } from './refund-request.ts'

/** The ranges that an intent pays for. */
export function unitsOf(intent: MoneyIntentRecord): readonly UnitRange[] {
  return intent.purpose === 'refund' ? RefundRequest.parse(intent.request).units : []
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
 * really came; less what is paid already. Empty where nothing is left.
 */
export function refundableUnits(record: ReturnRecord): readonly UnitRange[] {
  return record.lines.flatMap((line) => {
    const from = paidUnits(record, line.id)
    const to = record.status === 'received' ? arrivedUnits(record, line.id) : line.quantity
    return to > from ? [{ returnLineId: line.id, from, to }] : []
  })
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
