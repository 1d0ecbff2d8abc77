import { z } from 'zod'
import { CustomerGid, FulfillmentLineItemGid, LineItemGid, OrderGid } from '#app/domain/ids.ts'
import { money } from '#app/domain/money.ts'
import type { LineFacts, OrderFacts } from '#app/domain/order.ts'
import { isUnknownFulfillment, unknownFulfillmentOf } from '#app/domain/replay/unknown-fulfillment.ts'

/**
 * A line as it is kept: short names, and nothing where the usual value stands, for a shop has hundreds of thousands. `null` is "not
 * known" as everywhere. Ids are the tails of their GIDs.
 */
const StoredLine = z.object({
  /** Line item. */
  l: z.string(),
  /** Fulfilment line item; `''` = sent, and nobody knows in which part; absent = not sent. */
  f: z.string().optional(),
  t: z.string(),
  /** Variant title, SKU, vendor, product type: absent = null, null, null, empty. */
  vt: z.string().optional(),
  s: z.string().optional(),
  ve: z.string().optional(),
  pt: z.string().nullable().default(''),
  tg: z.array(z.string()).nullable().default([]),
  p: z.string().optional(),
  v: z.string().optional(),
  gift: z.literal(1).optional(),
  digital: z.literal(1).optional(),
  sub: z.boolean().nullable().default(false),
  own: z.boolean().nullable().default(false),
  b: z.string().optional(),
  co: z.record(z.string(), z.boolean()).optional(),
  me: z.record(z.string(), z.string().nullable()).optional(),
  q: z.int(),
  /** Returnable units; absent = all. */
  r: z.int().optional(),
  /** Price per unit before and (absent: the same) after discounts, minor units. */
  o: z.int(),
  d: z.int().optional(),
  /** Sent and arrived. */
  fa: z.string().optional(),
  da: z.string().optional(),
})
type StoredLine = z.infer<typeof StoredLine>

const texts = z.array(z.string())

/** An order as it is kept. No e-mail, phone, name or address; the postcode and the customer's id are what conditions ask for. */
export const StoredOrderFacts = z.object({
  name: z.string(),
  cancelledAt: z.string().nullable(),
  currency: z.string(),
  shopCurrency: z.string(),
  total: z.int(),
  postcode: z.string().nullable(),
  country: z.string().nullable(),
  province: z.string().nullable(),
  market: z.string().nullable(),
  channel: z.string().nullable(),
  gateways: texts.nullable(),
  isBusiness: z.boolean().nullable(),
  isFirst: z.boolean().nullable(),
  discounts: z.int().nullable(),
  undiscounted: z.int().nullable(),
  tags: texts,
  codes: texts,
  test: z.boolean(),
  customer: z
    .object({ id: z.string(), tags: texts, orderCount: z.int().nullable(), since: z.string().nullable() })
    .nullable(),
  lines: z.array(StoredLine),
})
export type StoredOrderFacts = z.infer<typeof StoredOrderFacts>

/** The facts as they are kept. */
export function packOrderFacts(order: OrderFacts): StoredOrderFacts {
  const { customer } = order
  return {
    name: order.name,
    cancelledAt: order.cancelledAt,
    currency: order.currency,
    shopCurrency: order.shopCurrency,
    total: order.total.minor,
    postcode: order.postcode,
    country: order.country,
    province: order.province,
    market: order.market,
    channel: order.channel,
    gateways: order.gateways === null ? null : [...order.gateways],
    isBusiness: order.isBusiness,
    isFirst: order.isFirst,
    discounts: order.discounts?.minor ?? null,
    undiscounted: order.undiscountedSubtotal?.minor ?? null,
    tags: [...order.tags],
    codes: [...order.discountCodes],
    test: order.test,
    customer:
      customer === null
        ? null
        : {
            id: tailOf(customer.id),
            tags: [...customer.tags],
            orderCount: customer.orderCount,
            since: customer.since,
          },
    lines: order.lines.map(packLine),
  }
}

