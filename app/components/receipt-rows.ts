import { formatMoney, isPositive, isZero, negate, type Money } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'

/** One row of a receipt as shown. `isTotal` rows stand under a line. */
export type ReceiptRow = { readonly label: string; readonly amount: string; readonly isTotal: boolean }

/** A receipt as rows that add up from top to bottom: lines, what comes on top, what goes off, the refund, the bonus, the total. */
export function receiptRows(quote: Quote, locale: string): readonly ReceiptRow[] {
  const row = (label: string, amount: Money, isTotal = false): ReceiptRow => ({
    label,
    amount: formatMoney(amount, locale),
    isTotal,
  })
  const rows = quote.lines.flatMap((line) => [
    row(`${line.quantity} × ${line.title}`, line.subtotal),
    ...(quote.taxesIncluded || isZero(line.tax) ? [] : [row('Tax', line.tax)]),
    ...(isPositive(line.restockingFee) ? [row('Restocking fee', negate(line.restockingFee))] : []),
  ])
  if (isPositive(quote.shipping)) rows.push(row('Shipping', quote.shipping))
  if (isPositive(quote.returnShippingFee))
    rows.push(row('Return shipping fee', negate(quote.returnShippingFee)))
  if (!isZero(quote.adjustment)) rows.push(row('Adjustment by Shopify', quote.adjustment))
  rows.push(row(quote.outcome === 'refund' ? 'Refund' : 'Store credit', quote.refund, true))
  if (isPositive(quote.bonus)) {
    rows.push(row('Bonus on store credit', quote.bonus), row('Total store credit', quote.total, true))
  }
  return rows
}
