import type { AdminGraphql } from './admin-graphql.server.ts'
import { CustomerGid, FulfillmentLineItemGid, LineItemGid, OrderGid } from '#app/domain/ids.ts'
import { type Money, sum } from '#app/domain/money.ts'
import type { LineFacts, OrderFacts } from '#app/domain/order.ts'
import { noNeeds, type OrderNeeds } from '#app/domain/policy/order-needs.ts'
import type { OrderForReturnQuery, OrderLineForReturnFragment } from '#app/types/admin.generated.ts'
import { readApproximateBag, readBag } from './amount.ts'
import { ask } from './operation.ts'
import {
  CUSTOMER_ORDERS,
  MORE_FULFILLMENT_LINES,
  MORE_ORDER_LINES,
  MORE_RETURNABLE_LINES,
  ORDER_FOR_RETURN,
} from './order-operations.server.ts'
import { readMarketOf } from './markets.server.ts'
import { type OrderExtras, readOrderExtras } from './order-extras.server.ts'
import { type ProductFacts, readProductFacts } from './product-facts.server.ts'
import { readReasons, type ReturnReasonDefinition } from './return-reasons.server.ts'

type OrderNode = NonNullable<OrderForReturnQuery['order']>
type FulfillmentLine = OrderNode['fulfillments'][number]['fulfillmentLineItems']['nodes'][number]
type Fulfillment = Omit<OrderNode['fulfillments'][number], 'fulfillmentLineItems'> & {
  readonly lines: readonly FulfillmentLine[]
}

/** An order as read from Shopify: the facts for the core, and what only messages need. */
export type ReadOrder = {
  readonly facts: OrderFacts
  readonly buyerName: string | null
  /** Where the order was sent, with the name, line by line; empty where nothing was sent. */
  readonly deliveryAddress: readonly string[]
  /** Present when asked for. */
  readonly reasons: readonly ReturnReasonDefinition[]
}

/** A safety stop for paging: no order of Shopify's has that many pages. */
const mostPages = 50

/**
 * Reads an order, in one call for up to 7 lines in 3 parcels; what only some policies ask (`needs`) is read only for them, collections
 * and metafields in one call more. Null when there is no such order for us: deleted, another shop's, or beyond 60 days
 * without `read_all_orders`.
 */
export async function readOrder(
  admin: AdminGraphql,
  orderGid: OrderGid,
  options: { readonly withReasons: boolean; readonly needs?: OrderNeeds },
): Promise<ReadOrder | null> {
  const { withReasons, needs = noNeeds } = options
  const data = await ask(admin, ORDER_FOR_RETURN, { id: orderGid, withReasons })
  if (data.order === null) return null
  const [lines, fulfillments, returnable] = await Promise.all([
    allLines(admin, data.order),
    allFulfillments(admin, data.order),
    allReturnable(admin, data),
  ])
  const [products, extras] = await Promise.all([
    productsOf(admin, lines, needs),
    readOrderExtras(admin, orderGid, needs),
  ])
  const country = data.order.shippingAddress?.countryCodeV2 ?? data.order.billingAddress?.countryCodeV2
  const market = needs.facts.has('market') && country ? await readMarketOf(admin, country) : null
  const facts = lineFacts({ lines, fulfillments, returnable, products, extras })
  return {
    facts: toFacts(data.order, { lines, facts, extras, market }),
    buyerName: data.order.shippingAddress?.name ?? data.order.billingAddress?.name ?? null,
    deliveryAddress: data.order.shippingAddress?.formatted ?? [],
    reasons: readReasons(data.returnReasonDefinitions?.nodes ?? []),
  }
}

/** The customer's ten latest orders, newest first. */
export async function readOrdersOfCustomer(
  admin: AdminGraphql,
  customerGid: CustomerGid,
): Promise<readonly OrderFacts[]> {
  const data = await ask(admin, CUSTOMER_ORDERS, { id: customerGid })
  const orders = await Promise.all(
    (data.customer?.orders.nodes ?? []).map((node) =>
      readOrder(admin, OrderGid.parse(node.id), { withReasons: false }),
    ),
  )
  return orders.flatMap((order) => (order === null ? [] : [order.facts]))
}

