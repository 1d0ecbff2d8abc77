import { CustomerGid, FulfillmentLineItemGid, LineItemGid, OrderGid } from '#app/domain/ids.ts'
import { money } from '#app/domain/money.ts'
import type { LineFacts, OrderFacts } from '#app/domain/order.ts'

/** A fulfilled and delivered line, whole: change what the test is about. */
export function lineFacts(some: Partial<LineFacts> = {}): LineFacts {
  return {
    id: 'gid://shopify/FulfillmentLineItem/1',
    lineItemId: LineItemGid.parse('gid://shopify/LineItem/1'),
    fulfillmentLineItemId: FulfillmentLineItemGid.parse('gid://shopify/FulfillmentLineItem/1'),
    title: 'Linen shirt',
    variantTitle: 'M',
    sku: 'LIN-M',
    imageUrl: null,
    productId: 'gid://shopify/Product/1',
    variantId: 'gid://shopify/ProductVariant/1',
    productType: 'Shirts',
    productTags: [],
    vendor: 'Acme',
    isGiftCard: false,
    requiresShipping: true,
    isSubscription: false,
    isCustom: false,
    bundleId: null,
    collections: {},
    metafields: {},
    quantity: 2,
    returnableQuantity: 2,
    originalUnitPrice: money(5000, 'USD'),
    discountedUnitPrice: money(4000, 'USD'),
    fulfilledAt: '2026-05-02T10:00:00Z',
    deliveredAt: '2026-05-04T10:00:00Z',
    ...some,
  }
}

/** An order with one such line. */
export function orderFacts(some: Partial<OrderFacts> = {}): OrderFacts {
  return {
    id: OrderGid.parse('gid://shopify/Order/1'),
    name: '#1001',
    placedAt: '2026-05-01T10:00:00Z',
    cancelledAt: null,
    currency: 'USD',
    shopCurrency: 'USD',
    total: money(8000, 'USD'),
    email: 'anna@example.com',
    phone: null,
    postcode: '10001',
    country: 'US',
    province: 'NY',
    market: 'us',
    channel: 'web',
    gateways: ['shopify_payments'],
    isBusiness: false,
    isFirst: true,
    discounts: money(2000, 'USD'),
    undiscountedSubtotal: money(10_000, 'USD'),
    tags: [],
    discountCodes: [],
    test: false,
    customer: {
      id: CustomerGid.parse('gid://shopify/Customer/1'),
      tags: [],
      orderCount: 1,
      since: '2026-04-01T10:00:00Z',
      returnCount: 0,
      refunded: money(0, 'USD'),
      isBlocklisted: false,
    },
    lines: [lineFacts()],
    ...some,
  }
}
