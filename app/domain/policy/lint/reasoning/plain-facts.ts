import { CustomerGid, FulfillmentLineItemGid, LineItemGid, OrderGid } from '../../../ids.ts'
import { money } from '../../../money.ts'
import type { LineFacts, OrderFacts } from '../../../order.ts'
import { factsOfLine, openRequest, orderContext, type PolicyFacts } from '../../facts.ts'

const line: LineFacts = {
  id: 'gid://shopify/FulfillmentLineItem/1',
  lineItemId: LineItemGid.parse('gid://shopify/LineItem/1'),
  fulfillmentLineItemId: FulfillmentLineItemGid.parse('gid://shopify/FulfillmentLineItem/1'),
  title: '',
  variantTitle: null,
  sku: '',
  imageUrl: null,
  productId: 'gid://shopify/Product/1',
  variantId: 'gid://shopify/ProductVariant/1',
  productType: '',
  productTags: [],
  vendor: '',
  isGiftCard: false,
  requiresShipping: true,
  isSubscription: false,
  isCustom: false,
  bundleId: null,
  collections: {},
  metafields: {},
  quantity: 1,
  returnableQuantity: 1,
  originalUnitPrice: money(10_000, 'USD'),
  discountedUnitPrice: money(10_000, 'USD'),
  fulfilledAt: '2026-05-02T12:00:00Z',
  deliveredAt: '2026-05-04T12:00:00Z',
}

/** An order of one plain line, delivered the day before it is judged. */
const plainOrder: OrderFacts = {
  id: OrderGid.parse('gid://shopify/Order/1'),
  name: '',
  placedAt: '2026-05-01T12:00:00Z',
  cancelledAt: null,
  currency: 'USD',
  shopCurrency: 'USD',
  total: money(10_000, 'USD'),
  email: null,
  phone: null,
  postcode: null,
  country: null,
  province: null,
  market: null,
  channel: 'web',
  gateways: [],
  isBusiness: false,
  isFirst: false,
  discounts: money(0, 'USD'),
  undiscountedSubtotal: money(10_000, 'USD'),
  tags: [],
  discountCodes: [],
  test: false,
  customer: {
    id: CustomerGid.parse('gid://shopify/Customer/1'),
    tags: [],
    orderCount: 2,
    since: '2026-01-01T12:00:00Z',
    returnCount: 0,
    refunded: money(0, 'USD'),
    isBlocklisted: false,
  },
  lines: [line],
}

/** The facts of that line, with nothing said of it yet. */
export const plainFacts: PolicyFacts = factsOfLine(
  orderContext(plainOrder, '2026-05-05T12:00:00Z', 'UTC'),
  line,
  { request: openRequest, reason: { fault: null, names: null } },
)
