import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { returnableQuantity } from '../money/claims.ts'
import { own } from '../resolvers/fields.ts'
import type {
  Disposition,
  Fulfillment,
  Order,
  ReverseDelivery,
  ReverseDeliveryLineItem,
  ReverseFulfillmentOrder,
  ReverseFulfillmentOrderLineItem,
} from '../state.ts'
import {
  findReverseLine,
  orderOf,
  requireOrder,
  returnError,
  returnHolding,
  visibleOrder,
} from './find-return.ts'
import { notify } from './request-mutations.ts'
import { dispose, dispositionProblems, trackingOf } from './reverse-logistics.ts'
import type { DisposeInput, TrackingInput } from './reverse-logistics.ts'
import { deliverableBody } from './webhook-bodies.ts'

const reversesOf = (order: Order) => order.returns.flatMap((one) => one.reverseFulfillmentOrders)

function findReverse(context: Context, id: string): ReverseFulfillmentOrder | null {
  const order = orderOf(context, id)
  return (order && reversesOf(order).find((one) => one.id === id)) ?? null
}

function findDelivery(context: Context, id: string) {
  const order = orderOf(context, id)
  for (const reverse of order ? reversesOf(order) : []) {
    const delivery = reverse.reverseDeliveries.find((one) => one.id === id)
    if (order && delivery) return { order, reverse, delivery }
  }
  return null
}

const reverseOfDelivery = (context: Context, delivery: ReverseDelivery): ReverseFulfillmentOrder => {
  const reverse = reversesOf(requireOrder(context, delivery.id)).find((one) =>
    one.reverseDeliveries.includes(delivery),
  )
  if (!reverse) throw new Error(`dev store: ${delivery.id} is in no reverse fulfillment order`)
  return reverse
}

const reverseLine = (context: Context, source: ReverseDeliveryLineItem): ReverseFulfillmentOrderLineItem => {
  const line = findReverseLine(context, source.reverseFulfillmentOrderLineItemId)?.line
  if (!line) throw new Error(`dev store: ${source.id} names no reverse line`)
  return line
}

type Payload = { reverseDelivery: ReverseDelivery | null; userErrors: UserErrorValue[] }
const refused = (...userErrors: UserErrorValue[]): Payload => ({ reverseDelivery: null, userErrors })

type CreateArgs = {
  reverseFulfillmentOrderId: string
  reverseDeliveryLineItems: { reverseFulfillmentOrderLineItemId: string; quantity: number }[]
  trackingInput?: TrackingInput | null
  labelInput?: { fileUrl: string } | null
  notifyCustomer?: boolean | null
}

/** A delivery of goods on their way back. No lines means all of them; the customer is told unless asked not to (P22). */
function reverseDeliveryCreateWithShipping(_: unknown, args: CreateArgs, context: Context): Payload {
  const reverse = findReverse(context, args.reverseFulfillmentOrderId)
  if (!reverse)
    return refused(
      returnError(['reverseFulfillmentOrderId'], 'Reverse fulfillment order was not found.', 'NOT_FOUND'),
    )
  if (reverse.status !== 'OPEN') {
    return refused(
      returnError(['reverseFulfillmentOrderId'], 'Reverse fulfillment order must be open.', 'INVALID_STATE'),
    )
  }
  const wanted =
    args.reverseDeliveryLineItems.length > 0
      ? args.reverseDeliveryLineItems
      : reverse.lineItems
          .map((line) => ({
            reverseFulfillmentOrderLineItemId: line.id,
            quantity: undelivered(reverse, line),
          }))
          .filter((one) => one.quantity > 0)
  const problems = deliveryProblems(reverse, wanted)
  if (problems.length > 0) return refused(...problems)
  const order = context.edit('orders', requireOrder(context, reverse.id).id)
  const delivery: ReverseDelivery = {
    id: context.nextId('ReverseDelivery'),
    createdAt: context.now,
    lineItems: wanted.map((one) => ({ id: context.nextId('ReverseDeliveryLineItem'), ...one })),
    tracking: trackingOf(args.trackingInput),
    label: args.labelInput
      ? { publicFileUrl: args.labelInput.fileUrl, createdAt: context.now, updatedAt: context.now }
      : null,
  }
  reverse.reverseDeliveries.push(delivery)
  announce(context, order, reverse, delivery, args.notifyCustomer)
  return { reverseDelivery: delivery, userErrors: [] }
}

