import { createHash } from 'node:crypto'
import type { Context } from '../context.ts'
import { mapAmounts, subtract } from '../money/amounts.ts'
import { mulDivRound } from '../money/apportion.ts'
import { currentQuantity, fulfilledQuantity, soldUnits, unclaimedUnits } from '../money/claims.ts'
import { lineWorth } from '../money/line-worth.ts'
import { keepOrderAgreement, newFulfillmentOrder } from '../order-builder.ts'
import { moveStock, primaryLocation } from '../returns/stock.ts'
import type { CalculatedOrder, LineItem, Order, Sale } from '../state.ts'

/** Number of an edit, as both its ids carry it. */
const SESSION = /\/OrderEditSession\//

/** The edit behind the id of a calculated order or of its session. */
export const findEdit = (context: Context, id: string): CalculatedOrder | undefined =>
  context.get('calculatedOrders', id.replace(SESSION, '/CalculatedOrder/'))

export const sessionOf = (edit: CalculatedOrder) => ({
  id: edit.id.replace('/CalculatedOrder/', '/OrderEditSession/'),
})

/** What must stand still between begin and commit. */
export const baseOf = (order: Order): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        order.lineItems,
        order.fulfillments,
        order.refunds,
        order.returns,
        order.shippingLines,
        order.cancelledAt,
      ]),
    )
    .digest('hex')

/** A line of the order has its own number; a line that the edit adds has a UUID (recorded: orderEdit-quantity-validation). */
export const calculatedId = (line: LineItem): string => line.id.replace('/LineItem/', '/CalculatedLineItem/')

export const isAdded = (line: LineItem): boolean => line.id.includes('/CalculatedLineItem/')

/** Units that an edit may take off: not fulfilled, and at the end of the line, where no return or refund has a claim. */
export const editableQuantity = (order: Order, line: LineItem): number => {
  const open = line.quantity - line.removedQuantity - fulfilledQuantity(order, line)
  const [from, to] = unclaimedUnits(order, line).at(-1) ?? [0, 0]
  const free = to === line.quantity - line.removedQuantity ? to - from : 0
  return Math.max(0, Math.min(open, free))
}

/** Added units cost what the others cost: discounts and taxes of the line grow in proportion [our guess]. */
const growTo = (line: LineItem, quantity: number): void => {
  const before = line.quantity
  const grown = (minor: number) => mulDivRound(minor, quantity, before)
  for (const one of [...line.discountAllocations, ...line.taxLines])
    one.amount = mapAmounts(one.amount, grown)
  line.quantity = quantity
}

const isRefunded = (order: Order, line: LineItem): boolean =>
  order.refunds.some((refund) => refund.lineItems.some((one) => one.lineItemId === line.id))

/** Sets a line's quantity in the copy; answers why not, when it cannot be. */
export const setLineQuantity = (order: Order, line: LineItem, quantity: number): string | undefined => {
  const delta = quantity - currentQuantity(order, line)
  if (delta === 0) return undefined
  if (-delta > editableQuantity(order, line)) return 'Quantity cannot be lower than the uneditable quantity'
  if (delta < 0) {
    line.removedQuantity -= delta
    return undefined
  }
  // Refunded units are tied to their places in the line, which growing would move.
  if (isRefunded(order, line)) return 'Line item cannot be edited because units of it were refunded'
  const back = Math.min(delta, line.removedQuantity)
  line.removedQuantity -= back
  if (delta > back) growTo(line, line.quantity + delta - back)
  return undefined
}

const standing = (order: Order, line: LineItem | undefined) =>
  line ? lineWorth(order, line, soldUnits(order, line)) : undefined

/** Units of a line that an edit adds (positive) or takes off (negative). */
export const unitsChanged = (before: LineItem | undefined, after: LineItem): number =>
  after.quantity - after.removedQuantity - (before ? before.quantity - before.removedQuantity : 0)

const salesOf = (context: Context, live: Order, edited: Order): Sale[] =>
  edited.lineItems.flatMap((line): Sale[] => {
    const before = live.lineItems.find((one) => one.id === line.id)
    const now = standing(edited, line)
    const was = standing(live, before)
    if (!now) return []
    const none = { shop: 0, presentment: 0 }
    const quantity = unitsChanged(before, line)
    const totalAmount = subtract(now.total, was?.total ?? none)
    if (quantity === 0 && totalAmount.shop === 0 && totalAmount.presentment === 0) return []
    return [
      {
        id: context.nextId('Sale'),
        actionType: quantity > 0 ? 'ORDER' : quantity < 0 ? 'RETURN' : 'UPDATE',
        lineType: line.isGiftCard ? 'GIFT_CARD' : 'PRODUCT',
        lineItemId: line.id,
        quantity: quantity === 0 ? null : quantity,
        totalAmount,
        totalDiscount: subtract(
          subtract(now.original, now.subtotal),
          was ? subtract(was.original, was.subtotal) : none,
        ),
        totalTax: subtract(now.tax, was?.tax ?? none),
      },
    ]
  })

