import { Temporal } from 'temporal-polyfill'
import { CustomerGid, FulfillmentLineItemGid, LineItemGid, OrderGid } from '../../app/domain/ids.ts'
import { money, type Money } from '../../app/domain/money.ts'
import type { CustomerFacts, LineFacts, OrderFacts } from '../../app/domain/order.ts'
import { countryOf } from '../../dev-store/orders-csv/country-codes.ts'
import { RETAIL_TIME_ZONE } from '../../dev-store/orders-csv/moved-time.ts'
import type { OrdersCsvRow } from '../../dev-store/orders-csv/orders-csv-row.ts'
import type { CsvOrder, OrdersCsv } from '../../dev-store/orders-csv/parse-orders-csv.ts'
import { productTitle } from '../../dev-store/orders-csv/retail-catalogue.ts'

/** A parcel leaves two days after the order, as in the shop that the demo loads the file into. */
const daysToFulfil = 2

/** What the file says of the orders and of who placed them, made ready to be asked per row. */
export type PastOrders = {
  readonly orderOf: ReadonlyMap<string, CsvOrder>
  /** By customer the times of their orders and of their returns, from the first. */
  readonly ordersOf: ReadonlyMap<string, readonly string[]>
  readonly returnsOf: ReadonlyMap<string, readonly string[]>
}

/** Makes the orders of a file ready. */
export function pastOrders(csv: OrdersCsv): PastOrders {
  const ordersOf = new Map<string, string[]>()
  for (const { customerId, invoicedAt } of csv.orders)
    if (customerId !== null) note(ordersOf, customerId, invoicedAt)
  const returnsOf = new Map<string, string[]>()
  const seen = new Set<string>()
  for (const { customerId, invoice, invoicedAt } of csv.pastReturns) {
    if (customerId === null || seen.has(invoice)) continue
    seen.add(invoice)
    note(returnsOf, customerId, invoicedAt)
  }
  for (const times of [...ordersOf.values(), ...returnsOf.values()]) times.sort()
  return { orderOf: new Map(csv.orders.map((order) => [order.invoice, order])), ordersOf, returnsOf }
}

function note(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

const knownInstants = new Map<string, string>()

/** The instant of a local time of the file. */
export function instantOf(localTime: string): string {
  const known = knownInstants.get(localTime)
  if (known !== undefined) return known
  const instant = Temporal.PlainDateTime.from(localTime)
    .toZonedDateTime(RETAIL_TIME_ZONE)
    .toInstant()
    .toString()
  knownInstants.set(localTime, instant)
  return instant
}

/**
 * The facts of a purchase at the moment when it came back, as the loaded shop would answer them: sent two days after the order
 * (or at the latest when it came back), no delivery dates, no discounts, one currency. The line stands alone in its order.
 */
export function factsOfPurchase(past: PastOrders, purchase: OrdersCsvRow, returnedAt: string): OrderFacts {
  const order = past.orderOf.get(purchase.invoice)
  const total = (order?.lines ?? [purchase]).reduce(
    (sum, row) => sum + BigInt(row.unitPriceMinor) * BigInt(row.quantity),
    0n,
  )
  return {
    id: OrderGid.parse(`gid://shopify/Order/${idPart(purchase.invoice)}`),
    name: `#${purchase.invoice}`,
    placedAt: instantOf(purchase.invoicedAt),
    cancelledAt: null,
    currency: 'GBP',
    shopCurrency: 'GBP',
    total: pounds(total),
    email: null,
    phone: null,
    postcode: null,
    country: countryOf(purchase.country)?.code ?? null,
    province: null,
    market: null,
    channel: 'web',
    gateways: ['shopify_payments'],
    isBusiness: false,
    isFirst: past.ordersOf.get(purchase.customerId ?? '')?.[0] === purchase.invoicedAt,
    discounts: pounds(0n),
    undiscountedSubtotal: pounds(total),
    tags: [],
    discountCodes: [],
    test: false,
    customer: customerAt(past, purchase.customerId, returnedAt),
    lines: [lineOf(purchase, returnedAt)],
  }
}

function customerAt(past: PastOrders, customerId: string | null, at: string): CustomerFacts | null {
  if (customerId === null) return null
  const orders = past.ordersOf.get(customerId) ?? []
  return {
    id: CustomerGid.parse(`gid://shopify/Customer/${idPart(customerId)}`),
    tags: [],
    orderCount: orders.filter((time) => time <= at).length,
    since: orders[0] === undefined ? null : instantOf(orders[0]),
    returnCount: (past.returnsOf.get(customerId) ?? []).filter((time) => time < at).length,
    refunded: null,
    isBlocklisted: false,
  }
}

function lineOf(row: OrdersCsvRow, returnedAt: string): LineFacts {
  const price = money(row.unitPriceMinor, 'GBP')
  const sentAt = Temporal.PlainDateTime.from(row.invoicedAt)
    .add({ days: daysToFulfil })
    .toString({ smallestUnit: 'second' })
  return {
    id: `gid://shopify/FulfillmentLineItem/${row.line}`,
    lineItemId: LineItemGid.parse(`gid://shopify/LineItem/${row.line}`),
    fulfillmentLineItemId: FulfillmentLineItemGid.parse(`gid://shopify/FulfillmentLineItem/${row.line}`),
    title: productTitle(row.description, row.stockCode),
    variantTitle: null,
    sku: row.stockCode,
    imageUrl: null,
    productId: null,
    variantId: null,
    productType: '',
    productTags: [],
    vendor: 'Homeward Retail',
    isGiftCard: false,
    requiresShipping: true,
    isSubscription: false,
    isCustom: false,
    bundleId: null,
    collections: null,
    metafields: null,
    quantity: row.quantity,
    returnableQuantity: row.quantity,
    originalUnitPrice: price,
    discountedUnitPrice: price,
    fulfilledAt: instantOf(sentAt < returnedAt ? sentAt : returnedAt),
    deliveredAt: null,
  }
}

/** Ids of the file may hold what a GID may not. */
function idPart(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/g, '-') || '0'
}

/** A sum beyond what an amount can hold is capped: no condition asks for that much. */
function pounds(minor: bigint): Money {
  const most = BigInt(Number.MAX_SAFE_INTEGER)
  return money(Number(minor < most ? minor : most), 'GBP')
}