function undelivered(reverse: ReverseFulfillmentOrder, line: ReverseFulfillmentOrderLineItem): number {
  const onTheWay = reverse.reverseDeliveries
    .flatMap((one) => one.lineItems)
    .filter((one) => one.reverseFulfillmentOrderLineItemId === line.id)
  return line.totalQuantity - onTheWay.reduce((total, one) => total + one.quantity, 0)
}

/** Messages and the missing codes are recorded (return-reverse-logistics). */
function deliveryProblems(
  reverse: ReverseFulfillmentOrder,
  wanted: CreateArgs['reverseDeliveryLineItems'],
): UserErrorValue[] {
  const asked = new Map<string, number>()
  return wanted.flatMap((one, index) => {
    const at = ['reverseDeliveryLineItems', String(index)]
    const line = reverse.lineItems.find((candidate) => candidate.id === one.reverseFulfillmentOrderLineItemId)
    if (!line) return [returnError([...at, 'reverseFulfillmentOrderLineItemId'], 'must exist', null)]
    const total = (asked.get(line.id) ?? 0) + one.quantity
    asked.set(line.id, total)
    if (one.quantity < 1) return [returnError([...at, 'quantity'], 'must be greater than 0', null)]
    return total > undelivered(reverse, line)
      ? [returnError([...at, 'quantity'], 'cannot deliver more items than are returned', null)]
      : []
  })
}

function announce(
  context: Context,
  order: Order,
  reverse: ReverseFulfillmentOrder,
  delivery: ReverseDelivery,
  notifyCustomer: boolean | null | undefined,
): void {
  order.updatedAt = context.now
  const one = returnHolding(order, (candidate) => candidate.reverseFulfillmentOrders.includes(reverse))
  if (notifyCustomer !== false)
    notify(context, order, one, 'return_label', `Shipping instructions for return ${one.name}`)
  context.emit('reverse_deliveries/attach_deliverable', deliverableBody(order, reverse, delivery))
}

type UpdateArgs = { reverseDeliveryId: string } & Pick<
  CreateArgs,
  'trackingInput' | 'labelInput' | 'notifyCustomer'
>

function reverseDeliveryShippingUpdate(_: unknown, args: UpdateArgs, context: Context): Payload {
  const known = findDelivery(context, args.reverseDeliveryId)
  if (!known)
    return refused(returnError(['reverseDeliveryId'], 'Reverse delivery was not found.', 'NOT_FOUND'))
  const order = context.edit('orders', known.order.id)
  const { reverse, delivery } = known
  if (args.trackingInput) delivery.tracking = trackingOf(args.trackingInput)
  if (args.labelInput) {
    delivery.label = {
      publicFileUrl: args.labelInput.fileUrl,
      createdAt: delivery.label?.createdAt ?? context.now,
      updatedAt: context.now,
    }
  }
  announce(context, order, reverse, delivery, args.notifyCustomer)
  return { reverseDelivery: delivery, userErrors: [] }
}

function reverseFulfillmentOrderDispose(
  _: unknown,
  { dispositionInputs }: { dispositionInputs: DisposeInput[] },
  context: Context,
) {
  const problems = dispositionProblems(context, ['dispositionInputs'], dispositionInputs)
  const first = dispositionInputs[0]
  if (problems.length > 0 || !first) return { reverseFulfillmentOrderLineItems: null, userErrors: problems }
  const order = context.edit('orders', requireOrder(context, first.reverseFulfillmentOrderLineItemId).id)
  const lines = dispose(context, order, dispositionInputs)
  order.updatedAt = context.now
  return { reverseFulfillmentOrderLineItems: lines, userErrors: [] }
}

const returnableLines = (order: Order, fulfillment: Fulfillment) =>
  fulfillment.status === 'SUCCESS'
    ? fulfillment.lineItems
        .map((item) => ({ fulfillmentLineItem: item, quantity: returnableQuantity(order, item) }))
        .filter((one) => one.quantity > 0)
    : []

