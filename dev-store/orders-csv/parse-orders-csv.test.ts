import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { describeOrdersCsv, parseOrdersCsv, parseOrdersCsvFile } from './parse-orders-csv.ts'
import type { OrdersCsv } from './parse-orders-csv.ts'

const HEADER = 'invoice,stock_code,description,quantity,invoiced_at,unit_price_gbp,customer_id,country'
const folder = mkdtempSync(join(tmpdir(), 'orders-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Pieces of odd lengths, so that rows are cut in the middle.
function pieces(text: string, size: number): AsyncIterable<string> {
  return Readable.from(cut(text, size))
}
function* cut(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}
const parse = (rows: string[], size = 7): Promise<OrdersCsv> =>
  parseOrdersCsv(pieces([HEADER, ...rows].join('\n'), size))
const row = (
  invoice: string,
  code: string,
  quantity: string,
  price: string,
  more = '2010-12-01 08:26:00',
): string => `${invoice},${code},NICE THING,${quantity},${more},${price},17850,United Kingdom`

describe('orders file', () => {
  test('makes one order per invoice, also when its rows are apart', async () => {
    const csv = await parse([row('1', 'A', '6', '2.55'), row('2', 'B1', '1', '3'), row('1', 'C', '2', '0.5')])
    expect(csv.orders.map((order) => [order.invoice, order.lines.length])).toEqual([
      ['1', 2],
      ['2', 1],
    ])
    expect(csv.orders[0]?.lines.map((line) => line.unitPriceMinor)).toEqual([255, 50])
    expect(csv.orders[0]?.invoicedAt).toBe('2010-12-01T08:26:00')
    expect(csv.counts).toMatchObject({ rows: 3, orders: 2, orderRows: 3, broken: 0 })
  })

  test('keeps rows of C-invoices as past returns', async () => {
    const csv = await parse([row('C1', 'A', '-2', '2.55'), row('C1', 'POST', '-1', '18')])
    expect(csv.orders).toEqual([])
    expect(csv.pastReturns.map(({ invoice, stockCode, quantity }) => [invoice, stockCode, quantity])).toEqual(
      [['C1', 'A', -2]],
    )
    expect(csv.counts.excludedCodes).toEqual({ POST: 1 })
  })

  test('leaves out rows that are no goods, exactly as spelt, and counts each once by its first reason', async () => {
    const codes = ['POST', 'DOT', 'M', 'm', 'D', 'S', 'C2', 'CRUK', 'B', 'PADS', 'BANK CHARGES', 'AMAZONFEE']
    const csv = await parse([
      ...codes.map((code) => row('1', code, '1', '0')),
      row('1', 'd', '1', '1'),
      row('1', 'post', '1', '1'),
    ])
    expect(Object.keys(csv.counts.excludedCodes).sort()).toEqual([...codes].sort())
    expect(csv.counts.nonPositivePrice).toBe(0)
    expect(csv.orders[0]?.lines.map((line) => line.stockCode)).toEqual(['d', 'post'])
  })

  test('leaves out zero and negative prices, and quantities of the wrong sign', async () => {
    const csv = await parse([
      row('1', 'A', '1', '0'),
      row('1', 'A', '1', '-11062.06'),
      row('1', 'A', '-3', '1'),
      row('C1', 'A', '3', '1'),
    ])
    expect(csv.counts).toMatchObject({ nonPositivePrice: 2, wrongSign: 2, orders: 0, broken: 0 })
  })

  test('names broken rows with their line and reads the rest', async () => {
    const csv = await parse([
      row('1', 'A', '1', '1'),
      row('1', 'A', 'many', '1'),
      'only,three,cells',
      row('1', 'A', '1', '1', '2010-02-30 10:00:00'),
      row('1', 'A', '1', 'free'),
      '1,A,"open quote,1,2010-12-01 08:26:00,1,1,France',
      row('1', 'A', '1', '1.005'),
      row('', 'A', '1', '1'),
      row('2', 'A', '1', '1'),
    ])
    expect(csv.brokenRows.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'the quantity "many" is not a whole number'],
      [4, '3 columns instead of 8'],
      [5, '"2010-02-30 10:00:00" is not a date and time'],
      [6, 'the price "free" is not a number'],
      [7, 'a quote is opened and not closed'],
      [8, 'the price "1.005" is not whole pence'],
      [9, 'the invoice is empty'],
    ])
    expect(csv.orders.map((order) => order.invoice)).toEqual(['1', '2'])
    expect(describeOrdersCsv(csv).join('\n')).toContain('line 3: the quantity "many"')
  })

  test('reads quotes, commas and line ends inside of cells, CRLF, a byte-order mark and other column orders', async () => {
    const text = [
      '\uFEFFcountry,customer_id,unit_price_gbp,invoiced_at,quantity,description,stock_code,invoice,extra',
      'France,,1.5,2010-12-01 08:26,2,"BOX, ""RED""\r\nBIG",A,9,x',
      'France,12.0,1.5,2010-12-02 08:26,2,PLAIN,A,10,x',
      '',
    ].join('\r\n')
    const csv = await parseOrdersCsv(pieces(text, 5))
    expect(csv.brokenRows).toEqual([])
    expect(csv.orders[0]?.lines[0]?.description).toBe('BOX, "RED"\nBIG')
    expect(csv.orders.map((order) => order.customerId)).toEqual([null, '12'])
    expect(csv.orders[1]?.lines[0]?.line).toBe(4)
    expect([csv.firstDay, csv.lastDay]).toEqual(['2010-12-01', '2010-12-02'])
  })

  test('refuses what is no orders file with a sentence', async () => {
    await expect(parseOrdersCsv(pieces('', 5))).rejects.toThrow('it is empty')
    await expect(parseOrdersCsv(pieces('a,b\n1,2', 5))).rejects.toThrow('does not name invoice, stock_code')
    await expect(parseOrdersCsvFile(join(folder, 'none.csv'))).rejects.toThrow('ENOENT')
  })

  test('unpacks gzip by its bytes and reads a cut-off file to where it ends', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => row(String(i), `A${String(i * 7919)}`, '1', '1'))
    const packed = gzipSync([HEADER, ...many].join('\n'))
    const whole = join(folder, 'whole.csv')
    const cut = join(folder, 'cut.csv.gz')
    writeFileSync(whole, packed)
    writeFileSync(cut, packed.subarray(0, packed.length - 5_000))
    expect((await parseOrdersCsvFile(whole)).counts.orders).toBe(20_000)
    const half = await parseOrdersCsvFile(cut)
    expect(half.counts.orders).toBeGreaterThan(1_000)
    expect(half.brokenRows.at(-1)?.reason).toContain('cannot be read further')
  })
})

const real = join(import.meta.dirname, '../../../shared/data/online-retail-2010-12-to-2011-05.csv.gz')
const hasRealFile = existsSync(real)
if (!hasRealFile) console.warn('SKIPPED: the real orders file is not beside this checkout (../shared/data)')

describe.skipIf(!hasRealFile)('the real orders file', () => {
  test('has exactly these orders, past returns and exclusions', async () => {
    const csv = await parseOrdersCsvFile(real)
    expect(csv.counts).toEqual({
      rows: 209_029,
      orders: 8_067,
      orderRows: 202_986,
      pastReturnRows: 3_526,
      excludedCodes: {
        POST: 476,
        D: 28,
        C2: 52,
        M: 238,
        'BANK CHARGES': 17,
        S: 43,
        AMAZONFEE: 17,
        DOT: 356,
        m: 1,
        PADS: 1,
      },
      nonPositivePrice: 1_288,
      wrongSign: 0,
      broken: 0,
    })
    expect([csv.firstDay, csv.lastDay]).toEqual(['2010-12-01', '2011-05-31'])
    expect(csv.orders.find((order) => order.invoice === '536365')?.lines).toHaveLength(7)
  }, 30_000)
})
