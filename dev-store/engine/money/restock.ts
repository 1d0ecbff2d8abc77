import type { Context } from '../context.ts'
import { moveStock, primaryLocation } from '../returns/stock.ts'
import type { Order } from '../state.ts'
import type { RefundPlan } from './issue-refund.ts'
import type { LineBack } from './sales-back.ts'

/**
 * Stock side of a refunded line: RETURN (and LEGACY_RESTOCK) puts units back on the shelf; CANCEL frees committed units,
 * takes them off the order and off its open fulfilment orders; NO_RESTOCK moves nothing.
 */
export function restockLine(
  context: Context,
  order: Order,
  back: LineBack,
  restock: RefundPlan['restock'][number],
): void {
  const { line, quantity } = back
  if (restock.restockType === 'NO_RESTOCK') return
  const locationId = restock.locationId ?? assignedLocation(order, line.id) ?? primaryLocation(context).id
  if (restock.restockType !== 'CANCEL') {
    moveStock(context, {
      variantId: line.variantId,
      locationId,
      deltas: { available: quantity, on_hand: quantity },
    })
    return
  }
  moveStock(context, {
    variantId: line.variantId,
    locationId,
    deltas: { available: quantity, committed: -quantity },
  })
  line.removedQuantity += quantity
  cancelFulfillment(context, order, line.id, quantity)
}

function assignedLocation(order: Order, lineItemId: string): string | undefined {
  return order.fulfillmentOrders.find((one) =>
    one.lineItems.some((item) => item.lineItemId === lineItemId && item.remainingQuantity > 0),
  )?.assignedLocationId
}

/** Takes units off open fulfilment orders; one that has nothing left to ship closes. */
function cancelFulfillment(context: Context, order: Order, lineItemId: string, quantity: number): void {
  let left = quantity
  for (const fulfillmentOrder of order.fulfillmentOrders) {
    for (const item of fulfillmentOrder.lineItems.filter((one) => one.lineItemId === lineItemId)) {
      const taken = Math.min(left, item.remainingQuantity)
      item.remainingQuantity -= taken
      item.totalQuantity -= taken
      left -= taken
      if (taken > 0) fulfillmentOrder.updatedAt = context.now
    }
    const wasOpen = ['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED'].includes(fulfillmentOrder.status)
    if (wasOpen && fulfillmentOrder.lineItems.every((item) => item.remainingQuantity === 0))
      fulfillmentOrder.status = 'CLOSED'
  }
}
