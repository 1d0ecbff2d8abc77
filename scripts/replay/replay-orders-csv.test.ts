import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseOrdersCsv, parseOrdersCsvFile } from '../../dev-store/orders-csv/parse-orders-csv.ts'
import type { OrdersCsv } from '../../dev-store/orders-csv/parse-orders-csv.ts'
import { readPolicy, windowPolicy } from './read-policy.ts'
import { replayOrdersCsv } from './replay-orders-csv.ts'

const header = 'invoice,stock_code,description,quantity,invoiced_at,unit_price_gbp,customer_id,country'

type Row = Partial<Record<'code' | 'units' | 'at' | 'price' | 'customer' | 'country', string>>
const row = (invoice: string, some: Row = {}): string => {
  const {
    code = '85123A',
    units = '6',
    at = '2011-01-10 10:00:00',
    price = '2.55',
    customer = '17850',
    country = 'United Kingdom',
  } = some
  return [invoice, code, 'WHITE LIGHT', units, at, price, customer, country].join(',')
}

const read = (rows: readonly string[]): Promise<OrdersCsv> =>
  parseOrdersCsv(Readable.from([[header, ...rows].join('\n')]))
const byWindow = async (rows: readonly string[], days: number) =>
  replayOrdersCsv(await read(rows), { policy: windowPolicy(days), floor: false })

describe('past returns of a file, by a window alone', () => {
  test.each([
    ['on the last day to its last second', '2011-01-10 00:00:00', '2011-01-15 23:59:59', 5, 'eligible'],
    ['a second later', '2011-01-10 00:00:00', '2011-01-16 00:00:00', 5, 'denied'],
    ['a second over midnight is a day', '2011-01-10 23:59:59', '2011-01-11 00:00:00', 0, 'denied'],
    ['the same day within no days at all', '2011-01-10 00:00:00', '2011-01-10 23:59:59', 0, 'eligible'],
    ['over the night that is an hour short', '2011-03-26 23:30:00', '2011-03-27 23:30:00', 1, 'eligible'],
    ['in that night: before and after the hour', '2011-03-27 00:30:00', '2011-03-27 02:30:00', 0, 'eligible'],
    ['over the night that is an hour long', '2010-10-30 00:30:00', '2010-11-01 23:30:00', 2, 'eligible'],
    ['and not over it', '2010-10-30 23:30:00', '2010-11-02 00:10:00', 2, 'denied'],
    [
      'in summer time: half past midnight in London is the day before in UTC',
      '2011-05-01 00:30:00',
      '2011-05-04 00:10:00',
      3,
      'eligible',
    ],
    ['and not a day more', '2011-05-01 23:30:00', '2011-05-05 00:10:00', 3, 'denied'],
  ] as const)('%s', async (_name, bought, returned, days, verdict) => {
    const counts = await byWindow([row('1', { at: bought }), row('C2', { units: '-1', at: returned })], days)
    expect(counts).toMatchObject({ returnLines: 1, matched: 1, [verdict]: 1, review: 0 })
    expect(counts.eligible + counts.denied).toBe(1)
  })

  test('the refund is the purchase’s price, exact to the penny and beyond what one amount can hold', async () => {
    const rows = [
      row('1', { price: '0.07', units: '30' }),
      row('C2', { units: '-29', price: '9.99', at: '2011-01-11 10:00:00' }),
      row('3', { code: 'B1', price: '999999999.99', units: '999999999' }),
      row('C4', { code: 'B1', units: '-999999999', at: '2011-01-11 10:00:00' }),
    ]
    expect((await byWindow(rows, 30)).refundGbp).toBe(
      (99_999_999_999n * 999_999_999n + 203n).toString().replace(/(\d\d)$/, '.$1'),
    )
    expect((await byWindow([], 30)).refundGbp).toBe('0.00')
    expect(
      (
        await byWindow(
          rows.slice(0, 2).map((one) => one.replace('0.07', '0.01').replace('-29', '-1')),
          30,
        )
      ).refundGbp,
    ).toBe('0.01')
  })

  test('rows that the loader leaves out count nowhere; unmatched ones among the return lines alone', async () => {
    const bought = row('1')
    const at = '2011-01-11 10:00:00'
    const rows = [
      bought,
      row('C2', { at, units: '-1' }),
      row('C2', { at, units: '-1', code: 'POST' }),
      row('C2', { at, units: '-1', price: '0.00' }),
      row('C2', { at, units: '-1', price: '1.005' }),
      row('C2', { at, units: '1' }),
      row('C2', { at, units: '-1', customer: '' }),
      row('C2', { at, units: '-1', code: '85123a' }),
      row('C2', { at, units: '-7' }),
      row('c3', { at, units: '-1' }),
      'C4,85123A,broken',
    ]
    expect(await byWindow(rows, 30)).toEqual({
      returnLines: 3,
      matched: 1,
      eligible: 1,
      denied: 0,
      review: 0,
      refundGbp: '2.55',
    })
  })
})

