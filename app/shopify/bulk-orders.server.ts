import { z } from 'zod'
import { CustomerGid, LineItemGid, OrderGid } from '#app/domain/ids.ts'
import { sum, times } from '#app/domain/money.ts'
import type { LineFacts, OrderFacts } from '#app/domain/order.ts'
import type { OrderNeeds } from '#app/domain/policy/order-needs.ts'
import type { FirstOrderQuery, FirstOrderQueryVariables } from '#app/types/admin.generated.ts'
import { unknownFulfillmentOf } from '#app/domain/replay/unknown-fulfillment.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { readApproximateBag, readBag } from './amount.ts'
import { ask, operation } from './operation.ts'

const FIRST = operation<FirstOrderQuery, FirstOrderQueryVariables>(`#graphql
  query FirstOrder {
    orders(first: 1, sortKey: PROCESSED_AT) { nodes { processedAt } }
  }
`)

/** When the first order that we may see was placed; null in a shop without orders. */
export async function readFirstOrderDay(admin: AdminGraphql): Promise<string | null> {
  return (await ask(admin, FIRST, {})).orders.nodes[0]?.processedAt ?? null
}

/**
 * The bulk query of the orders placed in a window, `to` not included. It asks what `OrderFacts` holds and no person. Collections and
 * metafields are those that the needs name, under one alias each. Parcels are a list: Shopify takes no connection below one, so which
 * line was in which parcel is not asked.
 */
export function bulkOrdersQuery({ from, to }: { from: string; to: string }, needs: OrderNeeds): string {
  return `{
    orders(query: ${quoted(`processed_at:>='${from}' AND processed_at:<'${to}'`)}, sortKey: PROCESSED_AT) {
      edges { node {
        id name processedAt cancelledAt currencyCode presentmentCurrencyCode tags discountCodes test sourceName paymentGatewayNames
        totalPriceSet { presentmentMoney { amount currencyCode } }
        totalDiscountsSet { presentmentMoney { amount currencyCode } }
        shippingAddress { countryCodeV2 provinceCode zip }
        billingAddress { countryCodeV2 provinceCode zip }
        customer { id tags numberOfOrders createdAt }
        purchasingEntity { __typename }
        customerJourneySummary { customerOrderIndex }
        fulfillments(first: 25) { createdAt deliveredAt status }
        lineItems { edges { node {
          id title variantTitle sku vendor isGiftCard requiresShipping quantity currentQuantity unfulfilledQuantity
          product { id productType tags ${aliasesOf(needs)} }
          variant { id }
          sellingPlan { name }
          lineItemGroup { id }
          originalUnitPriceSet { presentmentMoney { amount currencyCode } }
          discountedUnitPriceAfterAllDiscountsSet { presentmentMoney { amount currencyCode } }
        } } }
      } }
    }
  }`
}

function aliasesOf(needs: OrderNeeds): string {
  const collections = collectionsOf(needs).map((gid, index) => `c${index}: inCollection(id: ${quoted(gid)})`)
  const metafields = [...needs.metafields].map((name, index) => {
    const dot = name.lastIndexOf('.')
    return `m${index}: metafield(namespace: ${quoted(name.slice(0, dot))}, key: ${quoted(name.slice(dot + 1))}) { value }`
  })
  return [...collections, ...metafields].join(' ')
}

function collectionsOf({ collections }: OrderNeeds): readonly string[] {
  return [...collections].filter((gid) => /^gid:\/\/shopify\/Collection\/\d+$/.test(gid))
}

