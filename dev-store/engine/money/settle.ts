import type { Context } from '../context.ts'
import type { Engine } from '../engine.ts'
import type { Order, State, Transaction } from '../state.ts'
import { recordRefund, returnToTender } from './issue-refund.ts'
import { emitOrderUpdated } from './order-updated.ts'
import { transactionBody } from './refund-bodies.ts'

/** Refunds that gateways still think about, by shop; the ledger's last word on each tells without a walk over all orders. */
function pendingTransactions(state: State): Map<string, Set<string>> {
  const last = new Map<string, { shop: string; orderId: string | null; pending: boolean }>()
  for (const entry of state.logs.ledger) {
    if (entry.transactionId === null || entry.kind !== 'refund') continue
    last.set(entry.transactionId, {
      shop: entry.shop,
      orderId: entry.orderId,
      pending: entry.status === 'PENDING',
    })
  }
  const orders = new Map<string, Set<string>>()
  for (const { shop, orderId, pending } of last.values()) {
    if (!pending || orderId === null) continue
    orders.set(shop, (orders.get(shop) ?? new Set()).add(orderId))
  }
  return orders
}

/**
 * Lets pending refunds whose time has come succeed or fail, with ledger, tender and webhooks. Call it when the clock has
 * moved and now and then; it changes nothing when nothing is due. Answers how many were settled.
 */
export function settleDueRefunds(engine: Engine): number {
  let settled = 0
  for (const [shop, orderIds] of pendingTransactions(engine.state)) {
    settled += engine.transact(shop, (context) => {
      let count = 0
      for (const id of orderIds) count += settleOrder(context, id)
      return count
    })
  }
  return settled
}

function settleOrder(context: Context, orderId: string): number {
  const known = context.get('orders', orderId)
  const isDue = (one: Transaction) => one.settlesAt !== null && one.settlesAt <= context.now
  if (!known?.transactions.some(isDue)) return 0
  const order = context.edit('orders', orderId)
  const due = order.transactions.filter(isDue)
  for (const transaction of due) settle(context, order, transaction)
  order.updatedAt = context.now
  emitOrderUpdated(context, order)
  return due.length
}

function settle(context: Context, order: Order, transaction: Transaction): void {
  transaction.status = transaction.settlesAs?.status ?? 'SUCCESS'
  transaction.errorCode = transaction.settlesAs?.errorCode ?? null
  transaction.settlesAt = null
  transaction.settlesAs = null
  transaction.processedAt = context.now
  const refund = order.refunds.find((one) => one.id === transaction.refundId)
  if (refund) refund.updatedAt = context.now
  if (transaction.status === 'SUCCESS') returnToTender(context, order, transaction)
  recordRefund(context, order, refund?.returnId ?? null, transaction)
  context.emit('order_transactions/create', transactionBody(order, transaction))
}