/** Reverse logistics and what can still be returned. */
export const reverseFields: ResolverModule = {
  ReverseFulfillmentOrder: {
    ...own<ReverseFulfillmentOrder>('id', 'status'),
    lineItems: (reverse: ReverseFulfillmentOrder, args: ConnectionArgs) => connect(reverse.lineItems, args),
    order: (reverse: ReverseFulfillmentOrder, _: unknown, context) => requireOrder(context, reverse.id),
    reverseDeliveries: (reverse: ReverseFulfillmentOrder, args: ConnectionArgs) =>
      connect(reverse.reverseDeliveries, args),
    thirdPartyConfirmation: (reverse: ReverseFulfillmentOrder) =>
      reverse.thirdPartyConfirmation === null ? null : { status: reverse.thirdPartyConfirmation },
  },
  ReverseFulfillmentOrderLineItem: {
    ...own<ReverseFulfillmentOrderLineItem>('id', 'totalQuantity', 'dispositions'),
    fulfillmentLineItem: (line: ReverseFulfillmentOrderLineItem, _: unknown, context) =>
      requireOrder(context, line.id)
        .fulfillments.flatMap((one) => one.lineItems)
        .find((one) => one.id === line.fulfillmentLineItemId) ?? null,
  },
  ReverseFulfillmentOrderDisposition: {
    ...own<Disposition>('id', 'type', 'quantity', 'createdAt'),
    location: (one: Disposition, _: unknown, context) =>
      one.locationId === null ? null : (context.get('locations', one.locationId) ?? null),
  },
  ReverseDelivery: {
    id: (delivery: ReverseDelivery) => delivery.id,
    deliverable: ({ label, tracking }: ReverseDelivery) =>
      label === null && tracking === null
        ? null
        : { __typename: 'ReverseDeliveryShippingDeliverable', label, tracking },
    reverseDeliveryLineItems: (delivery: ReverseDelivery, args: ConnectionArgs) =>
      connect(delivery.lineItems, args),
    reverseFulfillmentOrder: (delivery: ReverseDelivery, _: unknown, context) =>
      reverseOfDelivery(context, delivery),
  },
  ReverseDeliveryLineItem: {
    ...own<ReverseDeliveryLineItem>('id', 'quantity'),
    dispositions: (source: ReverseDeliveryLineItem, _: unknown, context) =>
      reverseLine(context, source).dispositions,
    reverseFulfillmentOrderLineItem: (source: ReverseDeliveryLineItem, _: unknown, context) =>
      reverseLine(context, source),
  },
  ReturnableFulfillment: {
    id: (fulfillment: Fulfillment) => fulfillment.id.replace('/Fulfillment/', '/ReturnableFulfillment/'),
    fulfillment: (fulfillment: Fulfillment) => fulfillment,
    returnableFulfillmentLineItems: (fulfillment: Fulfillment, args: ConnectionArgs, context) =>
      connect(returnableLines(requireOrder(context, fulfillment.id), fulfillment), args),
  },
  QueryRoot: {
    returnableFulfillments: (_: unknown, args: ConnectionArgs & { orderId: string }, context) => {
      const order = visibleOrder(context, args.orderId)
      return connect(
        order ? order.fulfillments.filter((one) => returnableLines(order, one).length > 0) : [],
        args,
      )
    },
    returnableFulfillment: (_: unknown, args: { id: string }, context) => {
      const fulfillmentId = args.id.replace('/ReturnableFulfillment/', '/Fulfillment/')
      return orderOf(context, fulfillmentId)?.fulfillments.find((one) => one.id === fulfillmentId) ?? null
    },
    reverseFulfillmentOrder: (_: unknown, args: { id: string }, context) => findReverse(context, args.id),
    reverseDelivery: (_: unknown, args: { id: string }, context) =>
      findDelivery(context, args.id)?.delivery ?? null,
  },
  Mutation: {
    reverseDeliveryCreateWithShipping,
    reverseDeliveryShippingUpdate,
    reverseFulfillmentOrderDispose,
  },
}
