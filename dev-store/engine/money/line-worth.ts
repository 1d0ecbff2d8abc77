import type { Amounts, DiscountAllocation, LineItem, Order, ShippingLine } from '../state.ts'
import { add, amountsShare, subtract, sum, times } from './amounts.ts'
import type { UnitRange } from './unit-ranges.ts'

/** What some units of a line are worth. `subtotal` is after all discounts, and holds the tax when taxes are included. */
export type Worth = {
  original: Amounts
  beforeOrderDiscounts: Amounts
  subtotal: Amounts
  tax: Amounts
  /** What a buyer paid for them: subtotal, plus tax unless it is included. */
  total: Amounts
}

/** True for a discount over the whole order, which `discountedTotalSet` leaves out and `subtotalBeforeOrderDiscounts` adds back. */
export function isOrderLevel(order: Order, allocation: DiscountAllocation): boolean {
  const application = order.discountApplications[allocation.application]
  return application?.targetSelection === 'ALL' && application.allocationMethod === 'ACROSS'
}

/** Worth of the units in `ranges`: every figure is a difference of rounded running totals, so units sum to their line. */
export function lineWorth(order: Order, line: LineItem, ranges: readonly UnitRange[]): Worth {
  const whole = times(line.unitPrice, line.quantity)
  const share = (total: Amounts) => amountsShare(total, line.quantity, ranges)
  const lineDiscounts = sum(
    line.discountAllocations.filter((one) => !isOrderLevel(order, one)).map((one) => one.amount),
  )
  const allDiscounts = sum(line.discountAllocations.map((one) => one.amount))
  const subtotal = share(subtract(whole, allDiscounts))
  const tax = sum(line.taxLines.map((taxLine) => share(taxLine.amount)))
  return {
    original: share(whole),
    beforeOrderDiscounts: share(subtract(whole, lineDiscounts)),
    subtotal,
    tax,
    total: order.taxesIncluded ? subtotal : add(subtotal, tax),
  }
}

/** Price after discounts, tax and both together of a shipping line. */
export function shippingWorth(
  order: Order,
  line: ShippingLine,
): { subtotal: Amounts; tax: Amounts; total: Amounts } {
  const subtotal = subtract(line.price, sum(line.discountAllocations.map((one) => one.amount)))
  const tax = sum(line.taxLines.map((taxLine) => taxLine.amount))
  return { subtotal, tax, total: order.taxesIncluded ? subtotal : add(subtotal, tax) }
}