/** A GraphQL string is written as JSON writes one. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

const Bag = z.object({ presentmentMoney: z.object({ amount: z.string(), currencyCode: z.string() }) })
const Address = z
  .object({
    countryCodeV2: z.string().nullable(),
    provinceCode: z.string().nullable(),
    zip: z.string().nullable(),
  })
  .nullable()

const BulkOrder = z.object({
  id: OrderGid,
  name: z.string(),
  processedAt: z.string(),
  cancelledAt: z.string().nullable(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  tags: z.array(z.string()),
  discountCodes: z.array(z.string()),
  test: z.boolean(),
  sourceName: z.string().nullable(),
  paymentGatewayNames: z.array(z.string()),
  totalPriceSet: Bag,
  totalDiscountsSet: Bag.nullable(),
  shippingAddress: Address,
  billingAddress: Address,
  customer: z
    .object({ id: CustomerGid, tags: z.array(z.string()), numberOfOrders: z.string(), createdAt: z.string() })
    .nullable(),
  purchasingEntity: z.object({ __typename: z.string() }).nullable(),
  customerJourneySummary: z.object({ customerOrderIndex: z.int().nullable() }).nullable(),
  fulfillments: z.array(
    z.object({ createdAt: z.string(), deliveredAt: z.string().nullable(), status: z.string() }),
  ),
})
type BulkOrder = z.infer<typeof BulkOrder>

const Product = z.looseObject({ id: z.string(), productType: z.string(), tags: z.array(z.string()) })
const BulkLine = z.object({
  __parentId: z.string(),
  id: LineItemGid,
  title: z.string(),
  variantTitle: z.string().nullable(),
  sku: z.string().nullable(),
  vendor: z.string().nullable(),
  isGiftCard: z.boolean(),
  requiresShipping: z.boolean(),
  quantity: z.int(),
  currentQuantity: z.int(),
  unfulfilledQuantity: z.int(),
  product: Product.nullable(),
  variant: z.object({ id: z.string() }).nullable(),
  sellingPlan: z.object({ name: z.string() }).nullable(),
  lineItemGroup: z.object({ id: z.string() }).nullable(),
  originalUnitPriceSet: Bag,
  discountedUnitPriceAfterAllDiscountsSet: Bag,
})
type BulkLine = z.infer<typeof BulkLine>

/** An order of a bulk result. `isUnsure`: it left in several parcels, and only Shopify's own answer says what was in which. */
export type BulkReadOrder = { readonly facts: OrderFacts; readonly isUnsure: boolean }

/** The orders of a bulk result as they come: each is given once its lines are over. The market is told by the caller, by country. */
export async function* bulkOrders(
  records: AsyncIterable<unknown>,
  needs: OrderNeeds,
): AsyncGenerator<BulkReadOrder> {
  let order: BulkOrder | null = null
  let lines: BulkLine[] = []
  for await (const record of records) {
    if (typeof record === 'object' && record !== null && '__parentId' in record) {
      const line = BulkLine.parse(record)
      if (line.__parentId !== order?.id) throw new Error('A line of a bulk result does not follow its order')
      lines.push(line)
      continue
    }
    if (order !== null) yield toOrder(order, lines, needs)
    order = BulkOrder.parse(record)
    lines = []
  }
  if (order !== null) yield toOrder(order, lines, needs)
}

function toOrder(order: BulkOrder, lines: readonly BulkLine[], needs: OrderNeeds): BulkReadOrder {
  // A cancelled fulfilment sent nothing.
  const shipped = order.fulfillments.filter(({ status }) => status !== 'CANCELLED')
  const address = order.shippingAddress ?? order.billingAddress
  const currency = order.presentmentCurrencyCode
  const { customer } = order
  const orderCount = customer === null ? null : Number(customer.numberOfOrders)
  const place = order.customerJourneySummary?.customerOrderIndex ?? null
  const facts: OrderFacts = {
    id: order.id,
    name: order.name,
    placedAt: order.processedAt,
    cancelledAt: order.cancelledAt,
    currency,
    shopCurrency: order.currencyCode,
    total: readBag(bag(order.totalPriceSet)),
    email: null,
    phone: null,
    postcode: order.shippingAddress?.zip ?? order.billingAddress?.zip ?? null,
    country: order.shippingAddress?.countryCodeV2 ?? order.billingAddress?.countryCodeV2 ?? null,
    province: address?.provinceCode ?? null,
    market: null,
    channel: order.sourceName,
    gateways: order.paymentGatewayNames,
    isBusiness: order.purchasingEntity?.__typename === 'PurchasingCompany',
    isFirst: customer === null ? null : (orderCount ?? 0) <= 1 ? true : place === null ? null : place <= 1,
    discounts: order.totalDiscountsSet === null ? null : readBag(bag(order.totalDiscountsSet)),
    undiscountedSubtotal: sum(
      lines.map((line) => times(readApproximateBag(bag(line.originalUnitPriceSet)), line.quantity)),
      currency,
    ),
    tags: order.tags,
    discountCodes: order.discountCodes,
    test: order.test,
    customer:
      customer === null
        ? null
        : {
            id: customer.id,
            tags: customer.tags,
            orderCount,
            since: customer.createdAt,
            returnCount: null,
            refunded: null,
            isBlocklisted: null,
          },
    lines: lines.flatMap((line) => toLines(line, shipped[0] ?? null, needs)),
  }
  return { facts, isUnsure: shipped.length > 1 }
}

