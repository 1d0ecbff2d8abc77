import { describe, expect, it } from 'vitest'
import { money } from '#app/domain/money.ts'
import { buildQuote } from '#app/domain/refund/build-quote.ts'
import { receiptRows } from './receipt-rows.ts'

const usd = (minor: number) => money(minor, 'USD')
const figures = {
  outcome: 'store_credit',
  currency: 'USD',
  taxesIncluded: false,
  lines: [
    {
      lineId: 'l1',
      title: 'Shirt',
      quantity: 2,
      subtotal: usd(4000),
      tax: usd(400),
      restockingFee: usd(600),
      bonusPercent: 10,
    },
  ],
  shipping: usd(0),
  returnShippingFee: usd(500),
  suggested: usd(3200),
} as const
const shown = (quote: Parameters<typeof receiptRows>[0]) =>
  receiptRows(quote, 'en').map(({ label, amount }) => `${label} ${amount}`)

describe('receipt rows', () => {
  it('shows every part, with what goes off as negative, and the bonus under the sum it is not part of', () => {
    expect(shown(buildQuote(figures))).toEqual([
      '2 × Shirt $40.00',
      'Tax $4.00',
      'Restocking fee -$6.00',
      'Return shipping fee -$5.00',
      'Adjustment by Shopify -$1.00',
      'Store credit $32.00',
      'Bonus on store credit $3.80',
      'Total store credit $35.80',
    ])
  })

  it('leaves out what is nothing, and tax that is inside the price', () => {
    const plain = {
      ...figures,
      outcome: 'refund',
      taxesIncluded: true,
      returnShippingFee: usd(0),
      suggested: null,
    } as const
    expect(shown(buildQuote(plain))).toEqual(['2 × Shirt $40.00', 'Restocking fee -$6.00', 'Refund $34.00'])
  })
})