/** Takes units off the parcels that wait for them, newest first; a parcel that has nothing left is cancelled. */
const shrinkParcels = (context: Context, order: Order, lineItemId: string, units: number): void => {
  let left = units
  for (const parcel of order.fulfillmentOrders.toReversed()) {
    if (parcel.status === 'CLOSED' || parcel.status === 'CANCELLED') continue
    for (const line of parcel.lineItems.filter((one) => one.lineItemId === lineItemId)) {
      const taken = Math.min(left, line.remainingQuantity)
      line.remainingQuantity -= taken
      line.totalQuantity -= taken
      left -= taken
      if (taken > 0) parcel.updatedAt = context.now
    }
    parcel.lineItems = parcel.lineItems.filter((one) => one.totalQuantity > 0)
    if (parcel.lineItems.length === 0) parcel.status = 'CANCELLED'
    else if (parcel.lineItems.every((one) => one.remainingQuantity === 0)) parcel.status = 'CLOSED'
  }
}

/** Puts added units into an open parcel, or into a new one. */
const growParcels = (context: Context, order: Order, line: LineItem, units: number): string => {
  const open = order.fulfillmentOrders.find((one) => one.status === 'OPEN')
  if (!open) {
    const location = primaryLocation(context)
    const made = newFulfillmentOrder(context, [{ ...line, quantity: units }], location.id, context.now)
    order.fulfillmentOrders.push(made)
    return location.id
  }
  const known = open.lineItems.find((one) => one.lineItemId === line.id)
  open.updatedAt = context.now
  if (known) {
    known.totalQuantity += units
    known.remainingQuantity += units
  } else {
    open.lineItems.push({
      id: context.nextId('FulfillmentOrderLineItem'),
      lineItemId: line.id,
      totalQuantity: units,
      remainingQuantity: units,
    })
  }
  return open.assignedLocationId
}

const committedAt = (context: Context, variantId: string | null, locationId: string): number => {
  const variant = variantId === null ? undefined : context.get('variants', variantId)
  const key = variant && context.index.levelKey(variant.inventoryItemId, locationId)
  return key === undefined ? 0 : (context.get('inventoryLevels', key)?.quantities['committed'] ?? 0)
}

const removeUnits = (
  context: Context,
  order: Order,
  line: LineItem,
  units: number,
  restockAt: string | undefined,
): void => {
  const locationId =
    restockAt ??
    order.fulfillmentOrders.find((one) => one.lineItems.some((item) => item.lineItemId === line.id))
      ?.assignedLocationId
  shrinkParcels(context, order, line.id, units)
  if (locationId === undefined) return
  const committed = Math.min(committedAt(context, line.variantId, locationId), units)
  const deltas = {
    ...(restockAt === undefined ? {} : { available: units }),
    ...(committed > 0 ? { committed: -committed } : {}),
  }
  if (Object.keys(deltas).length > 0) moveStock(context, { variantId: line.variantId, locationId, deltas })
}

export type CommittedEdit = {
  additions: { id: string; delta: number }[]
  removals: { id: string; delta: number }[]
  discounts: { id: string; added: boolean }[]
}

/** Carries the copy's lines over to the order, which is open for change; answers what changed, by line id. */
export const applyEdit = (context: Context, live: Order, edit: CalculatedOrder): CommittedEdit => {
  const edited = edit.order
  const sales = salesOf(context, live, edited)
  keepOrderAgreement(live)
  const result: CommittedEdit = { additions: [], removals: [], discounts: [] }
  live.discountApplications = structuredClone(edited.discountApplications)
  for (const changed of edited.lineItems) {
    const before = live.lineItems.find((one) => one.id === changed.id)
    const units = unitsChanged(before, changed)
    if (changed.discountAllocations.length > (before?.discountAllocations.length ?? 0))
      result.discounts.push({ id: changed.id, added: true })
    const line = before ?? { ...structuredClone(changed), id: context.nextId('LineItem') }
    if (before) Object.assign(before, structuredClone(changed))
    else live.lineItems.push(line)
    for (const sale of sales) if (sale.lineItemId === changed.id) sale.lineItemId = line.id
    for (const one of result.discounts) if (one.id === changed.id) one.id = line.id
    if (units > 0) {
      result.additions.push({ id: line.id, delta: units })
      const locationId = growParcels(context, live, line, units)
      moveStock(context, {
        variantId: line.variantId,
        locationId,
        deltas: { available: -units, committed: units },
      })
    }
    if (units < 0) {
      result.removals.push({ id: line.id, delta: -units })
      removeUnits(context, live, line, -units, edit.restock[changed.id])
    }
  }
  live.agreements.push({
    id: context.nextId('SalesAgreement'),
    reason: 'ORDER_EDIT',
    happenedAt: context.now,
    subjectId: null,
    sales,
  })
  live.edited = true
  live.updatedAt = context.now
  return result
}
