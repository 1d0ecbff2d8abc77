import type { ConnectionArgs } from '../connection.ts'
import type { Context } from '../context.ts'
import { bareName } from '../index-of-state.ts'
import { legacyId } from '../ids.ts'
import { currentTotals, priceTotals } from '../money/order-totals.ts'
import { minorDigits } from '../money/minor-units.ts'
import { displayFinancialStatus, returnStatus } from '../money/statuses.ts'
import { isVisibleOrder } from '../node-lookup.ts'
import {
  compileSearch,
  matchBoolean,
  matchId,
  matchNumber,
  matchText,
  matchTime,
  matchWord,
  pinned,
} from '../search.ts'
import type { SearchFields, Term } from '../search.ts'
import type { Order } from '../state.ts'
import { fullName } from './address.ts'
import { displayFulfillmentStatus } from './order-fulfillment-status.ts'

export type OrdersArgs = ConnectionArgs & { query?: string | null; sortKey?: string | null }

const anyWord = (values: Iterable<string | null>, term: Term): boolean =>
  [...values].some((value) => matchWord(value, term))

const matchName = (order: Order, term: Term): boolean => {
  const name = bareName(order.name)
  const wanted = bareName(term.value)
  if (term.prefix) return name.startsWith(wanted)
  return name === wanted || /\d+/.exec(name)?.[0] === wanted
}

const FULFILLMENT: Record<string, string[]> = {
  shipped: ['FULFILLED'],
  fulfilled: ['FULFILLED'],
  partial: ['PARTIALLY_FULFILLED'],
  unshipped: ['UNFULFILLED', 'OPEN', 'IN_PROGRESS', 'SCHEDULED', 'ON_HOLD'],
  unfulfilled: ['UNFULFILLED', 'OPEN', 'IN_PROGRESS', 'SCHEDULED', 'ON_HOLD', 'PARTIALLY_FULFILLED'],
  scheduled: ['SCHEDULED'],
  on_hold: ['ON_HOLD'],
  request_declined: ['REQUEST_DECLINED'],
}

const deliveryMethod = (order: Order): string => {
  if (order.retailLocationId !== null) return 'retail'
  if (order.shippingLines.length > 0) return order.shippingLines[0]?.deliveryCategory ?? 'shipping'
  return 'none'
}

const matchStatus = (order: Order, term: Term): boolean => {
  const wanted = term.value.toLowerCase()
  if (wanted === 'open') return order.closedAt === null && order.cancelledAt === null
  if (wanted === 'closed') return order.closedAt !== null
  if (wanted === 'cancelled') return order.cancelledAt !== null
  if (wanted === 'not_closed') return order.closedAt === null
  return wanted === 'any'
}

const inShopMoney = (order: Order, minor: number) => minor / 10 ** minorDigits(order.currency)

const freeText = (order: Order, term: Term): boolean =>
  matchName(order, term) ||
  matchText(order.email, term) ||
  matchWord(order.email, term) ||
  matchText(order.shippingAddress && fullName(order.shippingAddress), term) ||
  matchText(order.billingAddress && fullName(order.billingAddress), term) ||
  matchText(order.shippingAddress?.city, term) ||
  matchWord(order.shippingAddress?.zip, term) ||
  matchWord(order.confirmationNumber, term) ||
  order.tags.some((tag) => matchWord(tag, term)) ||
  order.lineItems.some((line) => matchText(line.title, term) || matchWord(line.sku, term))

const matchMetafield = (field: string) => (order: Order, term: Term) => {
  const [, namespace, key] = field.split('.')
  return order.metafields.some(
    (one) => one.namespace === namespace && one.key === key && matchWord(one.value, term),
  )
}