function packLine(line: LineFacts): StoredLine {
  const { productType, productTags, quantity, originalUnitPrice, discountedUnitPrice } = line
  return {
    l: tailOf(line.lineItemId),
    ...(line.fulfillmentLineItemId === null ? {} : { f: fulfilledTail(line.fulfillmentLineItemId) }),
    t: line.title,
    ...some('vt', line.variantTitle),
    ...some('s', line.sku),
    ...some('ve', line.vendor),
    // The usual values are left out; the schema gives them back.
    ...(productType === '' ? unsaid : { pt: productType }),
    ...(productTags?.length === 0 ? unsaid : { tg: productTags === null ? null : [...productTags] }),
    ...some('p', line.productId === null ? null : tailOf(line.productId)),
    ...some('v', line.variantId === null ? null : tailOf(line.variantId)),
    ...(line.isGiftCard ? { gift: 1 as const } : {}),
    ...(line.requiresShipping ? {} : { digital: 1 as const }),
    ...(line.isSubscription === false ? unsaid : { sub: line.isSubscription }),
    ...(line.isCustom === false ? unsaid : { own: line.isCustom }),
    ...some('b', line.bundleId),
    ...(line.collections === null ? {} : { co: { ...line.collections } }),
    ...(line.metafields === null ? {} : { me: { ...line.metafields } }),
    q: quantity,
    ...(line.returnableQuantity === quantity ? {} : { r: line.returnableQuantity }),
    o: originalUnitPrice.minor,
    ...(discountedUnitPrice.minor === originalUnitPrice.minor ? {} : { d: discountedUnitPrice.minor }),
    ...some('fa', line.fulfilledAt),
    ...some('da', line.deliveredAt),
  }
}

// Keys with a default must be there in the parsed type and may be absent in JSON: what is kept is read through the schema.
const unsaid = {} as Record<'pt' | 'tg' | 'sub' | 'own', never>

function some<Key extends string>(key: Key, value: string | null): Partial<Record<Key, string>> {
  // One computed key of the given type: TypeScript widens it to string.
  return value === null ? {} : ({ [key]: value } as Partial<Record<Key, string>>)
}

/** The facts of a kept order. The buyer's history and the watch list are not kept with it: see `readReplayedBuyers`. */
export function unpackOrderFacts(
  row: { readonly orderGid: string; readonly placedAt: string },
  stored: StoredOrderFacts,
): OrderFacts {
  const { currency, customer } = stored
  const amount = (minor: number | null) => (minor === null ? null : money(minor, currency))
  return {
    id: OrderGid.parse(row.orderGid),
    name: stored.name,
    placedAt: row.placedAt,
    cancelledAt: stored.cancelledAt,
    currency,
    shopCurrency: stored.shopCurrency,
    total: money(stored.total, currency),
    email: null,
    phone: null,
    postcode: stored.postcode,
    country: stored.country,
    province: stored.province,
    market: stored.market,
    channel: stored.channel,
    gateways: stored.gateways,
    isBusiness: stored.isBusiness,
    isFirst: stored.isFirst,
    discounts: amount(stored.discounts),
    undiscountedSubtotal: amount(stored.undiscounted),
    tags: stored.tags,
    discountCodes: stored.codes,
    test: stored.test,
    customer:
      customer === null
        ? null
        : {
            id: CustomerGid.parse(`gid://shopify/Customer/${customer.id}`),
            tags: customer.tags,
            orderCount: customer.orderCount,
            since: customer.since,
            returnCount: null,
            refunded: null,
            isBlocklisted: null,
          },
    lines: stored.lines.map((line) => unpackLine(line, currency)),
  }
}

function unpackLine(line: StoredLine, currency: string): LineFacts {
  const lineItemId = LineItemGid.parse(`gid://shopify/LineItem/${line.l}`)
  const fulfillmentLineItemId = line.f === undefined ? null : fulfillmentGid(line.f, line.l)
  const original = money(line.o, currency)
  return {
    id: fulfillmentLineItemId ?? lineItemId,
    lineItemId,
    fulfillmentLineItemId,
    title: line.t,
    variantTitle: line.vt ?? null,
    sku: line.s ?? null,
    imageUrl: null,
    productId: line.p === undefined ? null : `gid://shopify/Product/${line.p}`,
    variantId: line.v === undefined ? null : `gid://shopify/ProductVariant/${line.v}`,
    productType: line.pt,
    productTags: line.tg,
    vendor: line.ve ?? null,
    isGiftCard: line.gift === 1,
    requiresShipping: line.digital !== 1,
    isSubscription: line.sub,
    isCustom: line.own,
    bundleId: line.b ?? null,
    collections: line.co ?? null,
    metafields: line.me ?? null,
    quantity: line.q,
    returnableQuantity: line.r ?? line.q,
    originalUnitPrice: original,
    discountedUnitPrice: line.d === undefined ? original : money(line.d, currency),
    fulfilledAt: line.fa ?? null,
    deliveredAt: line.da ?? null,
  }
}

function fulfilledTail(gid: FulfillmentLineItemGid): string {
  return isUnknownFulfillment(gid) ? '' : tailOf(gid)
}

function fulfillmentGid(tail: string, lineItemTail: string): FulfillmentLineItemGid {
  return tail === ''
    ? unknownFulfillmentOf(lineItemTail)
    : FulfillmentLineItemGid.parse(`gid://shopify/FulfillmentLineItem/${tail}`)
}

function tailOf(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1)
}
