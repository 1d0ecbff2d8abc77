import type { ReturnRecord } from '#app/db/return-record.ts'
import type { MoneyState, ReturnState } from '#app/domain/return.ts'
import { paidUnits } from './refund-units.ts'

const openStates: readonly MoneyState[] = ['intended', 'sent', 'pending', 'unknown']

/**
 * What the lifecycle needs to know of a stored return. Units that did not come although the parcel did (MISSING) are neither
 * waited for nor paid: they count as if they had not been asked back.
 */
export function returnStateOf(record: ReturnRecord): ReturnState {
  const sumOf = (items: readonly { readonly quantity: number }[]) =>
    items.reduce((units, item) => units + item.quantity, 0)
  // Goods that the buyer keeps are as good as here: nothing is waited for.
  const kept = record.lines.filter((line) => line.keepsItem)
  const arrived = record.keepsItems ? sumOf(record.lines) : sumOf(record.receivedItems) + sumOf(kept)
  const missing = sumOf(record.receivedItems.filter((item) => item.disposition === 'MISSING'))
  return {
    id: record.id,
    status: record.status,
    requestedUnits: sumOf(record.lines) - missing,
    receivedUnits: arrived - missing,
    refundedUnits: record.lines.reduce((units, line) => units + paidUnits(record, line.id), 0),
    openMoneyIntents: record.moneyIntents.filter((intent) => openStates.includes(intent.state)).length,
    outcome: record.outcome,
    promised: record.promised?.refund ?? null,
  }
}
