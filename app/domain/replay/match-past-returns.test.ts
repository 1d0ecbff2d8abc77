import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InvoiceRow, matchPastReturns } from './match-past-returns.ts'

const row = (some: Partial<InvoiceRow>): InvoiceRow => ({
  line: 1,
  customerId: '17850',
  stockCode: '85123A',
  quantity: 6,
  invoicedAt: '2011-01-10T10:00:00',
  ...some,
})
const back = (some: Partial<InvoiceRow> = {}) =>
  row({ line: 99, quantity: -2, invoicedAt: '2011-02-01T12:00:00', ...some })
const answeredBy = (purchases: readonly InvoiceRow[], returned = back()) =>
  matchPastReturns(purchases, [returned]).map(({ purchase }) => purchase?.line ?? null)

describe('a past return answers', () => {
  test.each([
    ['the latest purchase', [row({ line: 1 }), row({ line: 2, invoicedAt: '2011-01-11T10:00:00' })], 2],
    [
      'the latest, whatever their order in the file',
      [row({ line: 1, invoicedAt: '2011-01-11T10:00:00' }), row({ line: 2 })],
      1,
    ],
    ['of two at the same time the later row', [row({ line: 4 }), row({ line: 7 }), row({ line: 5 })], 7],
    ['one of the very same second', [row({ invoicedAt: '2011-02-01T12:00:00' })], 1],
    ['none a second after it', [row({ invoicedAt: '2011-02-01T12:00:01' })], null],
    ['none of the same day that is later', [row({ invoicedAt: '2011-02-01T13:00:00' })], null],
    ['one of exactly as many units', [row({ quantity: 2 })], 1],
    ['none of fewer units', [row({ quantity: 1 })], null],
    [
      'an earlier one where the latest is too small',
      [row({ line: 1 }), row({ line: 2, quantity: 1, invoicedAt: '2011-01-20T10:00:00' })],
      1,
    ],
    ['none of another customer', [row({ customerId: '17851' })], null],
    ['none of an unknown customer', [row({ customerId: null })], null],
    ['none whose code differs in case', [row({ stockCode: '85123a' })], null],
  ])('%s', (_name, purchases, line) => {
    expect(answeredBy(purchases)).toEqual([line])
  })

  test('the same purchase as another return: nothing is used up', () => {
    const returned = [back({ quantity: -6 }), back({ line: 100, quantity: -6 })]
    expect(
      matchPastReturns([row({})], returned).map(({ purchase, quantity }) => [purchase?.line, quantity]),
    ).toEqual([
      [1, 6],
      [1, 6],
    ])
  })

  test('nothing where the customer is unknown or no units came back: it is no return line', () => {
    expect(
      matchPastReturns([row({})], [back({ customerId: null }), back({ quantity: 0 }), back({ quantity: 2 })]),
    ).toEqual([])
  })
})

test('it finds what looking at every row finds', () => {
  const anyRow = fc.record({
    customerId: fc.constantFrom('1', '2', null),
    stockCode: fc.constantFrom('a', 'A', 'b'),
    quantity: fc.integer({ min: 1, max: 4 }),
    invoicedAt: fc.constantFrom(
      '2011-03-27T00:59:59',
      '2011-03-27T02:00:00',
      '2011-03-28T00:00:00',
      '2011-10-30T01:30:00',
    ),
  })
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 12 }),
      fc.array(anyRow, { maxLength: 6 }),
      (bought, returned) => {
        const purchases = bought.map((one, line) => ({ ...one, line }))
        const returns = returned.map((one, line) => ({ ...one, quantity: -one.quantity, line: 100 + line }))
        const expected = returns
          .filter(({ customerId }) => customerId !== null)
          .map((one) => {
            let best: (typeof purchases)[number] | null = null
            for (const other of purchases) {
              if (other.customerId !== one.customerId || other.stockCode !== one.stockCode) continue
              if (other.quantity < -one.quantity || other.invoicedAt > one.invoicedAt) continue
              if (best === null || other.invoicedAt >= best.invoicedAt) best = other
            }
            return best
          })
        expect(matchPastReturns(purchases, returns).map(({ purchase }) => purchase)).toEqual(expected)
      },
    ),
  )
})
