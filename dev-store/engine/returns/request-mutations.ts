import type { Context, UserErrorValue } from '../context.ts'
import type { Order, Return, ReturnStatus } from '../state.ts'
import { emitOrderUpdated } from '../money/order-updated.ts'
import { holdExchange, exchangeLine, exchangeProblems } from './exchange-lines.ts'
import type { ExchangeInput } from './exchange-lines.ts'
import { findReturn, returnError, visibleOrder } from './find-return.ts'
import { applyProcessing } from './processing.ts'
import { addLines, lineProblems, shippingFeeProblems, shippingFees } from './return-lines.ts'
import type { ReturnLineInput, ReturnShippingFeeInput } from './return-lines.ts'
import { openReverseFulfillment } from './reverse-logistics.ts'
import { declineBody, returnBody } from './webhook-bodies.ts'

export type ReturnPayload = { return: Return | null; userErrors: UserErrorValue[] }

type RequestArgs = {
  input: {
    orderId: string
    returnLineItems: ReturnLineInput[]
    returnShippingFee?: ReturnShippingFeeInput | null
  }
}
type CreateArgs = {
  returnInput: {
    orderId: string
    returnLineItems: ReturnLineInput[]
    exchangeLineItems?: ExchangeInput[] | null
    returnShippingFee?: ReturnShippingFeeInput | null
    requestedAt?: string | null
  }
}

const LONGEST_DECLINE_NOTE = 500

export function failed(...userErrors: UserErrorValue[]): ReturnPayload {
  return { return: null, userErrors }
}

/** `returnRequest`: a REQUESTED return without a reverse fulfilment order (recorded). All lines or none. */
export function returnRequest(_source: unknown, { input }: RequestArgs, context: Context): ReturnPayload {
  const order = visibleOrder(context, input.orderId)
  if (!order) return failed(returnError(['input', 'orderId'], 'Order not found.', 'NOT_FOUND'))
  const problems = [
    ...lineProblems(context, order, 'input', input.returnLineItems),
    ...shippingFeeProblems(order, 'input', input.returnShippingFee),
  ]
  if (problems.length > 0) return failed(...problems)
  const open = context.edit('orders', order.id)
  const created = newReturn(context, open, 'REQUESTED')
  addLines(context, open, created, input.returnLineItems)
  created.shippingFees = shippingFees(context, open, input.returnShippingFee)
  open.updatedAt = context.now
  context.emit('returns/request', returnBody(context, open, created))
  emitOrderUpdated(context, open)
  return { return: created, userErrors: [] }
}

/**
 * `returnCreate`: an OPEN return with its reverse fulfilment orders; exchange lines wait unprocessed. An archived order
 * comes back to life. On shops with the legacy workflow everything is processed at once (returns-api P1).
 */
export function returnCreate(
  _source: unknown,
  { returnInput: input }: CreateArgs,
  context: Context,
): ReturnPayload {
  const order = visibleOrder(context, input.orderId)
  if (!order) return failed(returnError(['returnInput', 'orderId'], 'Order not found.', 'NOT_FOUND'))
  const exchange = input.exchangeLineItems ?? []
  const problems = [
    ...lineProblems(context, order, 'returnInput', input.returnLineItems),
    ...exchangeProblems(context, exchange),
    ...shippingFeeProblems(order, 'returnInput', input.returnShippingFee),
  ]
  if (problems.length > 0) return failed(...problems)
  const open = context.edit('orders', order.id)
  const created = newReturn(context, open, 'OPEN')
  addLines(context, open, created, input.returnLineItems)
  created.exchangeLineItems = exchange.map((one) =>
    exchangeLine(context, open, one, context.nextId('ExchangeLineItem')),
  )
  created.shippingFees = shippingFees(context, open, input.returnShippingFee)
  openReverseFulfillment(context, open, created)
  open.closedAt = null
  open.updatedAt = context.now
  processAtOnceIfLegacy(context, open, created)
  context.emit('returns/approve', returnBody(context, open, created))
  emitOrderUpdated(context, open)
  return { return: created, userErrors: [] }
}

