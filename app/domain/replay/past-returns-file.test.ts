import { describe, expect, test } from 'vitest'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { readReturnsFile, requestsOfFile, returnColumns } from './past-returns-file.ts'

const read = (text: string) => readReturnsFile(text, 'Europe/London')
const heading = returnColumns.join(',')

describe('a file of past returns', () => {
  test('is read with its quotes, days of the shop, and units of either sign', () => {
    expect(
      read(
        [
          `\uFEFF${heading}`,
          '#1001,"SKU, ""large""",-2,2011-06-01,too-small,Store credit',
          '#1002,A1,1,2011-06-01 08:26:00,,',
          '#1002,A1,1,2011-06-01T08:26:00+02:00,,exchange',
          '',
        ].join('\r\n'),
      ),
    ).toEqual({
      ok: true,
      broken: [],
      returns: [
        {
          position: 0,
          orderName: '#1001',
          sku: 'SKU, "large"',
          quantity: 2,
          returnedAt: '2011-06-01T11:00:00Z',
          reason: 'too-small',
          outcome: 'store_credit',
        },
        expect.objectContaining({ returnedAt: '2011-06-01T07:26:00Z', reason: null, outcome: null }),
        expect.objectContaining({ returnedAt: '2011-06-01T06:26:00.000Z', outcome: 'exchange' }),
      ],
    })
  })

  test('may have its columns in any order, semicolons, and no reasons', () => {
    expect(read('returned at;sku;quantity;ORDER\n2011-06-01;A;1;#1\n')).toMatchObject({
      ok: true,
      returns: [{ orderName: '#1', sku: 'A', reason: null }],
    })
  })

  test('names the rows that it cannot read, and reads the others', () => {
    const rows = [
      ',A,1,2011-06-01',
      '#1,,1,2011-06-01',
      '#1,A,1.5,2011-06-01',
      '#1,A,0,2011-06-01',
      '#1,A,1,2011-02-30',
      '#1,A,1,1 June',
      '#1,A,1,2011-06-01,,cash',
      '#1,A,1,2011-06-01',
    ]
    const file = read([heading, ...rows].join('\n'))
    expect(file).toMatchObject({ ok: true, returns: [{ position: 7 }] })
    expect(file.ok && file.broken.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'no_order'],
      [3, 'no_sku'],
      [4, 'quantity'],
      [5, 'quantity'],
      [6, 'date'],
      [7, 'date'],
      [8, 'outcome'],
    ])
  })

  test('is refused without the columns that it needs', () => {
    expect(read('Order,Quantity\n#1,1\n')).toEqual({
      ok: false,
      missing: ['SKU', 'Returned at'],
      isTooLong: false,
    })
    expect(read('')).toMatchObject({ ok: false })
  })
})

describe('rows of an order', () => {
  const order = orderFacts({
    lines: [
      lineFacts({ id: 'gid://shopify/FulfillmentLineItem/1', sku: 'A', quantity: 5 }),
      lineFacts({ id: 'gid://shopify/FulfillmentLineItem/2', sku: 'A', quantity: 2 }),
    ],
  })
  const row = {
    position: 3,
    orderName: '#1',
    sku: 'A',
    quantity: 1,
    returnedAt: '2026-05-01T00:00:00Z',
    reason: null,
    outcome: null,
  }

  test('of one instant are one request, each for the last line that is large enough', () => {
    const requests = requestsOfFile(order, [
      row,
      { ...row, position: 4, quantity: 3 },
      { ...row, position: 5, quantity: 9 },
      { ...row, position: 6, sku: 'a' },
      { ...row, position: 7, returnedAt: '2026-05-02T00:00:00Z' },
    ])
    expect(requests.map(({ id, lines }) => [id, lines.map(({ lineId }) => lineId.at(-1))])).toEqual([
      ['file-3', ['2', '1', '1']],
      ['file-7', ['2']],
    ])
  })
})