type Parcel = BulkOrder['fulfillments'][number]

/** What was sent of a line, and what was not. */
function toLines(line: BulkLine, parcel: Parcel | null, needs: OrderNeeds): readonly LineFacts[] {
  const base = lineBase(line, needs)
  const open = line.unfulfilledQuantity
  const sent = parcel === null ? 0 : Math.max(0, line.quantity - open)
  const parts: LineFacts[] = []
  if (parcel !== null && sent > 0) {
    const fulfillmentLineItemId = unknownFulfillmentOf(line.id)
    parts.push({
      ...base,
      id: fulfillmentLineItemId,
      fulfillmentLineItemId,
      quantity: sent,
      returnableQuantity: Math.max(0, Math.min(sent, line.currentQuantity - open)),
      fulfilledAt: parcel.createdAt,
      deliveredAt: parcel.deliveredAt,
    })
  }
  if (open > 0) parts.push({ ...base, quantity: open })
  return parts
}

function lineBase(line: BulkLine, needs: OrderNeeds): LineFacts {
  const { product } = line
  return {
    id: line.id,
    lineItemId: line.id,
    fulfillmentLineItemId: null,
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    imageUrl: null,
    productId: product?.id ?? null,
    variantId: line.variant?.id ?? null,
    productType: product?.productType ?? null,
    productTags: product?.tags ?? null,
    vendor: line.vendor,
    isGiftCard: line.isGiftCard,
    requiresShipping: line.requiresShipping,
    isSubscription: line.sellingPlan !== null,
    // As `orders.server.ts` tells it: neither product nor vendor.
    isCustom: product === null && (line.vendor ?? '') === '',
    bundleId: line.lineItemGroup?.id ?? null,
    collections: product === null ? null : collectionFacts(product, needs),
    metafields: product === null ? null : metafieldFacts(product, needs),
    quantity: line.quantity,
    returnableQuantity: 0,
    originalUnitPrice: readApproximateBag(bag(line.originalUnitPriceSet)),
    discountedUnitPrice: readApproximateBag(bag(line.discountedUnitPriceAfterAllDiscountsSet)),
    fulfilledAt: null,
    deliveredAt: null,
  }
}

function collectionFacts(product: z.infer<typeof Product>, needs: OrderNeeds): LineFacts['collections'] {
  if (needs.collections.size === 0) return null
  const known = Object.fromEntries([...needs.collections].map((gid) => [gid, false]))
  for (const [index, gid] of collectionsOf(needs).entries()) known[gid] = product[`c${index}`] === true
  return known
}

const Metafield = z.object({ value: z.string() }).nullish()

function metafieldFacts(product: z.infer<typeof Product>, needs: OrderNeeds): LineFacts['metafields'] {
  if (needs.metafields.size === 0) return null
  const values = [...needs.metafields].map((name, index): [string, string | null] => [
    name,
    Metafield.parse(product[`m${index}`])?.value ?? null,
  ])
  return Object.fromEntries(values)
}

/** The codes of a bulk result are Shopify's own enum; `readBag` checks them against ISO. */
function bag(value: z.infer<typeof Bag>): Parameters<typeof readBag>[0] {
  return value as Parameters<typeof readBag>[0]
}
