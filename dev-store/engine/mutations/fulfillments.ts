import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { emitOrderUpdated, fulfillmentBody, orderBody } from '../money/order-updated.ts'
import { fulfill } from '../order-builder.ts'
import type { Parcel } from '../order-builder.ts'
import { displayFulfillmentStatus } from '../resolvers/order-fulfillment-status.ts'
import { moveStock } from '../returns/stock.ts'
import type { Fulfillment, FulfillmentOrder, Order, Tracking } from '../state.ts'
import { failure } from './inputs.ts'

type LinesInput = {
  fulfillmentOrderId: string
  fulfillmentOrderLineItems?: { id: string; quantity: number }[] | null
}
type TrackingInput = {
  company?: string | null
  number?: string | null
  numbers?: string[] | null
  url?: string | null
  urls?: string[] | null
}
type FulfillmentInput = {
  lineItemsByFulfillmentOrder: LinesInput[]
  notifyCustomer?: boolean | null
  trackingInfo?: TrackingInput | null
}

const trackingFrom = (input: TrackingInput | null | undefined): Tracking[] => {
  if (!input) return []
  const numbers = input.numbers ?? (input.number ? [input.number] : [])
  const urls = input.urls ?? (input.url ? [input.url] : [])
  const count = Math.max(numbers.length, urls.length)
  return Array.from({ length: count }, (_, i) => ({
    number: numbers[i] ?? null,
    company: input.company ?? null,
    url: urls[i] ?? null,
  }))
}

/** An order of this shop and one of its fulfilment orders. */
export const findFulfillmentOrder = (
  context: Context,
  id: string,
): { order: Order; parcel: FulfillmentOrder } | undefined => {
  const order = context.index.orderOf(id)
  const parcel =
    order?.shop === context.shop.domain ? order.fulfillmentOrders.find((one) => one.id === id) : undefined
  return order && parcel ? { order, parcel } : undefined
}

const findFulfillment = (
  context: Context,
  id: string,
): { order: Order; fulfillment: Fulfillment } | undefined => {
  const order = context.index.orderOf(id)
  const fulfillment =
    order?.shop === context.shop.domain ? order.fulfillments.find((one) => one.id === id) : undefined
  return order && fulfillment ? { order, fulfillment } : undefined
}

const parcelProblem = (
  parcel: FulfillmentOrder,
  lines: LinesInput['fulfillmentOrderLineItems'],
): UserErrorValue | undefined => {
  if (parcel.status !== 'OPEN' && parcel.status !== 'IN_PROGRESS') {
    return failure(
      ['fulfillment'],
      `Fulfillment order ${legacyId(parcel.id)} has an unfulfillable status= ${parcel.status.toLowerCase()}.`,
    )
  }
  for (const line of lines ?? []) {
    const known = parcel.lineItems.find((one) => one.id === line.id)
    if (!known) return failure(['fulfillment'], 'Fulfillment order line item does not exist.')
    if (line.quantity < 1 || line.quantity > known.remainingQuantity) {
      return failure(['fulfillment'], 'Invalid fulfillment order line item quantity requested.')
    }
  }
  return undefined
}

const fulfillmentCreate = (
  _: unknown,
  { fulfillment: input }: { fulfillment: FulfillmentInput },
  context: Context,
) => {
  const refuse = (problem: UserErrorValue) => ({ fulfillment: null, userErrors: [problem] })
  if (input.lineItemsByFulfillmentOrder.length === 0)
    return refuse(failure(['fulfillment'], 'At least one fulfillment order is required.'))
  const found = input.lineItemsByFulfillmentOrder.map((one) => ({
    lines: one.fulfillmentOrderLineItems ?? [],
    ...findFulfillmentOrder(context, one.fulfillmentOrderId),
  }))
  const first = found[0]?.order
  for (const { order, parcel, lines } of found) {
    if (!order || !parcel) return refuse(failure(['fulfillment'], 'Fulfillment order does not exist.'))
    if (order !== first)
      return refuse(failure(['fulfillment'], 'All fulfillment orders must belong to the same order.'))
    const problem = parcelProblem(parcel, lines)
    if (problem) return refuse(problem)
  }
  if (new Set(found.map((one) => one.parcel?.assignedLocationId)).size > 1) {
    return refuse(failure(['fulfillment'], 'All fulfillment orders must be assigned to the same location.'))
  }
  const order = context.edit('orders', first?.id ?? '')
  const parcels: Parcel[] = found.flatMap(({ parcel, lines }) => {
    const from = order.fulfillmentOrders.find((one) => one.id === parcel?.id)
    if (!from) return []
    return [
      lines.length === 0
        ? { from }
        : { from, quantities: Object.fromEntries(lines.map((line) => [line.id, line.quantity])) },
    ]
  })
  const fulfillment = fulfill(context, order, parcels, {
    at: context.now,
    tracking: trackingFrom(input.trackingInfo),
  })
  for (const item of fulfillment.lineItems)
    releaseCommitted(context, order, item.lineItemId, fulfillment.locationId, item.quantity)
  order.updatedAt = context.now
  if (input.notifyCustomer === true && order.email !== null) {
    context.append('notifications', {
      at: context.now,
      shop: order.shop,
      to: order.email,
      template: 'shipping_confirmation',
      subject: `A shipment from order ${order.name} is on the way`,
      orderId: order.id,
      returnId: null,
    })
  }
  context.emit('fulfillments/create', fulfillmentBody(order, fulfillment))
  context.emit(
    displayFulfillmentStatus(order) === 'FULFILLED' ? 'orders/fulfilled' : 'orders/partially_fulfilled',
    orderBody(context, order),
  )
  emitOrderUpdated(context, order)
  return { fulfillment, userErrors: [] }
}

