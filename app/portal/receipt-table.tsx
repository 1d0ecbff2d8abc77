import { isZero, negate, sum } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import type { PortalText } from './portal-text.ts'

type Row = { readonly label: string; readonly amount: string }

/** The rows of a receipt: what comes back, what is taken off, what is added. They sum to the total below them. */
function rowsOf(quote: Quote, { t, money }: PortalText): readonly Row[] {
  const taxOnTop = sum(quote.taxesIncluded ? [] : quote.lines.map((line) => line.tax), quote.currency)
  const fees = quote.lines.filter((line) => !isZero(line.restockingFee))
  return [
    ...quote.lines.flatMap((line) => [
      {
        label: t('receipt.line', { title: line.title, quantity: line.quantity }),
        amount: money(line.price),
      },
      ...(isZero(line.discount)
        ? []
        : [
            {
              label: t('receipt.discount', { title: line.title }),
              amount: money(negate(line.discount)),
            },
          ]),
    ]),
    ...(isZero(taxOnTop) ? [] : [{ label: t('receipt.tax'), amount: money(taxOnTop) }]),
    ...(isZero(quote.shipping) ? [] : [{ label: t('receipt.shipping'), amount: money(quote.shipping) }]),
    ...fees.map((line) => ({
      label: t('receipt.restocking', { title: line.title }),
      amount: money(negate(line.restockingFee)),
    })),
    ...(isZero(quote.duties) ? [] : [{ label: t('receipt.duties'), amount: money(quote.duties) }]),
    ...quote.fees.map((fee) => ({ label: t(feeKey(fee.key)), amount: money(negate(fee.amount)) })),
    ...(isZero(quote.adjustment)
      ? []
      : [{ label: t('receipt.adjustment'), amount: money(quote.adjustment) }]),
    ...quote.exchanges.flatMap((one) => [
      {
        label: t('receipt.exchange', { title: one.title, quantity: one.quantity }),
        amount: money(negate(one.price)),
      },
      ...(isZero(one.discount)
        ? []
        : [{ label: t('receipt.exchange_discount', { title: one.title }), amount: money(one.discount) }]),
      ...(quote.taxesIncluded || isZero(one.tax)
        ? []
        : [{ label: t('receipt.exchange_tax', { title: one.title }), amount: money(negate(one.tax)) }]),
    ]),
    ...(isZero(quote.bonus) ? [] : [{ label: t('receipt.bonus'), amount: money(quote.bonus) }]),
  ]
}

/** A flat fee by its name; one that this version has no word for is still a fee. */
function feeKey(key: string) {
  if (key === 'return_shipping') return 'receipt.return_shipping'
  return key === 'restocking' ? 'receipt.restocking_flat' : 'receipt.handling'
}

function totalKey(quote: Quote) {
  return quote.outcome === 'exchange' ? 'receipt.total.refund' : (`receipt.total.${quote.outcome}` as const)
}

/** How a quote adds up, as a small table. `id` names it for the card that it explains. */
export function ReceiptTable({ quote, text, id }: { quote: Quote; text: PortalText; id: string }) {
  const { t, money } = text
  const hasFees = !isZero(quote.returnShippingFee) || quote.lines.some((line) => !isZero(line.restockingFee))
  const remarks = [
    ...(hasFees ? [] : [t('receipt.no_fees')]),
    ...(quote.taxesIncluded ? [t('receipt.tax_included')] : []),
  ]
  return (
    <div id={id}>
      <table className="returns-portal__receipt">
        <caption>{t('receipt.caption')}</caption>
        <thead className="returns-portal__hidden">
          <tr>
            <th scope="col">{t('receipt.item')}</th>
            <th scope="col">{t('receipt.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(quote, text).map((row, index) => (
            <tr key={index}>
              <th scope="row">
                <bdi>{row.label}</bdi>
              </th>
              <td>{row.amount}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t(isZero(quote.owed) ? totalKey(quote) : 'receipt.total.owed')}</th>
            <td>{money(isZero(quote.owed) ? quote.total : quote.owed)}</td>
          </tr>
        </tfoot>
      </table>
      {remarks.length === 0 ? null : <p className="returns-portal__hint">{remarks.join(' ')}</p>}
    </div>
  )
}
