import { fulfilledQuantity } from '../money/claims.ts'
import type { Fulfillment, Order } from '../state.ts'

/** Units of the order that are still to be shipped. */
export const unfulfilledUnits = (order: Order): number =>
  order.lineItems
    .filter((line) => !line.isTip)
    .reduce(
      (total, line) =>
        total + Math.max(0, line.quantity - line.removedQuantity - fulfilledQuantity(order, line)),
      0,
    )

/**
 * `Order.displayFulfillmentStatus` (returns-api §6): an exchange line that was released turns a fulfilled order partial;
 * an order with nothing shipped takes its fulfilment orders' state.
 */
export const displayFulfillmentStatus = (order: Order): string => {
  const goods = order.lineItems.filter((line) => !line.isTip)
  const fulfilled = goods.reduce((total, line) => total + fulfilledQuantity(order, line), 0)
  if (fulfilled > 0) return unfulfilledUnits(order) > 0 ? 'PARTIALLY_FULFILLED' : 'FULFILLED'
  const open = order.fulfillmentOrders.filter((one) => one.status !== 'CANCELLED' && one.status !== 'CLOSED')
  if (open.length > 0 && open.every((one) => one.status === 'ON_HOLD')) return 'ON_HOLD'
  if (open.length > 0 && open.every((one) => one.status === 'SCHEDULED')) return 'SCHEDULED'
  if (open.some((one) => one.status === 'IN_PROGRESS')) return 'IN_PROGRESS'
  if (goods.length > 0 && goods.every((line) => !line.requiresShipping)) return 'FULFILLMENT_NOT_REQUIRED'
  return 'UNFULFILLED'
}

const DISPLAY_OF_EVENT: Record<string, string> = {
  ATTEMPTED_DELIVERY: 'ATTEMPTED_DELIVERY',
  CARRIER_PICKED_UP: 'CARRIER_PICKED_UP',
  CONFIRMED: 'CONFIRMED',
  DELAYED: 'DELAYED',
  DELIVERED: 'DELIVERED',
  FAILURE: 'FAILURE',
  IN_TRANSIT: 'IN_TRANSIT',
  LABEL_PRINTED: 'LABEL_PRINTED',
  LABEL_PURCHASED: 'LABEL_PURCHASED',
  OUT_FOR_DELIVERY: 'OUT_FOR_DELIVERY',
  PICKED_UP: 'PICKED_UP',
  READY_FOR_PICKUP: 'READY_FOR_PICKUP',
}

/** `Fulfillment.displayStatus`: FULFILLED when made (captured), then whatever its last event says. */
export const fulfillmentDisplayStatus = (fulfillment: Fulfillment): string => {
  if (fulfillment.status === 'CANCELLED') return 'CANCELED'
  const last = fulfillment.events.reduce<Fulfillment['events'][number] | undefined>(
    (latest, event) => (latest === undefined || event.happenedAt >= latest.happenedAt ? event : latest),
    undefined,
  )
  return (last && DISPLAY_OF_EVENT[last.status]) ?? 'FULFILLED'
}
