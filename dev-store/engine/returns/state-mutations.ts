import type { Context, UserErrorValue } from '../context.ts'
import { restockingFee } from '../money/order-totals.ts'
import { emitOrderUpdated } from '../money/order-updated.ts'
import { disposedQuantity } from '../money/statuses.ts'
import { sliceRanges } from '../money/unit-ranges.ts'
import type { Order, Return, ReturnLineItem } from '../state.ts'
import { findReturn, returnError, totalQuantity, unprocessedExchange } from './find-return.ts'
import type { FoundReturn } from './find-return.ts'
import { failed } from './request-mutations.ts'
import type { ReturnPayload } from './request-mutations.ts'
import { shrinkReverseLines } from './reverse-logistics.ts'
import { statusBody, updateBody } from './webhook-bodies.ts'

type IdArgs = { id: string }

const notFound = (field: string[]) => returnError(field, 'Return not found.', 'NOT_FOUND')
const badStatus = (field: string[]) => returnError(field, 'Return status is invalid.', 'INVALID_STATE')

/** `returnClose`: OPEN to CLOSED, processed or not; closing a closed one changes nothing (recorded). */
export function returnClose(_source: unknown, { id }: IdArgs, context: Context): ReturnPayload {
  const known = findReturn(context, id)
  if (!known) return failed(notFound(['id']))
  if (known.found.status === 'CLOSED') return { return: known.found, userErrors: [] }
  if (known.found.status !== 'OPEN') return failed(badStatus(['id']))
  return move(context, known, 'returns/close', (found) => {
    found.status = 'CLOSED'
    found.closedAt = context.now
  })
}

/** `returnReopen`: CLOSED to OPEN; an open one stays as it is (recorded). */
export function returnReopen(_source: unknown, { id }: IdArgs, context: Context): ReturnPayload {
  const known = findReturn(context, id)
  if (!known) return failed(notFound(['id']))
  if (known.found.status === 'OPEN') return { return: known.found, userErrors: [] }
  if (known.found.status !== 'CLOSED') return failed(badStatus(['id']))
  return move(context, known, 'returns/reopen', (found) => {
    found.status = 'OPEN'
    found.closedAt = null
  })
}

/**
 * Units on which work was done: processed, refunded or disposed. They can neither be removed nor cancelled; an inspection
 * counts as work (schema text of returnCancel).
 */
function workedQuantity(found: Return, item: ReturnLineItem): number {
  const reverse = found.reverseFulfillmentOrders.flatMap((one) => one.lineItems)
  const disposed = reverse
    .filter((line) => line.returnLineItemId === item.id)
    .reduce((total, line) => total + disposedQuantity(line), 0)
  return Math.max(item.processedQuantity, item.refundedQuantity, disposed)
}

/** `returnCancel`: only before any work was done (recorded); the units are free again and exchange lines are dropped. */
export function returnCancel(_source: unknown, { id }: IdArgs, context: Context): ReturnPayload {
  const known = findReturn(context, id)
  if (!known) return failed(notFound(['id']))
  const { found } = known
  if (found.status === 'CANCELED') return { return: found, userErrors: [] }
  const worked =
    found.refundIds.length > 0 ||
    found.lineItems.some((item) => workedQuantity(found, item) > 0) ||
    found.exchangeLineItems.some((item) => item.processedQuantity > 0)
  if ((found.status !== 'OPEN' && found.status !== 'REQUESTED') || worked) {
    return failed(returnError(['id'], 'Return is not cancelable.', 'INVALID_STATE'))
  }
  return move(context, known, 'returns/cancel', () => {
    found.status = 'CANCELED'
    for (const reverse of found.reverseFulfillmentOrders) reverse.status = 'CANCELED'
    for (const item of found.exchangeLineItems) item.removedQuantity = item.quantity
  })
}

function move(
  context: Context,
  { order, found }: FoundReturn,
  topic: string,
  change: (found: Return) => void,
): ReturnPayload {
  const open = context.edit('orders', order.id)
  change(found)
  open.updatedAt = context.now
  context.emit(topic, statusBody(open, found))
  emitOrderUpdated(context, open)
  return { return: found, userErrors: [] }
}

type RemoveArgs = {
  returnId: string
  returnLineItems?: { returnLineItemId: string; quantity: number }[] | null
  exchangeLineItems?: { exchangeLineItemId: string; quantity: number }[] | null
}

