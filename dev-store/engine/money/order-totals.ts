import type { Amounts, Duty, LineItem, Order, Return, ReturnLineItem, TaxLine } from '../state.ts'
import { add, amountsShare, mapAmounts, subtract, sum } from './amounts.ts'
import { percentOf } from './apportion.ts'
import { removedUnits, soldUnits } from './claims.ts'
import { lineWorth, shippingWorth } from './line-worth.ts'
import type { Worth } from './line-worth.ts'
import { netPayment } from './payments.ts'
import { countUnits, freeRanges, sliceRanges } from './unit-ranges.ts'
import type { UnitRange } from './unit-ranges.ts'

export type Totals = {
  /** line prices after discounts (tax inside when included) */
  subtotal: Amounts
  discounts: Amounts
  /** the part of `discounts` that is over the whole order */
  cartDiscounts: Amounts
  tax: Amounts
  shipping: Amounts
  duties: Amounts
  additionalFees: Amounts
  tips: Amounts
  returnFees: Amounts
  adjustments: Amounts
  quantity: number
  total: Amounts
}

/** Duty with its own taxes. */
export function dutyWorth(order: Order, duty: Duty): Amounts {
  return order.taxesIncluded
    ? { ...duty.price }
    : add(duty.price, sum(duty.taxLines.map((one) => one.amount)))
}

type UnitsOf = (line: LineItem) => UnitRange[]

/** `Order.totalPriceSet` and its parts: what was ordered, after edits and before returns; exchanges are no part of it. */
export function priceTotals(order: Order): Totals {
  const lines = order.lineItems.filter((line) => line.exchange === null)
  const ordered: UnitsOf = (line) => freeRanges(line.quantity, removedUnits(line))
  const cancelled = order.refunds
    .flatMap((refund) => refund.lineItems)
    .filter((item) => item.restockType === 'CANCEL')
  // A cancelling refund also removes units; the price before returns still holds them.
  return totalsOf(order, lines, (line) => [
    ...ordered(line),
    ...cancelled.filter((item) => item.lineItemId === line.id).flatMap((item) => item.units),
  ])
}

/** `Order.currentTotalPriceSet` and its parts: sales that stand after edits, processed returns, refunds and exchanges. */
export function currentTotals(order: Order): Totals {
  const totals = totalsOf(order, order.lineItems, (line) => soldUnits(order, line))
  const refundedShipping = sum(
    order.refunds.flatMap((refund) => refund.shippingLines.map((one) => one.subtotal)),
  )
  const refundedShippingTax = sum(
    order.refunds.flatMap((refund) => refund.shippingLines.map((one) => one.tax)),
  )
  const refundedDuties = sum(order.refunds.flatMap((refund) => refund.duties.map((one) => one.amount)))
  const refundedTips = sum(order.refunds.flatMap((refund) => (refund.tip ? [refund.tip] : [])))
  const returnFees = sum(order.returns.map((one) => chargedFees(order, one)))
  const adjustments = sum(
    order.refunds.flatMap((refund) => refund.adjustments.map((one) => add(one.amount, one.tax))),
  )
  const shippingBack = order.taxesIncluded ? refundedShipping : add(refundedShipping, refundedShippingTax)
  const reduced = sum([shippingBack, refundedDuties, refundedTips])
  return {
    ...totals,
    tax: subtract(totals.tax, refundedShippingTax),
    shipping: subtract(totals.shipping, refundedShipping),
    duties: subtract(totals.duties, refundedDuties),
    tips: subtract(totals.tips, refundedTips),
    returnFees,
    adjustments,
    total: add(subtract(totals.total, reduced), add(returnFees, adjustments)),
  }
}

function totalsOf(order: Order, lines: readonly LineItem[], unitsOf: UnitsOf): Totals {
  const worths = lines.map((line) => ({
    line,
    units: unitsOf(line),
    worth: lineWorth(order, line, unitsOf(line)),
  }))
  const goods = worths.filter(({ line }) => !line.isTip)
  const shipping = order.shippingLines
    .filter((line) => !line.isRemoved)
    .map((line) => shippingWorth(order, line))
  const sumOf = (pick: (worth: Worth) => Amounts) => sum(goods.map(({ worth }) => pick(worth)))
  // Duties fall by an explicit refund of duties alone, not by the return of the goods.
  const duties = sum(
    goods.flatMap(({ line }) =>
      line.duties.map((duty) => dutyShare(order, line, duty, freeRanges(line.quantity, removedUnits(line)))),
    ),
  )
  const fees = sum(
    order.additionalFees.map((fee) =>
      order.taxesIncluded ? fee.price : add(fee.price, taxOf(fee.taxLines)),
    ),
  )
  const tips = sum(worths.filter(({ line }) => line.isTip).map(({ worth }) => worth.total))
  const shippingDiscounts = sum(
    order.shippingLines.flatMap((line) =>
      line.isRemoved ? [] : line.discountAllocations.map((one) => one.amount),
    ),
  )
  return {
    subtotal: sumOf((worth) => worth.subtotal),
    discounts: add(
      subtract(
        sumOf((worth) => worth.original),
        sumOf((worth) => worth.subtotal),
      ),
      shippingDiscounts,
    ),
    cartDiscounts: subtract(
      sumOf((worth) => worth.beforeOrderDiscounts),
      sumOf((worth) => worth.subtotal),
    ),
    tax: add(
      sumOf((worth) => worth.tax),
      sum(shipping.map((one) => one.tax)),
    ),
    shipping: sum(shipping.map((one) => one.subtotal)),
    duties,
    additionalFees: fees,
    tips,
    returnFees: { shop: 0, presentment: 0 },
    adjustments: { shop: 0, presentment: 0 },
    quantity: goods.reduce((total, { units }) => total + countUnits(units), 0),
    total: sum([sumOf((worth) => worth.total), ...shipping.map((one) => one.total), duties, fees, tips]),
  }
}

function taxOf(taxLines: readonly TaxLine[]): Amounts {
  return sum(taxLines.map((one) => one.amount))
}

/** A line's duty for some of its units. */
export function dutyShare(order: Order, line: LineItem, duty: Duty, units: readonly UnitRange[]): Amounts {
  return amountsShare(dutyWorth(order, duty), line.quantity, units)
}

/**
 * Restocking fee of a return line for `count` units after the first `skip`: the percentage of the running subtotal after
 * all discounts, so that the fees of partial processing sum to the fee of the whole.
 */
export function restockingFee(order: Order, item: ReturnLineItem, skip: number, count: number): Amounts {
  const fee = item.restockingFee
  const line = order.lineItems.find((one) => one.id === item.lineItemId)
  if (!fee || !line) return { shop: 0, presentment: 0 }
  const upTo = (units: number) =>
    mapAmounts(lineWorth(order, line, sliceRanges(item.units, 0, units)).subtotal, (minor) =>
      percentOf(minor, fee.percentage),
    )
  return subtract(upTo(skip + count), upTo(skip))
}

/** Fees that processing has charged so far: restocking on processed units, and shipping fees once taken. */
function chargedFees(order: Order, one: Return): Amounts {
  return sum([
    ...one.lineItems.map((item) => restockingFee(order, item, 0, item.processedQuantity)),
    ...one.shippingFees.filter((fee) => fee.processed).map((fee) => fee.amount),
  ])
}

/**
 * `Order.totalOutstandingSet`: sales that stand less what was paid. Positive: the buyer owes; negative: a refund is owed
 * (schema text of the field).
 */
export function outstanding(order: Order): Amounts {
  return subtract(currentTotals(order).total, netPayment(order))
}
