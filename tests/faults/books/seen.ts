import type { LedgerEntry, Order } from '../../../dev-store/engine/state.ts'
import { type IntentRow, type Observation, orderOf, type ReturnRow } from './observation.ts'

/** Answers sentences about what is wrong; none when all is well. */
export type Invariant = (seen: Observation) => string[]

export const silenceAfterMs = 5_000
export const applied = ['pending', 'settled', 'failed']
export const open = ['intended', 'sent', 'unknown', 'pending']

export const refundIntents = (seen: Observation) =>
  seen.rows.intents.filter((one) => one.purpose === 'refund')
/** Everything that becomes a refund of an order: a return's own, and money beside it. */
export const orderIntents = (seen: Observation) =>
  seen.rows.intents.filter((one) => one.purpose !== 'bonus_credit')
export const bonusIntents = (seen: Observation) =>
  seen.rows.intents.filter((one) => one.purpose === 'bonus_credit')
export const say = (intent: IntentRow) => `${intent.purpose} ${intent.correlation} (${intent.state})`

export function ordersWithReturns(seen: Observation): { order: Order; returns: ReturnRow[] }[] {
  const ids = [...new Set(seen.rows.returns.map((one) => one.orderGid))]
  return ids.flatMap((id) => {
    const order = orderOf(seen.store, id)
    return order === undefined
      ? []
      : [{ order, returns: seen.rows.returns.filter((one) => one.orderGid === id) }]
  })
}

/** The last word of the dev store's book on each movement of an order. */
export function movements(seen: Observation, order: Order): LedgerEntry[] {
  const last = new Map<string, LedgerEntry>()
  seen.store.logs.ledger.forEach((entry, place) => {
    if (entry.orderId === order.id) last.set(entry.transactionId ?? `#${place}`, entry)
  })
  return [...last.values()]
}

export const refundsOf = (order: Order, intent: IntentRow) =>
  order.refunds.filter((refund) => (refund.note ?? '').includes(intent.correlation))

export function orderOfIntent(seen: Observation, intent: IntentRow): Order | undefined {
  const row = seen.rows.returns.find((one) => one.id === intent.returnId)
  return row === undefined ? undefined : orderOf(seen.store, row.orderGid)
}

/** Goods for goods, without money: Shopify makes no refund then. */
export const isGoodsOnly = (intent: IntentRow) => intent.amountMinor === 0 && goodsOf(intent) > 0
export const goodsOf = (intent: IntentRow) =>
  (intent.request.exchanges ?? []).reduce((sum, one) => sum + one.quantity, 0)