/**
 * `removeFromReturn`: takes unprocessed units off an OPEN or REQUESTED return and off its reverse fulfilment orders.
 * Taking the last one closes the return with nothing in it (recorded).
 */
export function removeFromReturn(_source: unknown, args: RemoveArgs, context: Context): ReturnPayload {
  const known = findReturn(context, args.returnId)
  if (!known) return failed(notFound(['returnId']))
  const { found } = known
  if (found.status !== 'OPEN' && found.status !== 'REQUESTED') return failed(badStatus(['returnId']))
  const lines = args.returnLineItems ?? []
  const exchange = args.exchangeLineItems ?? []
  const problems = removalProblems(found, lines, exchange)
  if (problems.length > 0) return failed(...problems)
  const order = context.edit('orders', known.order.id)
  for (const { returnLineItemId, quantity } of lines) removeUnits(order, found, returnLineItemId, quantity)
  for (const { exchangeLineItemId, quantity } of exchange) {
    const item = found.exchangeLineItems.find((one) => one.id === exchangeLineItemId)
    if (item) item.removedQuantity += quantity
  }
  order.updatedAt = context.now
  context.emit(
    'returns/update',
    updateBody(
      found,
      lines.map((one) => ({ id: one.returnLineItemId, delta: -one.quantity })),
    ),
  )
  if (
    totalQuantity(found) === 0 &&
    found.exchangeLineItems.every((item) => unprocessedExchange(item) === 0)
  ) {
    found.status = 'CLOSED'
    found.closedAt = context.now
    context.emit('returns/close', statusBody(order, found))
  }
  emitOrderUpdated(context, order)
  return { return: found, userErrors: [] }
}

function removalProblems(
  found: Return,
  lines: readonly { returnLineItemId: string; quantity: number }[],
  exchange: readonly { exchangeLineItemId: string; quantity: number }[],
): UserErrorValue[] {
  if (lines.length === 0 && exchange.length === 0) {
    return [returnError(null, 'Either return line items or exchange line items must be provided.', 'BLANK')]
  }
  const zero = returnError(null, 'Quantity must be greater than 0', 'GREATER_THAN')
  if ([...lines, ...exchange].some((one) => one.quantity < 1)) return [zero]
  const asked = new Map<string, number>()
  const total = (id: string, quantity: number) => {
    const sum = (asked.get(id) ?? 0) + quantity
    asked.set(id, sum)
    return sum
  }
  return [
    ...lines.flatMap((one, index) => {
      const at = ['returnLineItems', String(index)]
      const item = found.lineItems.find((candidate) => candidate.id === one.returnLineItemId)
      if (!item)
        return [returnError([...at, 'returnLineItemId'], 'Return line item was not found.', 'NOT_FOUND')]
      const left = item.quantity - workedQuantity(found, item)
      if (total(item.id, one.quantity) <= left) return []
      return [returnError([...at, 'quantity'], 'Return line item has an invalid quantity.', 'INVALID')]
    }),
    ...exchange.flatMap((one, index) => {
      const at = ['exchangeLineItems', String(index)]
      const item = found.exchangeLineItems.find((candidate) => candidate.id === one.exchangeLineItemId)
      if (!item)
        return [returnError([...at, 'exchangeLineItemId'], 'Exchange line item was not found.', 'NOT_FOUND')]
      if (total(item.id, one.quantity) <= unprocessedExchange(item)) return []
      return [returnError([...at, 'quantity'], 'Exchange line item has an invalid quantity.', 'INVALID')]
    }),
  ]
}

function removeUnits(order: Order, found: Return, returnLineItemId: string, quantity: number): void {
  const item = found.lineItems.find((one) => one.id === returnLineItemId)
  if (!item) return
  item.quantity -= quantity
  // The last units go, so that those processed and refunded, which are the first, stay what they were.
  item.units = sliceRanges(item.units, 0, item.quantity).map(([from, to]) => [from, to])
  if (item.restockingFee) item.restockingFee.amount = restockingFee(order, item, 0, item.quantity)
  shrinkReverseLines(found, item.id, quantity)
  found.lineItems = found.lineItems.filter((one) => one.quantity > 0)
}

type RemoveLinesArgs = { returnId: string; returnLineItems: { returnLineItemId: string; quantity: number }[] }

/** `returnLineItemRemoveFromReturn`, the deprecated form for return lines alone. */
export function returnLineItemRemoveFromReturn(
  source: unknown,
  args: RemoveLinesArgs,
  context: Context,
): ReturnPayload {
  return removeFromReturn(source, args, context)
}
