import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import type { Order } from '../engine/state.ts'
import { fixtureEngine } from '../storefront/storefront-fixture.ts'
import { loadOrdersCsv } from './load-orders-csv.ts'
import { movedTime } from './moved-time.ts'
import { RETAIL_SHOP } from './retail-shop.ts'

const folder = mkdtempSync(join(tmpdir(), 'load-orders-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const HEADER = 'invoice,stock_code,description,quantity,invoiced_at,unit_price_gbp,customer_id,country'
let files = 0

/** The fixture's clock stands at 2026-10-05 13:00 in London. */
async function load(rows: string[]): Promise<{ engine: Engine; lines: string[]; file: string }> {
  files += 1
  const file = join(folder, `${files}.csv`)
  writeFileSync(file, [HEADER, ...rows].join('\n'))
  const engine = fixtureEngine()
  const lines: string[] = []
  await loadOrdersCsv(engine, file, { onProgress: (line) => lines.push(line) })
  return { engine, lines, file }
}

function named(engine: Engine, name: string): Order {
  const [order] = engine.index.ordersByName(RETAIL_SHOP, name)
  if (!order) throw new Error(`no order ${name}`)
  return order
}

const ROWS = [
  '100,A,RED MUG,6,2011-05-20 08:26:00,2.55,17850,United Kingdom',
  '100,P1,PLATE,1,2011-05-20 08:26:00,10,17850,United Kingdom',
  '101,A,RED MUG,1,2011-05-29 10:00:00,2.55,,France',
  '102,A,RED MUG,1,2011-05-30 10:00:00,2.95,17850,United Kingdom',
  'C103,A,RED MUG,-2,2011-05-30 11:00:00,2.55,17850,United Kingdom',
  '104,A,RED MUG,1,2011-05-31 18:00:00,2.95,5,EIRE',
]

describe('loading an orders file', () => {
  test('makes a shop of its own in pounds and London time', async () => {
    const { engine } = await load(ROWS)
    expect(engine.state.tables.shops[RETAIL_SHOP]).toMatchObject({
      currency: 'GBP',
      ianaTimezone: 'Europe/London',
      nextOrderNumber: 1001,
    })
    expect(engine.index.ordersOfShop(RETAIL_SHOP).map((order) => order.name)).toEqual([
      '#100',
      '#101',
      '#102',
      '#104',
    ])
  })

  test('moves dates so that the last day is today, keeps times of day, and nothing is in the future', async () => {
    const { engine } = await load(ROWS)
    expect(named(engine, '100').createdAt).toBe('2026-09-24T07:26:00Z')
    expect(named(engine, '104').createdAt).toBe('2026-10-05T12:00:00Z')
  })

  test('fulfils after two days, the last two days not at all, and delivers nothing', async () => {
    const { engine } = await load(ROWS)
    const [parcel] = named(engine, '100').fulfillments
    expect(parcel).toMatchObject({ createdAt: '2026-09-26T07:26:00Z', deliveredAt: null, status: 'SUCCESS' })
    expect(parcel?.lineItems.map((line) => line.quantity)).toEqual([6, 1])
    expect(named(engine, '101').fulfillments[0]?.createdAt).toBe('2026-10-05T09:00:00Z')
    expect(named(engine, '102').fulfillments).toEqual([])
    expect(named(engine, '102').fulfillmentOrders[0]).toMatchObject({ status: 'OPEN' })
    expect(named(engine, '104').fulfillments).toEqual([])
  })

  test('gives customers and guests their addresses, and countries their codes', async () => {
    const { engine } = await load(ROWS)
    const order = named(engine, '100')
    expect(order.email).toBe('17850@example.com')
    expect(engine.state.tables.customers[order.customerId ?? '']?.email).toBe('17850@example.com')
    expect(named(engine, '102').customerId).toBe(order.customerId)
    expect(named(engine, '101')).toMatchObject({ email: 'guest-101@example.com', customerId: null })
    expect(named(engine, '101').shippingAddress).toMatchObject({ countryCode: 'FR', country: 'France' })
    expect(named(engine, '104').shippingAddress?.countryCode).toBe('IE')
  })

  test('pays each order in full and in pence', async () => {
    const { engine } = await load(ROWS)
    const order = named(engine, '100')
    expect(order.transactions.map((one) => [one.kind, one.status, one.amount])).toEqual([
      ['SALE', 'SUCCESS', { shop: 2530, presentment: 2530 }],
    ])
  })

  test('makes one product per stock code with its latest price', async () => {
    const { engine } = await load(ROWS)
    const variants = Object.values(engine.state.tables.variants).filter(
      (variant) => variant.shop === RETAIL_SHOP,
    )
    expect(variants.map((variant) => [variant.sku, variant.price.amount])).toEqual([
      ['A', 295],
      ['P1', 1000],
    ])
  })

  test('keeps C-invoices as past returns and makes no Shopify return of them', async () => {
    const { engine } = await load(ROWS)
    expect(engine.state.logs.pastReturns).toEqual([
      {
        shop: RETAIL_SHOP,
        invoice: 'C103',
        date: '2026-10-04T10:00:00Z',
        customerId: '17850',
        lines: [{ sku: 'A', description: 'RED MUG', quantity: -2, unitPrice: 255 }],
      },
    ])
    expect(engine.index.ordersOfShop(RETAIL_SHOP).flatMap((order) => order.returns)).toEqual([])
  })

  test('says what it leaves out and which line is broken', async () => {
    const { lines, engine } = await load([
      ...ROWS,
      '105,POST,POSTAGE,1,2011-05-31 18:00:00,18,5,EIRE',
      '106,A,X,no,2011-05-31 18:00:00,18,5,EIRE',
    ])
    expect(lines).toContain('Left out, no goods: 1 rows (POST 1).')
    expect(lines.join('\n')).toContain('line 9: the quantity "no" is not a whole number')
    expect(engine.index.ordersOfShop(RETAIL_SHOP)).toHaveLength(4)
  })

  test('leaves the same file alone, refuses another, and takes a failed shop out again', async () => {
    const { engine, file } = await load(ROWS)
    const before = engine.dump()
    expect((await loadOrdersCsv(engine, file)).csv).toBeNull()
    expect(engine.dump()).toBe(before)
    writeFileSync(file, `${HEADER}\n${ROWS[0] ?? ''}`)
    await expect(loadOrdersCsv(engine, file)).rejects.toThrow('--fresh')
    const empty = join(folder, 'empty.csv')
    writeFileSync(empty, `${HEADER}\n`)
    const other = fixtureEngine()
    await expect(loadOrdersCsv(other, empty)).rejects.toThrow('no readable row')
    expect(other.state.tables.shops[RETAIL_SHOP]).toBeUndefined()
  })

  test('is deterministic', async () => {
    expect((await load(ROWS)).engine.dump()).toBe((await load(ROWS)).engine.dump())
  })
})

describe('moved time', () => {
  test('keeps local times across the change to summer time', () => {
    const time = movedTime('2011-05-31', new Date('2026-04-10T20:00:00Z'))
    expect(time.instant('2011-05-31T10:00:00')).toBe('2026-04-10T09:00:00Z')
    expect(time.instant('2011-05-01T10:00:00')).toBe('2026-03-11T10:00:00Z')
    expect(time.daysBeforeLast('2011-05-29T23:59:00')).toBe(2)
  })
})

const real = join(import.meta.dirname, '../../../shared/data/online-retail-2010-12-to-2011-05.csv.gz')
const hasRealFile = existsSync(real)
if (!hasRealFile) console.warn('SKIPPED: the real orders file is not beside this checkout (../shared/data)')

describe.skipIf(!hasRealFile)('the real orders file', () => {
  test('loads whole, well under a minute', async () => {
    const engine = fixtureEngine()
    const began = performance.now()
    await loadOrdersCsv(engine, real)
    expect(performance.now() - began).toBeLessThan(45_000)
    const orders = engine.index.ordersOfShop(RETAIL_SHOP)
    expect(orders).toHaveLength(8_067)
    expect(orders.filter((order) => order.fulfillments.length === 0)).toHaveLength(54)
    expect(orders.filter((order) => order.email?.startsWith('guest-'))).toHaveLength(703)
    expect(engine.state.logs.pastReturns.reduce((sum, past) => sum + past.lines.length, 0)).toBe(3_526)
    const pence = orders.flatMap((order) => order.transactions).reduce((sum, one) => sum + one.amount.shop, 0)
    const lines = orders
      .flatMap((order) => order.lineItems)
      .reduce((sum, line) => sum + line.unitPrice.shop * line.quantity, 0)
    expect(pence).toBe(lines)
  }, 90_000)
})