function productsOf(
  admin: AdminGraphql,
  lines: readonly OrderLineForReturnFragment[],
  { collections, metafields }: OrderNeeds,
): Promise<ProductFacts> {
  const gids = lines.flatMap(({ product }) => (product === null ? [] : [product.id]))
  return readProductFacts(admin, gids, { collections, metafields })
}

function toFacts(
  order: OrderNode,
  parts: {
    readonly lines: readonly OrderLineForReturnFragment[]
    readonly facts: readonly LineFacts[]
    readonly extras: OrderExtras | null
    readonly market: string | null
  },
): OrderFacts {
  const address = order.shippingAddress ?? order.billingAddress
  return {
    id: OrderGid.parse(order.id),
    name: order.name,
    placedAt: order.processedAt,
    cancelledAt: order.cancelledAt,
    currency: order.presentmentCurrencyCode,
    shopCurrency: order.currencyCode,
    total: readBag(order.totalPriceSet),
    email: order.email,
    phone: order.phone,
    postcode: order.shippingAddress?.zip ?? order.billingAddress?.zip ?? null,
    country: order.shippingAddress?.countryCodeV2 ?? order.billingAddress?.countryCodeV2 ?? null,
    province: address?.provinceCode ?? null,
    market: parts.market,
    channel: order.sourceName,
    gateways: order.paymentGatewayNames,
    // Null for a buyer without a customer record, who is no company either (schema: `PurchasingEntity`).
    isBusiness: order.purchasingEntity?.__typename === 'PurchasingCompany',
    isFirst: parts.extras === null ? null : isFirstOrder(order, parts.extras),
    discounts: order.totalDiscountsSet === null ? null : readBag(order.totalDiscountsSet),
    undiscountedSubtotal: subtotalBefore(parts.lines, order.presentmentCurrencyCode),
    tags: order.tags,
    discountCodes: order.discountCodes,
    test: order.test,
    customer:
      order.customer === null
        ? null
        : {
            id: CustomerGid.parse(order.customer.id),
            tags: order.customer.tags,
            orderCount: Number(order.customer.numberOfOrders),
            since: order.customer.createdAt,
            returnCount: null,
            refunded: null,
            isBlocklisted: null,
          },
    lines: parts.facts,
  }
}

/** The only order of a buyer is the first; else its place in the buyer's history says so (schema; tests do not count there). */
function isFirstOrder({ customer }: OrderNode, { place }: OrderExtras): boolean | null {
  if (customer === null) return null
  if (Number(customer.numberOfOrders) <= 1) return true
  return place === null ? null : place <= 1
}

function subtotalBefore(lines: readonly OrderLineForReturnFragment[], currency: string): Money {
  return sum(
    lines.map((line) => readApproximateBag(line.originalTotalSet)),
    currency,
  )
}

/** One line of facts per fulfilled part, in the order's own sequence of lines, and one for each part not yet fulfilled. */
function lineFacts(parts: {
  readonly lines: readonly OrderLineForReturnFragment[]
  readonly fulfillments: readonly Fulfillment[]
  readonly returnable: ReadonlyMap<string, number>
  readonly products: ProductFacts
  readonly extras: OrderExtras | null
}): LineFacts[] {
  // A cancelled fulfilment sent nothing: its units count as unfulfilled again.
  const shipped = parts.fulfillments.filter((fulfillment) => fulfillment.status !== 'CANCELLED')
  return parts.lines.flatMap((line) => {
    const base = lineBase(line, parts)
    const fulfilled = shipped.flatMap((fulfillment) =>
      fulfillment.lines
        .filter((part) => part.lineItem.id === line.id && (part.quantity ?? 0) > 0)
        .map((part): LineFacts => ({
          ...base,
          id: part.id,
          fulfillmentLineItemId: FulfillmentLineItemGid.parse(part.id),
          quantity: part.quantity ?? 0,
          returnableQuantity: parts.returnable.get(part.id) ?? 0,
          fulfilledAt: fulfillment.createdAt,
          deliveredAt: fulfillment.deliveredAt,
        })),
    )
    if (line.unfulfilledQuantity <= 0) return fulfilled
    return [...fulfilled, unfulfilledPart(line, base)]
  })
}

function unfulfilledPart(line: OrderLineForReturnFragment, base: LineBase): LineFacts {
  return {
    ...base,
    id: line.id,
    fulfillmentLineItemId: null,
    quantity: line.unfulfilledQuantity,
    returnableQuantity: 0,
    fulfilledAt: null,
    deliveredAt: null,
  }
}

