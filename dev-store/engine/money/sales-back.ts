import type { Amounts, LineItem, Order, RefundDuty } from '../state.ts'
import { add, subtract, sum, ZERO } from './amounts.ts'
import { unitShare } from './apportion.ts'
import { soldUnits } from './claims.ts'
import { lineWorth, shippingWorth } from './line-worth.ts'
import type { Worth } from './line-worth.ts'
import { dutyShare, dutyWorth } from './order-totals.ts'
import { freeRanges } from './unit-ranges.ts'
import type { UnitRange } from './unit-ranges.ts'

export type LineBack = { readonly line: LineItem; readonly quantity: number; readonly units: UnitRange[] }
export type DutyInput = { readonly dutyId: string; readonly refundType?: 'FULL' | 'PROPORTIONAL' | null }

/** What a refund or the processing of a return takes back; shipping in presentment minor units. */
export type Selection = {
  readonly lines: readonly LineBack[]
  readonly shipping: number | 'full' | null
  readonly duties: readonly DutyInput[]
  readonly tipLineId: string | null
}

export type ShippingBack = {
  lines: { shippingLineId: string; subtotal: Amounts; tax: Amounts }[]
  subtotal: Amounts
  tax: Amounts
  total: Amounts
  maximum: Amounts
}

export type SalesBack = {
  lines: (LineBack & { worth: Worth })[]
  original: Amounts
  subtotal: Amounts
  cartDiscount: Amounts
  tax: Amounts
  shipping: ShippingBack
  duties: RefundDuty[]
  dutiesTotal: Amounts
  tip: Amounts
  /** How far the order's sales fall: units whose sale was taken back before (a processed return) count nothing here. */
  salesDrop: Amounts
}

/** Worth of what a selection takes back, part by part. Changes nothing. */
export function salesBack(order: Order, selection: Selection): SalesBack {
  const lines = selection.lines.map((one) => ({ ...one, worth: lineWorth(order, one.line, one.units) }))
  const shipping = shippingBack(order, selection.shipping)
  const duties = dutiesBack(order, selection)
  const dutiesTotal = sum(duties.map((one) => one.amount))
  const tip = selection.tipLineId === null ? ZERO : tipLeft(order, selection.tipLineId)
  const lineDrop = sum(lines.map((one) => lineWorth(order, one.line, stillSold(order, one)).total))
  const taxOfLines = sum(lines.map((one) => one.worth.tax))
  return {
    lines,
    original: sum(lines.map((one) => one.worth.original)),
    subtotal: sum(lines.map((one) => one.worth.subtotal)),
    cartDiscount: sum(lines.map((one) => subtract(one.worth.beforeOrderDiscounts, one.worth.subtotal))),
    tax: add(taxOfLines, shipping.tax),
    shipping,
    duties,
    dutiesTotal,
    tip: { ...tip },
    salesDrop: sum([lineDrop, shipping.total, dutiesTotal, tip]),
  }
}

function stillSold(order: Order, one: LineBack): UnitRange[] {
  const gone = freeRanges(one.line.quantity, soldUnits(order, one.line))
  return freeRanges(one.line.quantity, [...gone, ...freeRanges(one.line.quantity, one.units)])
}

/** What of the shipping can still be refunded, before tax unless it is included. */
export function shippingLeft(order: Order): Amounts {
  const paid = sum(
    order.shippingLines.filter((line) => !line.isRemoved).map((line) => shippingWorth(order, line).subtotal),
  )
  return subtract(
    paid,
    sum(order.refunds.flatMap((refund) => refund.shippingLines.map((one) => one.subtotal))),
  )
}

/** Spreads a shipping refund over the shipping lines in order; the tax follows in proportion, its remainder with the last part. */
function shippingBack(order: Order, wanted: number | 'full' | null): ShippingBack {
  const maximum = shippingLeft(order)
  let left = wanted === 'full' ? maximum.presentment : (wanted ?? 0)
  const lines: ShippingBack['lines'] = []
  for (const line of order.shippingLines.filter((one) => !one.isRemoved)) {
    const worth = shippingWorth(order, line)
    const before = sum(
      order.refunds.flatMap((refund) =>
        refund.shippingLines.filter((one) => one.shippingLineId === line.id).map((one) => one.subtotal),
      ),
    ).presentment
    const take = Math.min(left, worth.subtotal.presentment - before)
    if (take <= 0) continue
    const share = (total: number) => unitShare(total, worth.subtotal.presentment, before, before + take)
    lines.push({
      shippingLineId: line.id,
      subtotal: { shop: share(worth.subtotal.shop), presentment: take },
      tax: { shop: share(worth.tax.shop), presentment: share(worth.tax.presentment) },
    })
    left -= take
  }
  const subtotal = sum(lines.map((one) => one.subtotal))
  const tax = sum(lines.map((one) => one.tax))
  return { lines, subtotal, tax, total: order.taxesIncluded ? subtotal : add(subtotal, tax), maximum }
}

function dutiesBack(order: Order, selection: Selection): RefundDuty[] {
  return selection.duties.flatMap((input) => {
    const line = order.lineItems.find((one) => one.duties.some((duty) => duty.id === input.dutyId))
    const duty = line?.duties.find((one) => one.id === input.dutyId)
    if (!line || !duty) return []
    const refunded = sum(
      order.refunds.flatMap((refund) =>
        refund.duties.filter((one) => one.dutyId === duty.id).map((one) => one.amount),
      ),
    )
    const left = subtract(dutyWorth(order, duty), refunded)
    const units = selection.lines.filter((one) => one.line.id === line.id).flatMap((one) => one.units)
    const wanted = input.refundType === 'PROPORTIONAL' ? dutyShare(order, line, duty, units) : left
    const amount = {
      shop: Math.min(wanted.shop, left.shop),
      presentment: Math.min(wanted.presentment, left.presentment),
    }
    return [{ dutyId: duty.id, amount }]
  })
}

function tipLeft(order: Order, tipLineId: string): Amounts {
  const line = order.lineItems.find((one) => one.id === tipLineId && one.isTip)
  if (!line) return ZERO
  const refunded = sum(order.refunds.flatMap((refund) => (refund.tip ? [refund.tip] : [])))
  const all = sum(
    order.lineItems.filter((one) => one.isTip).map((one) => lineWorth(order, one, [[0, one.quantity]]).total),
  )
  const left = subtract(all, refunded)
  const own = lineWorth(order, line, [[0, line.quantity]]).total
  return { shop: Math.min(own.shop, left.shop), presentment: Math.min(own.presentment, left.presentment) }
}
