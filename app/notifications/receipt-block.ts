import { add, isZero, type Money, negate, sum } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { MailKey, MailText } from './mail-text.ts'
import type { Block } from './message.ts'

/** The arithmetic receipt as rows that add up; rows of nothing are left out. */
export function receiptBlock(quote: Quote, text: MailText): Block {
  const total = (pick: (line: Quote['lines'][number]) => Money) => sum(quote.lines.map(pick), quote.currency)
  const row = (key: MailKey, amount: Money, isTotal = false) => ({
    label: text.say(key),
    amount: text.money(amount),
    isTotal,
    isShown: isTotal || !isZero(amount),
  })
  const rows = [
    row(
      'receipt.subtotal',
      total((line) => line.subtotal),
    ),
    // Tax inside the price is not a part of its own.
    ...(quote.taxesIncluded
      ? []
      : [
          row(
            'receipt.tax',
            total((line) => line.tax),
          ),
        ]),
    row('receipt.shipping', quote.shipping),
    row('receipt.duties', quote.duties),
    row('receipt.restockingFee', negate(total((line) => line.restockingFee))),
    ...quote.fees.map((fee) => row(feeKeys[fee.key] ?? 'receipt.handlingFee', negate(fee.amount))),
    ...quote.exchanges.map((one) => ({
      label: text.say('receipt.exchange', { count: one.quantity, title: one.title }),
      amount: text.money(negate(quote.taxesIncluded ? one.subtotal : add(one.subtotal, one.tax))),
      isTotal: false,
      isShown: true,
    })),
    row('receipt.adjustment', quote.adjustment),
    ...(isZero(quote.bonus)
      ? []
      : [row('receipt.refund_credit', quote.refund), row('receipt.bonus', quote.bonus)]),
    isZero(quote.owed) ? row('receipt.total', quote.total, true) : row('receipt.owed', quote.owed, true),
  ]
  return { kind: 'receipt', rows: rows.filter((one) => one.isShown).map(({ isShown: _, ...one }) => one) }
}

const feeKeys: Readonly<Record<string, MailKey>> = {
  return_shipping: 'receipt.returnShippingFee',
  handling: 'receipt.handlingFee',
  restocking: 'receipt.restockingFlat',
}