describe('past returns of a file, by a policy', () => {
  let folder = ''
  const policyFile = (policy: unknown): string => {
    const file = join(folder, 'policy.json')
    writeFileSync(file, JSON.stringify(policy))
    return file
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'replay-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('the law stands below it, rules look at the order, and what wants a person is for review', async () => {
    const rows = [
      row('1', { code: 'GB' }),
      row('2', { code: 'US', country: 'USA' }),
      row('3', { code: 'BIG', price: '100.00' }),
      ...['GB', 'US', 'BIG'].map((code) => row('C9', { code, units: '-1', at: '2011-01-13 10:00:00' })),
    ]
    const policy = readPolicy(
      policyFile({
        baseline: { returnWindow: { days: 1, from: 'order', transitDays: 0 } },
        rules: [
          {
            id: 'big',
            name: 'Big orders',
            when: { kind: 'orderTotal', is: 'atLeast', amounts: { GBP: '500' } },
            set: { review: 'staff' },
          },
        ],
      }),
    )
    const csv = await read(rows)
    expect(replayOrdersCsv(csv, { policy, floor: true })).toMatchObject({
      matched: 3,
      eligible: 1,
      review: 1,
      denied: 1,
      refundGbp: '2.55',
    })
    expect(replayOrdersCsv(csv, { policy, floor: false })).toMatchObject({
      eligible: 0,
      review: 0,
      denied: 3,
      refundGbp: '0.00',
    })
  })

  test('what is no policy is refused by name', () => {
    expect(() => readPolicy(policyFile({ baseline: { returnWindow: { days: -1 } } }))).toThrow(
      /is no policy[\s\S]*returnWindow/,
    )
    expect(() => readPolicy(policyFile([]))).toThrow(/is no policy/)
  })
})

const real = join(import.meta.dirname, '../../../shared/data/online-retail-2010-12-to-2011-05.csv.gz')
const hasRealFile = existsSync(real)
if (!hasRealFile) console.warn('SKIPPED: the real orders file is not beside this checkout (../shared/data)')

/** The definition written down a second time, with nothing of ours in it: its own reading of the file, dates and sums. */
function countAgain(file: string, windowDays: number) {
  const notGoods = ['POST', 'DOT', 'M', 'm', 'D', 'S', 'C2', 'CRUK', 'B', 'PADS', 'BANK CHARGES', 'AMAZONFEE']
  const rows = gunzipSync(readFileSync(file)).toString('utf8').split(/\r?\n/).slice(1).filter((line) => line !== '')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, 8).map(([, cell]) => cell ?? ''))
    .map(([invoice = '', code = '', , units = '', at = '', price = '', customer = '']) => ({
      invoice, code, units: Number(units), time: Date.parse(`${at.replace(' ', 'T')}Z`), pence: BigInt(Math.round(Number(price) * 100)), customer,
    }))
    .filter(({ code, pence }) => !notGoods.includes(code) && pence > 0n) // prettier-ignore
  const ofCustomer = Map.groupBy(rows, ({ customer }) => customer)
  const day = (time: number) => Math.floor(time / 86_400_000)
  const counts = { returnLines: 0, matched: 0, eligible: 0, denied: 0, review: 0 }
  let pence = 0n
  for (const back of rows) {
    if (!back.invoice.startsWith('C') || back.customer === '' || back.units >= 0) continue
    counts.returnLines += 1
    let found: typeof back | undefined
    for (const one of ofCustomer.get(back.customer) ?? []) {
      if (one.code !== back.code || one.invoice.startsWith('C')) continue
      if (one.time <= back.time && one.units >= -back.units && (!found || one.time >= found.time)) found = one
    }
    if (!found) continue
    counts.matched += 1
    const isInTime = day(back.time) - day(found.time) <= windowDays
    counts[isInTime ? 'eligible' : 'denied'] += 1
    if (isInTime) pence += found.pence * BigInt(-back.units)
  }
  return { ...counts, refundGbp: pence.toString().replace(/(\d\d)$/, '.$1') }
}

describe.skipIf(!hasRealFile)('the real file', () => {
  test.each([0, 14, 30])(
    'within %i days comes to what a second reading of the definition counts',
    async (days) => {
      const csv = await parseOrdersCsvFile(real)
      const counts = replayOrdersCsv(csv, { policy: windowPolicy(days), floor: false })
      expect(counts).toEqual(countAgain(real, days))
      expect(counts).toMatchObject({ returnLines: 3_447, matched: 2_665 })
    },
    60_000,
  )

  test('within 30 days comes to these figures', async () => {
    const csv = await parseOrdersCsvFile(real)
    expect(replayOrdersCsv(csv, { policy: windowPolicy(30), floor: false })).toEqual({
      returnLines: 3_447,
      matched: 2_665,
      eligible: 2_239,
      denied: 426,
      review: 0,
      refundGbp: '120632.79',
    })
  }, 60_000)
})
