import type { FulfillmentLineItem, LineItem, Order, Return, ReturnLineItem } from '../state.ts'
import { countUnits, freeRanges, mergeRanges, sliceRanges } from './unit-ranges.ts'
import type { UnitRange } from './unit-ranges.ts'

const CLAIMING: readonly Return['status'][] = ['REQUESTED', 'OPEN', 'CLOSED']

/** True while the return keeps its units from other returns: declined and cancelled ones free them (recorded). */
function isClaiming(one: Return): boolean {
  return CLAIMING.includes(one.status)
}

function returnLinesOf(order: Order, line: LineItem, filter: (one: Return) => boolean): ReturnLineItem[] {
  return order.returns
    .filter(filter)
    .flatMap((one) => one.lineItems.filter((item) => item.lineItemId === line.id))
}

function refundLinesOf(order: Order, line: LineItem) {
  return order.refunds.flatMap((refund) =>
    refund.lineItems
      .filter((item) => item.lineItemId === line.id)
      .map((item) => ({ ...item, returnId: refund.returnId })),
  )
}

/** Units that an order edit or a cancelling refund took off the order: always the last ones. */
export function removedUnits(line: LineItem): UnitRange[] {
  return line.removedQuantity > 0 ? [[line.quantity - line.removedQuantity, line.quantity]] : []
}

/** Units that were paid back, by any route. */
export function refundedUnits(order: Order, line: LineItem): UnitRange[] {
  return refundLinesOf(order, line).flatMap((item) => item.units)
}

/** Units that no return claims, no refund paid back and no edit removed: what a new claim may take. */
export function unclaimedUnits(order: Order, line: LineItem): UnitRange[] {
  const claimed = returnLinesOf(order, line, isClaiming).flatMap((item) => item.units)
  return freeRanges(line.quantity, [...removedUnits(line), ...claimed, ...refundedUnits(order, line)])
}

/**
 * Units for a refund without a return: unclaimed ones first, then those that a return claims and that were not paid yet.
 * A cancelling refund takes the last units, as those leave the order.
 */
export function unitsToRefund(
  order: Order,
  line: LineItem,
  quantity: number,
  cancelling: boolean,
): UnitRange[] {
  const unpaid = freeRanges(line.quantity, [...removedUnits(line), ...refundedUnits(order, line)])
  if (cancelling) return sliceRanges(unpaid, countUnits(unpaid) - quantity, quantity)
  const free = unclaimedUnits(order, line)
  const first = sliceRanges(free, 0, quantity)
  const missing = quantity - countUnits(first)
  if (missing === 0) return first
  const claimedUnpaid = freeRanges(line.quantity, [
    ...removedUnits(line),
    ...refundedUnits(order, line),
    ...free,
  ])
  return [...first, ...sliceRanges(claimedUnpaid, 0, missing)]
}

/** Units whose sale still stands: not removed, not processed on a return, not refunded. */
export function soldUnits(order: Order, line: LineItem): UnitRange[] {
  const processed = returnLinesOf(order, line, () => true).flatMap((item) =>
    sliceRanges(item.units, 0, item.processedQuantity),
  )
  return freeRanges(line.quantity, [...removedUnits(line), ...processed, ...refundedUnits(order, line)])
}

/** `LineItem.refundableQuantity`: ordered minus removed minus refunded; an open return does not lower it (returns-api §2.1). */
export function refundableQuantity(order: Order, line: LineItem): number {
  return countUnits(freeRanges(line.quantity, [...removedUnits(line), ...refundedUnits(order, line)]))
}

/** `LineItem.currentQuantity`: ordered minus removed, refunded, and claimed by an approved return (D17). */
export function currentQuantity(order: Order, line: LineItem): number {
  const approved = returnLinesOf(order, line, (one) => one.status === 'OPEN' || one.status === 'CLOSED')
  const gone = [
    ...removedUnits(line),
    ...refundedUnits(order, line),
    ...approved.flatMap((item) => item.units),
  ]
  return countUnits(freeRanges(line.quantity, gone))
}

/** Units of the line in fulfilments that were not cancelled. */
export function fulfilledQuantity(order: Order, line: LineItem): number {
  return fulfilledLines(order, line).reduce((total, item) => total + item.quantity, 0)
}

function fulfilledLines(order: Order, line: LineItem): FulfillmentLineItem[] {
  return order.fulfillments
    .filter((fulfillment) => fulfillment.status === 'SUCCESS')
    .flatMap((fulfillment) => fulfillment.lineItems.filter((item) => item.lineItemId === line.id))
}

/**
 * How many units of a fulfilment line can still go into a return: fulfilled, less claimed by returns, less refunded
 * without a return (Shopify help: refunded items cannot be returned). Units refunded without a return fill the line's
 * fulfilments in order; those of a cancelling refund fill what was never fulfilled first.
 * Gift cards, tips and lines of a cancelled order are not returnable.
 */
export function returnableQuantity(order: Order, target: FulfillmentLineItem): number {
  const line = order.lineItems.find((item) => item.id === target.lineItemId)
  if (!line || line.isGiftCard || line.isTip || order.cancelledAt !== null) return 0
  const all = fulfilledLines(order, line)
  const claims = returnLinesOf(order, line, isClaiming)
  const loose = refundLinesOf(order, line).filter(
    (item) => item.returnId === null && item.restockType !== 'CANCEL',
  )
  const claimedUnits = claims.flatMap((item) => item.units)
  // A refund beside the return of the same unit is counted by the return's claim already.
  const together = mergeRanges([...claimedUnits, ...loose.flatMap((item) => item.units)])
  let looseLeft = countUnits(together) - countUnits(mergeRanges(claimedUnits))
  for (const item of all) {
    const claimed = claims
      .filter((claim) => claim.fulfillmentLineItemId === item.id)
      .reduce((total, claim) => total + claim.quantity, 0)
    const open = Math.max(0, item.quantity - claimed)
    const taken = Math.min(open, looseLeft)
    if (item.id === target.id) return open - taken
    looseLeft -= taken
  }
  return 0
}
