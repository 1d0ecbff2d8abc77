import type { Order, Return } from '../state.ts'
import { openAuthorizations, totalReceived, totalRefunded } from './payments.ts'
import { outstanding, priceTotals } from './order-totals.ts'

/**
 * `Order.displayFinancialStatus`. Null for an order made without payment information (recorded: orderCreate without
 * transactions). Refunded less than received is PARTIALLY_REFUNDED, all of it REFUNDED (recorded); money owed after an
 * exchange is PARTIALLY_PAID (returns-api P1).
 */
export function displayFinancialStatus(order: Order, now: string): string | null {
  if (order.paymentless && order.transactions.length === 0) return null
  const received = totalReceived(order).presentment
  const refunded = totalRefunded(order).presentment
  if (received === 0) return statusWithoutMoney(order, now)
  if (refunded >= received) return 'REFUNDED'
  if (outstanding(order).presentment > 0 || openAuthorizations(order, now).length > 0) return 'PARTIALLY_PAID'
  return refunded > 0 ? 'PARTIALLY_REFUNDED' : 'PAID'
}

function statusWithoutMoney(order: Order, now: string): string {
  if (openAuthorizations(order, now).length > 0) return 'AUTHORIZED'
  const authorized = order.transactions.filter(
    (one) => one.kind === 'AUTHORIZATION' && one.status === 'SUCCESS',
  )
  if (order.transactions.some((one) => one.kind === 'VOID' && one.status === 'SUCCESS')) return 'VOIDED'
  if (authorized.length > 0) return 'EXPIRED'
  return priceTotals(order).total.presentment === 0 ? 'PAID' : 'PENDING'
}

/**
 * `Order.returnStatus`: requested before in progress before returned (recorded precedence); INSPECTION_COMPLETE when all
 * units of all open returns are disposed (inferred). Declined and cancelled returns do not count.
 */
export function returnStatus(order: Order): string {
  if (order.returns.some((one) => one.status === 'REQUESTED')) return 'RETURN_REQUESTED'
  const open = order.returns.filter((one) => one.status === 'OPEN')
  if (open.length > 0) return open.every(isInspected) ? 'INSPECTION_COMPLETE' : 'IN_PROGRESS'
  return order.returns.some((one) => one.status === 'CLOSED') ? 'RETURNED' : 'NO_RETURN'
}

function isInspected(one: Return): boolean {
  const lines = one.reverseFulfillmentOrders.flatMap((reverse) => reverse.lineItems)
  return (
    lines.length > 0 &&
    lines.every((line) => line.totalQuantity > 0 && disposedQuantity(line) >= line.totalQuantity)
  )
}

export function disposedQuantity(line: { dispositions: readonly { quantity: number }[] }): number {
  return line.dispositions.reduce((total, disposition) => total + disposition.quantity, 0)
}