function newReturn(context: Context, order: Order, status: ReturnStatus): Return {
  const created: Return = {
    id: context.nextId('Return'),
    name: `${order.name}-R${order.returns.length + 1}`,
    status,
    createdAt: context.now,
    closedAt: null,
    requestApprovedAt: null,
    decline: null,
    lineItems: [],
    exchangeLineItems: [],
    shippingFees: [],
    reverseFulfillmentOrders: [],
    refundIds: [],
    staffMemberId: context.token.mode === 'staff' ? context.token.userId : null,
  }
  order.returns.push(created)
  return created
}

function processAtOnceIfLegacy(context: Context, order: Order, created: Return): void {
  if (context.shop.returnsWorkflow !== 'legacy') return
  const chosen = {
    lines: created.lineItems.map((item) => ({ item, quantity: item.quantity })),
    exchange: created.exchangeLineItems.map((item) => ({ item, quantity: item.quantity })),
    shipping: null,
    duties: [],
    tipLineId: null,
  }
  holdExchange(context, applyProcessing(context, order, created, chosen), 'AWAITING_RETURN_ITEMS')
}

type ApproveArgs = { input: { id: string; notifyCustomer?: boolean | null } }

/** `returnApproveRequest`: REQUESTED to OPEN; an e-mail goes out when asked for and the order has an address. */
export function returnApproveRequest(
  _source: unknown,
  { input }: ApproveArgs,
  context: Context,
): ReturnPayload {
  const known = findReturn(context, input.id)
  if (!known) return failed(returnError(['input', 'id'], 'Return not found.', 'NOT_FOUND'))
  if (known.found.status !== 'REQUESTED') {
    const message = 'Return is not approvable. Only returns with status REQUESTED can be approved.'
    return failed(returnError(['input', 'id'], message, 'INVALID_STATE'))
  }
  const order = context.edit('orders', known.order.id)
  const { found } = known
  found.status = 'OPEN'
  found.requestApprovedAt = context.now
  openReverseFulfillment(context, order, found)
  order.closedAt = null
  order.updatedAt = context.now
  processAtOnceIfLegacy(context, order, found)
  if (input.notifyCustomer === true)
    notify(context, order, found, 'return_request_approved', `Return ${found.name} approved`)
  context.emit('returns/approve', returnBody(context, order, found))
  emitOrderUpdated(context, order)
  return { return: found, userErrors: [] }
}

type DeclineArgs = {
  input: { id: string; declineReason: string; declineNote?: string | null; notifyCustomer?: boolean | null }
}

/** `returnDeclineRequest`: REQUESTED to DECLINED for good; its units are free again. */
export function returnDeclineRequest(
  _source: unknown,
  { input }: DeclineArgs,
  context: Context,
): ReturnPayload {
  const known = findReturn(context, input.id)
  if (!known) return failed(returnError(['input', 'id'], 'Return not found.', 'NOT_FOUND'))
  if (known.found.status === 'DECLINED') {
    return failed(returnError(['input', 'id'], 'The return is already declined.', 'INVALID_STATE'))
  }
  if (known.found.status !== 'REQUESTED') {
    const message =
      'Return is not declinable. Only non-refunded returns with status REQUESTED can be declined.'
    return failed(returnError(['input', 'id'], message, 'INVALID_STATE'))
  }
  if (Array.from(input.declineNote ?? '').length > LONGEST_DECLINE_NOTE) {
    const message = `Decline note is too long (maximum is ${LONGEST_DECLINE_NOTE} characters)`
    return failed(returnError(['input', 'declineNote'], message, 'TOO_LONG'))
  }
  const order = context.edit('orders', known.order.id)
  const { found } = known
  found.status = 'DECLINED'
  found.decline = { reason: input.declineReason, note: input.declineNote ?? null }
  order.updatedAt = context.now
  if (input.notifyCustomer === true)
    notify(context, order, found, 'return_request_declined', `Return ${found.name} declined`)
  context.emit('returns/decline', declineBody(order, found))
  return { return: found, userErrors: [] }
}

/** Records the e-mail that Shopify itself would send; without an address on the order none is sent. */
export function notify(context: Context, order: Order, one: Return, template: string, subject: string): void {
  if (order.email === null) return
  context.append('notifications', {
    at: context.now,
    shop: order.shop,
    to: order.email,
    template,
    subject,
    orderId: order.id,
    returnId: one.id,
  })
}
