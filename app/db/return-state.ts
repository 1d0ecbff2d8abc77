import type { ReturnState } from '#app/domain/return.ts'
import type { ReturnRecord } from './return-record.ts'

/** Money that is neither paid nor given up: nothing else may be paid for the same units meanwhile. */
const openStates: readonly string[] = ['intended', 'sent', 'pending', 'unknown']

/** What the lifecycle needs to know of a stored return. In this cut a refund always covers all units of its return. */
export function stateOfReturn(record: ReturnRecord): ReturnState {
  const requestedUnits = sumOf(record.lines)
  const refunds = record.moneyIntents.filter((intent) => intent.purpose === 'refund')
  return {
    id: record.id,
    status: record.status,
    requestedUnits,
    receivedUnits: sumOf(record.receivedItems),
    refundedUnits: refunds.some((intent) => intent.state === 'settled') ? requestedUnits : 0,
    openMoneyIntents: record.moneyIntents.filter((intent) => openStates.includes(intent.state)).length,
    outcome: record.outcome,
    promised: record.promised?.total ?? null,
  }
}

function sumOf(parts: readonly { readonly quantity: number }[]): number {
  return parts.reduce((units, part) => units + part.quantity, 0)
}