/** The search fields of `orders` (returns-api §2.1). */
const orderFields = (context: Context, query: string | null | undefined): SearchFields<Order> => {
  const metafieldNames = [...(query ?? '').matchAll(/metafields\.[\w-]+\.[\w-]+/g)].map((match) => match[0])
  return {
    default: freeText,
    name: matchName,
    id: (order, term) => matchId(order.id, term),
    email: (order, term) =>
      term.quoted
        ? matchWord(order.email, term)
        : matchWord(order.email, term) || matchText(order.email, term),
    customer_id: (order, term) => matchId(order.customerId, term),
    created_at: (order, term) => matchTime(order.createdAt, term),
    processed_at: (order, term) => matchTime(order.processedAt, term),
    updated_at: (order, term) => matchTime(order.updatedAt, term),
    status: matchStatus,
    financial_status: (order, term) => matchWord(displayFinancialStatus(order, context.now), term),
    fulfillment_status: (order, term) =>
      (FULFILLMENT[term.value.toLowerCase()] ?? [term.value.toUpperCase()]).includes(
        displayFulfillmentStatus(order),
      ),
    return_status: (order, term) => {
      const status = returnStatus(order)
      return matchWord(status, term) || matchWord(status.replace(/^RETURN_(?=REQUESTED|FAILED)/, ''), term)
    },
    tag: (order, term) => anyWord(order.tags, term),
    tag_not: (order, term) => !anyWord(order.tags, term),
    sku: (order, term) =>
      anyWord(
        order.lineItems.map((line) => line.sku),
        term,
      ),
    source_name: (order, term) => matchWord(order.sourceName, term),
    source_identifier: (order, term) => matchWord(order.sourceIdentifier, term),
    location_id: (order, term) => matchId(order.retailLocationId, term),
    fulfillment_location_id: (order, term) => order.fulfillments.some((one) => matchId(one.locationId, term)),
    confirmation_number: (order, term) => matchWord(order.confirmationNumber, term),
    test: (order, term) => matchBoolean(order.test, term),
    po_number: (order, term) => matchWord(order.poNumber, term),
    discount_code: (order, term) =>
      matchWord(order.discountApplications.find((one) => one.code !== null)?.code, term),
    gateway: (order, term) =>
      anyWord(
        order.transactions.map((one) => one.gateway),
        term,
      ),
    payment_id: (order, term) =>
      anyWord(
        order.transactions.map((one) => one.paymentId),
        term,
      ),
    credit_card_last4: (order, term) =>
      order.transactions.some(
        (one) => one.paymentDetails?.type === 'card' && matchWord(one.paymentDetails.number.slice(-4), term),
      ),
    delivery_method: (order, term) => matchWord(deliveryMethod(order), term),
    chargeback_status: (order, term) =>
      anyWord(
        order.disputes.map((one) => one.status),
        term,
      ),
    risk_level: (order, term) => matchWord(order.riskLevel, term),
    current_total_price: (order, term) =>
      matchNumber(inShopMoney(order, currentTotals(order).total.shop), term),
    subtotal_line_items_quantity: (order, term) => {
      const [from, to] = term.value.split('..').map(Number)
      const quantity = order.lineItems.reduce((total, line) => total + (line.isTip ? 0 : line.quantity), 0)
      return from !== undefined && to !== undefined
        ? quantity >= from && quantity <= to
        : matchNumber(quantity, term)
    },
    ...Object.fromEntries(metafieldNames.map((name) => [name, matchMetafield(name)])),
  }
}

const SORT: Record<string, (order: Order, context: Context) => string | number> = {
  CREATED_AT: (order) => order.createdAt,
  UPDATED_AT: (order) => order.updatedAt,
  PROCESSED_AT: (order) => order.processedAt,
  ID: (order) => legacyId(order.id),
  ORDER_NUMBER: (order) => order.number,
  TOTAL_PRICE: (order) => priceTotals(order).total.shop,
  TOTAL_ITEMS_QUANTITY: (order) => order.lineItems.reduce((total, line) => total + line.quantity, 0),
  CUSTOMER_NAME: (order) => (order.shippingAddress && fullName(order.shippingAddress)) ?? '',
  DESTINATION: (order) => order.shippingAddress?.city ?? '',
  FINANCIAL_STATUS: (order, context) => displayFinancialStatus(order, context.now) ?? '',
  FULFILLMENT_STATUS: (order) => displayFulfillmentStatus(order),
  PO_NUMBER: (order) => order.poNumber ?? '',
  RELEVANCE: (order) => order.processedAt,
}

/** Sorts by a key of each entity, ties by id; the key is computed once per entity. */
export const sortBy = <T extends { id: string }>(
  list: readonly T[],
  key: (entity: T) => string | number,
): T[] =>
  list
    .map((entity) => ({ entity, key: key(entity) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : legacyId(a.entity.id) - legacyId(b.entity.id)))
    .map(({ entity }) => entity)

/** Filters and sorts orders as the arguments say. */
export const selectOrders = (
  context: Context,
  list: readonly Order[],
  args: OrdersArgs,
  root: string,
): readonly Order[] => {
  const test = compileSearch(context, root, args.query, orderFields(context, args.query))
  const found = test ? list.filter(test) : list
  const sort = SORT[args.sortKey ?? 'PROCESSED_AT']
  return sort ? sortBy(found, (order) => sort(order, context)) : found
}

/** Candidates for a query of the whole shop: from an index where a name, e-mail or customer is asked for. */
const candidates = (context: Context, query: string | null | undefined): readonly Order[] | undefined => {
  const shop = context.shop.domain
  const name = pinned(query, 'name')
  if (name !== undefined) return context.index.ordersByName(shop, name)
  const email = pinned(query, 'email')
  if (email?.includes('@')) return context.index.ordersByEmail(shop, email)
  const customer = pinned(query, 'customer_id')
  if (customer !== undefined)
    return context.index.ordersByCustomer(
      customer.startsWith('gid://') ? customer : `gid://shopify/Customer/${customer}`,
    )
  return undefined
}

/** The shop's orders by search and sort; without `read_all_orders` only those of the last 60 days. */
export const searchOrders = (context: Context, args: OrdersArgs): readonly Order[] => {
  const narrow = candidates(context, args.query)
  const visible = (order: Order) => isVisibleOrder(context, order)
  if (narrow) return selectOrders(context, narrow.filter(visible), args, 'orders')
  const all = context.index.ordersByTime(context.shop.domain)
  const everything = context.token.mode === 'staff' || context.token.scopes.includes('read_all_orders')
  const list = everything ? all : all.filter(visible)
  if (!args.query && (args.sortKey ?? 'PROCESSED_AT') === 'PROCESSED_AT') return list
  return selectOrders(context, list, args, 'orders')
}
