import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Engine } from '../engine/engine.ts'
import type { PastReturn } from '../engine/state.ts'
import { movedTime } from './moved-time.ts'
import type { MovedTime } from './moved-time.ts'
import { describeOrdersCsv, parseOrdersCsvFile } from './parse-orders-csv.ts'
import type { CsvOrder, OrdersCsv } from './parse-orders-csv.ts'
import { insertCatalogue } from './retail-catalogue.ts'
import { insertCustomers } from './retail-customers.ts'
import { retailOrder } from './retail-order.ts'
import { RETAIL_SHOP, insertRetailShop, loadedOrdersFile, retailLocation } from './retail-shop.ts'

/** A parcel leaves two days after the order; so the orders of the last two days are unfulfilled. */
const DAYS_TO_FULFIL = 2
const ORDERS_PER_STEP = 500

export type LoadOptions = { onProgress?: (line: string) => void }

export type LoadedOrders = { shop: string; csv: Omit<OrdersCsv, 'orders' | 'pastReturns'> | null }

async function fingerprint(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) {
    // Node types the chunks of a stream as any; without an encoding they are Buffers.
    hash.update(chunk as Buffer)
  }
  return hash.digest('hex').slice(0, 32)
}

/** C-invoices with their rows together; quantities stay negative and codes as they are in the file. */
function pastReturns(csv: OrdersCsv, time: MovedTime): PastReturn[] {
  const byInvoice = new Map<string, PastReturn>()
  for (const row of csv.pastReturns) {
    const line = {
      sku: row.stockCode,
      description: row.description,
      quantity: row.quantity,
      unitPrice: row.unitPriceMinor,
    }
    const known = byInvoice.get(row.invoice)
    if (known) known.lines.push(line)
    else {
      const { invoice, customerId } = row
      byInvoice.set(invoice, {
        shop: RETAIL_SHOP,
        invoice,
        date: time.instant(row.invoicedAt),
        customerId,
        lines: [line],
      })
    }
  }
  return [...byInvoice.values()]
}

type OrderPlace = {
  time: MovedTime
  locationId: string
  customers: ReadonlyMap<string, string>
  goods: ReturnType<typeof insertCatalogue>
}

function insertStep(engine: Engine, orders: readonly CsvOrder[], place: OrderPlace): void {
  engine.transact(RETAIL_SHOP, (context) => {
    for (const order of orders) {
      const isFulfilled = place.time.daysBeforeLast(order.invoicedAt) >= DAYS_TO_FULFIL
      const entity = retailOrder(context, {
        order,
        createdAt: place.time.instant(order.invoicedAt),
        fulfilledAt: isFulfilled ? place.time.instant(order.invoicedAt, DAYS_TO_FULFIL) : null,
        locationId: place.locationId,
        customerId: order.customerId === null ? null : (place.customers.get(order.customerId) ?? null),
        goods: place.goods,
      })
      context.insert('orders', entity.id, entity)
    }
  })
}

/** Lets the event loop answer other requests between two steps of a long load. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function insertAll(
  engine: Engine,
  csv: OrdersCsv,
  time: MovedTime,
  say: (line: string) => void,
): Promise<void> {
  const place = engine.transact(RETAIL_SHOP, (context): OrderPlace => {
    const instant = (localTime: string): string => time.instant(localTime)
    const locationId = context.nextId('Location')
    context.insert('locations', locationId, retailLocation(locationId, context.now))
    const goods = insertCatalogue(context, csv.orders, { locationId, instant })
    const customers = insertCustomers(context, csv.orders, instant)
    for (const past of pastReturns(csv, time)) context.append('pastReturns', past)
    const numbers = csv.orders.map((order) => Number(/\d+/.exec(order.invoice)?.[0] ?? 0))
    const highest = numbers.reduce((most, number) => Math.max(most, number), 1000)
    context.edit('shops', RETAIL_SHOP).nextOrderNumber = highest + 1
    return { time, locationId, customers, goods }
  })
  for (let at = 0; at < csv.orders.length; at += ORDERS_PER_STEP) {
    insertStep(engine, csv.orders.slice(at, at + ORDERS_PER_STEP), place)
    const done = Math.min(at + ORDERS_PER_STEP, csv.orders.length)
    if (done % 2_000 === 0 || done === csv.orders.length)
      say(`Orders: ${done} of ${csv.orders.length} loaded`)
    await breathe()
  }
}

/**
 * Loads an orders file into a shop of its own, `homeward-retail.myshopify.com`: see `parseOrdersCsv` for what counts as
 * an order. A state that already holds the same file is left as it is (`csv` is null then); one that holds another file
 * is refused. When loading fails the shop is taken out again. Times: 250,000 rows in a few seconds.
 */
export async function loadOrdersCsv(
  engine: Engine,
  file: string,
  options: LoadOptions = {},
): Promise<LoadedOrders> {
  const say = options.onProgress ?? (() => undefined)
  const mark = await fingerprint(file)
  const held = loadedOrdersFile(engine)
  if (held === mark) {
    say(`${RETAIL_SHOP} holds these orders already`)
    return { shop: RETAIL_SHOP, csv: null }
  }
  if (held !== undefined) {
    throw new Error(`${RETAIL_SHOP} holds the orders of another file. Start with --fresh to load this one.`)
  }
  let said = 0
  const csv = await parseOrdersCsvFile(file, {
    onRows(rows) {
      if (rows - said < 50_000) return
      said = rows
      say(`Rows: ${rows} read`)
    },
  })
  for (const line of describeOrdersCsv(csv)) say(line)
  if (csv.lastDay === null) throw new Error('This orders file has no readable row.')
  insertRetailShop(engine, mark)
  try {
    const time = movedTime(csv.lastDay, engine.clock.now())
    say(`Dates moved by ${time.days} days: ${csv.lastDay} is today`)
    await insertAll(engine, csv, time, say)
  } catch (error) {
    removeRetailShop(engine)
    throw error
  }
  const { counts, brokenRows, firstDay, lastDay } = csv
  return { shop: RETAIL_SHOP, csv: { counts, brokenRows, firstDay, lastDay } }
}

function removeRetailShop(engine: Engine): void {
  const { tables, logs } = engine.state
  for (const table of Object.values(tables)) {
    for (const [key, entity] of Object.entries<unknown>(table)) {
      const isRetail =
        typeof entity === 'object' && entity !== null && 'shop' in entity && entity.shop === RETAIL_SHOP
      if (isRetail) Reflect.deleteProperty(table, key)
    }
  }
  Reflect.deleteProperty(tables.shops, RETAIL_SHOP)
  logs.pastReturns = logs.pastReturns.filter((past) => past.shop !== RETAIL_SHOP)
  engine.index.rebuild()
}
