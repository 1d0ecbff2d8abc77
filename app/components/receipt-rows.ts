import { formatMoney, isPositive, isZero, negate, type Money } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'

/** One row of a receipt as shown. `isTotal` rows stand under a line. */
export type ReceiptRow = { readonly label: string; readonly amount: string; readonly isTotal: boolean }

/**
 * A receipt as rows that add up from top to bottom: lines, what comes on top, what goes off, the refund; under it where it goes
 * and what the shop's own books say, then the bonus and the total.
 */
export function receiptRows(quote: Quote, locale: string): readonly ReceiptRow[] {
  const row = (label: string, amount: Money, isTotal = false): ReceiptRow => ({
    label,
    amount: formatMoney(amount, locale),
    isTotal,
  })
  const rows = quote.lines.flatMap((line) => [
    row(`${line.quantity} × ${line.title}`, line.price),
    ...(isZero(line.discount) ? [] : [row('Discount', negate(line.discount))]),
    ...(quote.taxesIncluded || isZero(line.tax) ? [] : [row('Tax', line.tax)]),
    ...(isPositive(line.restockingFee) ? [row('Restocking fee', negate(line.restockingFee))] : []),
  ])
  if (isPositive(quote.shipping)) rows.push(row('Shipping', quote.shipping))
  if (isPositive(quote.duties)) rows.push(row('Duties', quote.duties))
  for (const fee of quote.fees) rows.push(row(feeNames[fee.key] ?? 'Fee', negate(fee.amount)))
  for (const one of quote.exchanges) {
    rows.push(row(`In exchange: ${one.quantity} × ${one.title}`, negate(one.price)))
    if (!isZero(one.discount)) rows.push(row('Taken off the exchange', one.discount))
    if (!quote.taxesIncluded && !isZero(one.tax)) rows.push(row('Tax on the exchange', negate(one.tax)))
  }
  if (!isZero(quote.adjustment)) rows.push(row('Adjustment by Shopify', quote.adjustment))
  rows.push(
    isPositive(quote.owed)
      ? row('Invoice to the buyer', quote.owed, true)
      : row(quote.outcome === 'store_credit' ? 'Store credit' : 'Refund', quote.refund, true),
  )
  if (quote.tenders.length > 1)
    for (const tender of quote.tenders) rows.push(row(`to ${tender.name}`, tender.amount))
  if (quote.inShopCurrency !== null)
    rows.push(row(`in ${quote.inShopCurrency.currency}`, quote.inShopCurrency.refund))
  if (isPositive(quote.bonus)) {
    rows.push(row('Bonus on store credit', quote.bonus), row('Total store credit', quote.total, true))
  }
  return rows
}

const feeNames: Readonly<Record<string, string>> = {
  restocking: 'Restocking fee per return',
  handling: 'Handling fee',
  return_shipping: 'Return shipping fee',
}
