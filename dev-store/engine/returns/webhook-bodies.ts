import type { Context } from '../context.ts'
import { legacyId } from '../ids.ts'
import { moneySet } from '../money/money-bag.ts'
import type { Order, Return, ReturnLineItem, ReverseDelivery, ReverseFulfillmentOrder } from '../state.ts'
import { returnHolding } from './find-return.ts'

const ids = (gid: string) => ({ id: legacyId(gid), admin_graphql_api_id: gid })

/** `returns/request` and `returns/approve`: the whole return (recorded request body, WHF and WHT field lists). */
export function returnBody(context: Context, order: Order, one: Return): Record<string, unknown> {
  return {
    ...ids(one.id),
    status: one.status.toLowerCase(),
    order: ids(order.id),
    total_return_line_items: one.lineItems.length,
    name: one.name,
    return_line_items: one.lineItems.map((item) => returnLineBody(context, item)),
    return_shipping_fees: one.shippingFees.map((fee) => ({
      ...ids(fee.id),
      price: moneySet(order, fee.amount),
    })),
    exchange_line_items: one.exchangeLineItems.map((item) => {
      const lineItemId = item.lineItemIds[0]
      return { ...ids(item.id), line_item: lineItemId === undefined ? null : ids(lineItemId) }
    }),
    total_exchange_line_items: one.exchangeLineItems.length,
  }
}

function returnLineBody(context: Context, item: ReturnLineItem) {
  const definition =
    item.reasonDefinitionId === null
      ? undefined
      : context.state.tables.returnReasonDefinitions[item.reasonDefinitionId]
  return {
    ...ids(item.id),
    fulfillment_line_item: { ...ids(item.fulfillmentLineItemId), line_item: ids(item.lineItemId) },
    quantity: item.quantity,
    return_reason: item.reason.toLowerCase(),
    return_reason_definition: definition
      ? {
          ...ids(definition.id),
          handle: definition.handle,
          name: definition.names['en'] ?? definition.handle,
        }
      : null,
    return_reason_note: item.reasonNote,
    customer_note: item.customerNote,
  }
}

/** `returns/decline`. */
export function declineBody(order: Order, one: Return): Record<string, unknown> {
  return {
    ...ids(one.id),
    status: one.status.toLowerCase(),
    order: ids(order.id),
    decline: { reason: (one.decline?.reason ?? 'OTHER').toLowerCase(), note: one.decline?.note ?? '' },
  }
}

/** `returns/close`, `returns/cancel`, `returns/reopen`: little more than the status (P24). */
export function statusBody(order: Order, one: Return): Record<string, unknown> {
  return { ...ids(one.id), order_id: legacyId(order.id), status: one.status.toLowerCase() }
}

/** `returns/process`: Shopify documents no fields; the ids let a receiver re-read (inferred). */
export function processBody(order: Order, one: Return): Record<string, unknown> {
  return { ...ids(one.id), order: ids(order.id), status: one.status.toLowerCase(), name: one.name }
}

/** `returns/update`: changes, not state. */
export function updateBody(
  one: Return,
  removals: readonly { id: string; delta: number }[],
): Record<string, unknown> {
  return {
    admin_graphql_api_id: one.id,
    return_line_items: {
      removals: removals.map((item) => ({ admin_graphql_api_id: item.id, delta: item.delta })),
    },
    restocking_fees: { removals: [], updates: [] },
    return_shipping_fees: { removals: [], updates: [] },
  }
}

/** `reverse_deliveries/attach_deliverable`. */
export function deliverableBody(
  order: Order,
  reverse: ReverseFulfillmentOrder,
  delivery: ReverseDelivery,
): Record<string, unknown> {
  const one = returnHolding(order, (candidate) => candidate.reverseFulfillmentOrders.includes(reverse))
  return {
    ...ids(delivery.id),
    return: ids(one.id),
    shipping_deliverable: {
      tracking: {
        carrier_name: delivery.tracking?.carrierName ?? '',
        tracking_number: delivery.tracking?.number ?? '',
        tracking_url: delivery.tracking?.url ?? null,
      },
      label: {
        public_file_url: delivery.label?.publicFileUrl ?? null,
        created_at: delivery.label?.createdAt ?? null,
      },
    },
  }
}

export type DisposedUnits = {
  type: string
  quantity: number
  locationId: string | null
  lineId: string
  deliveryLineId: string | null
}

/** `reverse_fulfillment_orders/dispose`. */
export function disposeBody(
  reverse: ReverseFulfillmentOrder,
  disposed: readonly DisposedUnits[],
): Record<string, unknown> {
  return {
    ...ids(reverse.id),
    total_dispositions: disposed.length,
    dispositions: disposed.map((one) => ({
      type: one.type.toLowerCase(),
      quantity: one.quantity,
      location: one.locationId === null ? null : ids(one.locationId),
      reverse_delivery_line_item: one.deliveryLineId === null ? null : ids(one.deliveryLineId),
      reverse_fulfillment_order_line_item: ids(one.lineId),
    })),
  }
}