type LineBase = ReturnType<typeof lineBase>

function lineBase(
  line: OrderLineForReturnFragment,
  { products, extras }: { readonly products: ProductFacts; readonly extras: OrderExtras | null },
) {
  const product = products.get(line.product?.id ?? '')
  const extra = extras?.lines.get(line.id) ?? null
  return {
    lineItemId: LineItemGid.parse(line.id),
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    imageUrl: line.image?.url ?? null,
    productId: line.product?.id ?? null,
    variantId: extra?.variantId ?? null,
    productType: line.product?.productType ?? null,
    productTags: line.product?.tags ?? null,
    vendor: line.vendor,
    isGiftCard: line.isGiftCard,
    requiresShipping: line.requiresShipping,
    isSubscription: extra?.isSubscription ?? null,
    isCustom: isCustomLine(line),
    bundleId: extra?.bundleId ?? null,
    collections: product?.collections ?? null,
    metafields: product?.metafields ?? null,
    originalUnitPrice: readApproximateBag(line.originalUnitPriceSet),
    discountedUnitPrice: readApproximateBag(line.discountedUnitPriceAfterAllDiscountsSet),
  }
}

/**
 * A line that staff typed in has neither product nor vendor; the line of a deleted product keeps its vendor. Shopify says
 * neither in a field of its own: our guess.
 */
function isCustomLine({ product, vendor }: OrderLineForReturnFragment): boolean {
  return product === null && (vendor ?? '') === ''
}

async function allLines(
  admin: AdminGraphql,
  order: OrderNode,
): Promise<readonly OrderLineForReturnFragment[]> {
  const lines = [...order.lineItems.nodes]
  let page = order.lineItems.pageInfo
  for (let pages = 1; page.hasNextPage && page.endCursor !== null && pages < mostPages; pages += 1) {
    const more = await ask(admin, MORE_ORDER_LINES, { id: order.id, after: page.endCursor })
    if (more.order === null) break
    lines.push(...more.order.lineItems.nodes)
    page = more.order.lineItems.pageInfo
  }
  return lines
}

function allFulfillments(admin: AdminGraphql, order: OrderNode): Promise<readonly Fulfillment[]> {
  return Promise.all(
    order.fulfillments.map(async ({ fulfillmentLineItems, ...fulfillment }): Promise<Fulfillment> => {
      const lines = [...fulfillmentLineItems.nodes]
      let page = fulfillmentLineItems.pageInfo
      for (let pages = 1; page.hasNextPage && page.endCursor !== null && pages < mostPages; pages += 1) {
        const more = await ask(admin, MORE_FULFILLMENT_LINES, { id: fulfillment.id, after: page.endCursor })
        if (more.fulfillment === null) break
        lines.push(...more.fulfillment.fulfillmentLineItems.nodes)
        page = more.fulfillment.fulfillmentLineItems.pageInfo
      }
      return { ...fulfillment, lines }
    }),
  )
}

/** Returnable units by fulfilment line. Where the first look was cut short anywhere it is read again in larger pages. */
async function allReturnable(
  admin: AdminGraphql,
  data: OrderForReturnQuery,
): Promise<ReadonlyMap<string, number>> {
  type Page = {
    readonly nodes: readonly {
      readonly returnableFulfillmentLineItems: {
        readonly nodes: readonly {
          readonly quantity: number
          readonly fulfillmentLineItem: { readonly id: string }
        }[]
      }
    }[]
  }
  const quantities = new Map<string, number>()
  const take = (page: Page) => {
    for (const line of page.nodes.flatMap((node) => node.returnableFulfillmentLineItems.nodes)) {
      quantities.set(line.fulfillmentLineItem.id, line.quantity)
    }
  }
  const first = data.returnableFulfillments
  take(first)
  const isCut = first.nodes.some((node) => node.returnableFulfillmentLineItems.pageInfo.hasNextPage)
  let page = isCut ? { hasNextPage: true, endCursor: null } : first.pageInfo
  for (let pages = 1; page.hasNextPage && pages < mostPages && data.order !== null; pages += 1) {
    const more = await ask(admin, MORE_RETURNABLE_LINES, { id: data.order.id, after: page.endCursor })
    take(more.returnableFulfillments)
    page = more.returnableFulfillments.pageInfo
  }
  return quantities
}
