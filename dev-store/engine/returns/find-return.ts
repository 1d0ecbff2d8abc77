import type { Context, UserErrorValue } from '../context.ts'
import { isVisibleOrder } from '../node-lookup.ts'
import type {
  ExchangeLineItem,
  FulfillmentLineItem,
  LineItem,
  Order,
  Return,
  ReturnLineItem,
  ReverseFulfillmentOrder,
  ReverseFulfillmentOrderLineItem,
} from '../state.ts'

/** An order of this shop that the token may see: those older than 60 days need `read_all_orders` (returns-api §2.1). */
export function visibleOrder(context: Context, id: string): Order | undefined {
  const order = context.get('orders', id)
  return order && isVisibleOrder(context, order) ? order : undefined
}

/** The visible order of this shop that an id belongs to, or undefined. */
export function orderOf(context: Context, childId: string): Order | undefined {
  const order = context.index.orderOf(childId)
  return order && visibleOrder(context, order.id)
}

/** The order that a child of an order is in; children reach resolvers only through their order, so absence is a bug. */
export function requireOrder(context: Context, childId: string): Order {
  const order = context.index.orderOf(childId)
  if (!order) throw new Error(`dev store: ${childId} is in no order`)
  return order
}

export type FoundReturn = { order: Order; found: Return }

export function findReturn(context: Context, id: string): FoundReturn | undefined {
  const order = orderOf(context, id)
  const found = order?.returns.find((one) => one.id === id)
  return order && found ? { order, found } : undefined
}

/** The return that an id of one of its parts belongs to. */
export function returnHolding(order: Order, holds: (one: Return) => boolean): Return {
  const found = order.returns.find(holds)
  if (!found) throw new Error(`dev store: no return of ${order.name} holds this part`)
  return found
}

export function lineOf(order: Order, lineItemId: string): LineItem {
  const line = order.lineItems.find((one) => one.id === lineItemId)
  if (!line) throw new Error(`dev store: ${order.name} has no line ${lineItemId}`)
  return line
}

/** A fulfilment line of a fulfilment that was not cancelled, or undefined. */
export function findFulfillmentLine(order: Order, id: string): FulfillmentLineItem | undefined {
  return order.fulfillments
    .filter((one) => one.status === 'SUCCESS')
    .flatMap((one) => one.lineItems)
    .find((one) => one.id === id)
}

export type FoundReverseLine = {
  order: Order
  found: Return
  reverse: ReverseFulfillmentOrder
  line: ReverseFulfillmentOrderLineItem
}

export function findReverseLine(context: Context, id: string): FoundReverseLine | undefined {
  const order = orderOf(context, id)
  for (const found of order?.returns ?? []) {
    for (const reverse of found.reverseFulfillmentOrders) {
      const line = reverse.lineItems.find((one) => one.id === id)
      if (order && line) return { order, found, reverse, line }
    }
  }
  return undefined
}

export type Codes =
  | 'BLANK'
  | 'GREATER_THAN'
  | 'INVALID'
  | 'INVALID_STATE'
  | 'NOT_FOUND'
  | 'TOO_LONG'
  | 'FEATURE_NOT_ENABLED'
  | 'INTERNAL_ERROR'

/** A `ReturnUserError`. */
export function returnError(field: string[] | null, message: string, code: Codes | null): UserErrorValue {
  return { field, message, code }
}

export function totalQuantity(one: Return): number {
  return one.lineItems.reduce((total, item: ReturnLineItem) => total + item.quantity, 0)
}

/** Exchange units that were neither processed nor removed. */
export function unprocessedExchange(item: ExchangeLineItem): number {
  return item.quantity - item.removedQuantity - item.processedQuantity
}
