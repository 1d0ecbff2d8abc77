import { formatMoney, type Money } from '#app/domain/money.ts'
import type { ReceiptRow } from './receipt-rows.ts'

/** What money beside a return's own refund is for. */
export const orderRefundWords = {
  gateway_failed: 'What the payment provider had failed to pay',
  partial_credit: 'A part of the price',
  goodwill: 'A gesture of goodwill',
} as const

/** Where money beside a return's own refund goes, as rows that add up. */
export function orderRefundRows(
  ways: readonly { readonly name: string; readonly amount: Money }[],
  total: Money,
): readonly ReceiptRow[] {
  const row = (label: string, amount: Money, isTotal = false): ReceiptRow => ({
    label,
    amount: formatMoney(amount, 'en'),
    isTotal,
  })
  return [...ways.map(({ name, amount }) => row(`to ${name}`, amount)), row('Paid back', total, true)]
}