/** Shipped units leave the committed stock, as far as it holds any. */
const releaseCommitted = (
  context: Context,
  order: Order,
  lineItemId: string,
  locationId: string | null,
  quantity: number,
): void => {
  const variantId = order.lineItems.find((line) => line.id === lineItemId)?.variantId ?? null
  const variant = variantId === null ? undefined : context.get('variants', variantId)
  const key =
    variant && locationId !== null ? context.index.levelKey(variant.inventoryItemId, locationId) : undefined
  const committed =
    key === undefined ? 0 : (context.get('inventoryLevels', key)?.quantities['committed'] ?? 0)
  const released = Math.min(committed, quantity)
  if (released > 0 && locationId !== null)
    moveStock(context, { variantId, locationId, deltas: { committed: -released } })
}

type EventInput = {
  fulfillmentId: string
  status: string
  happenedAt?: string | null
  message?: string | null
  city?: string | null
  country?: string | null
  estimatedDeliveryAt?: string | null
}

const fulfillmentEventCreate = (
  _: unknown,
  { fulfillmentEvent: input }: { fulfillmentEvent: EventInput },
  context: Context,
) => {
  const found = findFulfillment(context, input.fulfillmentId)
  if (!found)
    return {
      fulfillmentEvent: null,
      userErrors: [failure(['fulfillmentEvent', 'fulfillmentId'], 'Fulfillment does not exist.')],
    }
  const order = context.edit('orders', found.order.id)
  const fulfillment = order.fulfillments.find((one) => one.id === input.fulfillmentId) ?? found.fulfillment
  const happenedAt = input.happenedAt ?? context.now
  const event = {
    id: context.nextId('FulfillmentEvent'),
    status: input.status,
    happenedAt,
    createdAt: context.now,
    message: input.message ?? null,
    city: input.city ?? null,
    country: input.country ?? null,
    estimatedDeliveryAt: input.estimatedDeliveryAt ?? null,
  }
  fulfillment.events.push(event)
  if (input.status === 'DELIVERED') fulfillment.deliveredAt = happenedAt
  if (input.status === 'IN_TRANSIT') fulfillment.inTransitAt ??= happenedAt
  if (event.estimatedDeliveryAt !== null) fulfillment.estimatedDeliveryAt = event.estimatedDeliveryAt
  fulfillment.updatedAt = context.now
  context.emit('fulfillment_events/create', {
    id: legacyId(event.id),
    fulfillment_id: legacyId(fulfillment.id),
    order_id: legacyId(order.id),
    shop_id: legacyId(context.shop.id),
    status: event.status.toLowerCase(),
    message: event.message,
    happened_at: event.happenedAt,
    city: event.city,
    province: null,
    country: event.country,
    zip: null,
    address1: null,
    latitude: null,
    longitude: null,
    created_at: event.createdAt,
    updated_at: event.createdAt,
    estimated_delivery_at: event.estimatedDeliveryAt,
    admin_graphql_api_id: event.id,
  })
  context.emit('fulfillments/update', fulfillmentBody(order, fulfillment))
  return { fulfillmentEvent: event, userErrors: [] }
}

const fulfillmentTrackingInfoUpdate = (
  _: unknown,
  args: { fulfillmentId: string; trackingInfoInput: TrackingInput },
  context: Context,
) => {
  const found = findFulfillment(context, args.fulfillmentId)
  if (!found)
    return { fulfillment: null, userErrors: [failure(['fulfillmentId'], 'Fulfillment does not exist.')] }
  const order = context.edit('orders', found.order.id)
  const fulfillment = order.fulfillments.find((one) => one.id === args.fulfillmentId) ?? found.fulfillment
  fulfillment.tracking = trackingFrom(args.trackingInfoInput)
  fulfillment.updatedAt = context.now
  context.emit('fulfillments/update', fulfillmentBody(order, fulfillment))
  return { fulfillment, userErrors: [] }
}

const fulfillmentCancel = (_: unknown, { id }: { id: string }, context: Context) => {
  const found = findFulfillment(context, id)
  if (!found) return { fulfillment: null, userErrors: [failure(['id'], 'Fulfillment not found.')] }
  if (found.fulfillment.status === 'CANCELLED')
    return {
      fulfillment: found.fulfillment,
      userErrors: [failure(['id'], 'Fulfillment has already been cancelled.')],
    }
  const order = context.edit('orders', found.order.id)
  const fulfillment = order.fulfillments.find((one) => one.id === id) ?? found.fulfillment
  fulfillment.status = 'CANCELLED'
  fulfillment.updatedAt = context.now
  for (const item of fulfillment.lineItems) {
    let back = item.quantity
    for (const parcel of order.fulfillmentOrders.filter((one) =>
      fulfillment.fulfillmentOrderIds.includes(one.id),
    )) {
      const line = parcel.lineItems.find((one) => one.lineItemId === item.lineItemId)
      if (!line) continue
      const room = Math.min(back, line.totalQuantity - line.remainingQuantity)
      line.remainingQuantity += room
      back -= room
      if (room > 0) parcel.status = 'OPEN'
    }
  }
  context.emit('fulfillments/update', fulfillmentBody(order, fulfillment))
  emitOrderUpdated(context, order)
  return { fulfillment, userErrors: [] }
}

export const fulfillmentMutations: ResolverModule = {
  Mutation: { fulfillmentCreate, fulfillmentEventCreate, fulfillmentTrackingInfoUpdate, fulfillmentCancel },
}
