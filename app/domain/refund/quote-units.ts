import { add, allocate, type Money, sub, zero } from '../money.ts'
import type { QuoteLine, UnitReceipt } from './quote.ts'

/** Splits a line into its units; remainders go to the first ones, and every part sums to the line's. */
export function unitsOf(
  line: Pick<QuoteLine, 'quantity' | 'price' | 'discount' | 'tax' | 'restockingFee'>,
  taxesIncluded: boolean,
): readonly UnitReceipt[] {
  const count = Math.max(1, line.quantity)
  const split = (whole: Money) =>
    allocate(
      whole,
      Array.from({ length: count }, () => 1),
    )
  const [prices, discounts, taxes, fees] = [line.price, line.discount, line.tax, line.restockingFee].map(
    split,
  )
  return Array.from({ length: count }, (_, index): UnitReceipt => {
    const nothing = zero(line.price.currency)
    const price = prices?.[index] ?? nothing
    const discount = discounts?.[index] ?? nothing
    const tax = taxes?.[index] ?? nothing
    const restockingFee = fees?.[index] ?? nothing
    const gross = taxesIncluded ? sub(price, discount) : add(sub(price, discount), tax)
    return { price, discount, tax, restockingFee, amount: sub(gross, restockingFee) }
  })
}
