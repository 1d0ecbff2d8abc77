import type { Context } from '../engine/context.ts'
import type { Amounts, Fulfillment, FulfillmentOrder, LineItem, Order, Transaction } from '../engine/state.ts'
import type { CsvOrder } from './parse-orders-csv.ts'
import { customerEmail, guestEmail, retailAddress } from './retail-customers.ts'
import { productTitle } from './retail-catalogue.ts'
import type { RetailGoods } from './retail-catalogue.ts'
import { RETAIL_SHOP } from './retail-shop.ts'

export type RetailOrderFacts = {
  order: CsvOrder
  createdAt: string
  /** Two days later, or null while the parcel has not left. */
  fulfilledAt: string | null
  locationId: string
  customerId: string | null
  goods: ReadonlyMap<string, RetailGoods>
}

// One currency: shop and presentment are the same.
function amounts(minor: number): Amounts {
  return { shop: minor, presentment: minor }
}

function lineItems(context: Context, facts: RetailOrderFacts): LineItem[] {
  return facts.order.lines.map((line) => {
    const goods = facts.goods.get(line.stockCode)
    return {
      id: context.nextId('LineItem'),
      title: productTitle(line.description, line.stockCode),
      variantTitle: null,
      sku: line.stockCode,
      vendor: 'Homeward Retail',
      productId: goods?.productId ?? null,
      variantId: goods?.variantId ?? null,
      quantity: line.quantity,
      removedQuantity: 0,
      unitPrice: amounts(line.unitPriceMinor),
      discountAllocations: [],
      taxLines: [],
      taxable: true,
      requiresShipping: true,
      isGiftCard: false,
      grams: 0,
      customAttributes: [],
      groupId: null,
      duties: [],
      sellingPlan: null,
      contractId: null,
      exchange: null,
      isTip: false,
      addedAt: facts.createdAt,
    }
  })
}

function fulfillmentOrder(
  context: Context,
  facts: RetailOrderFacts,
  lines: readonly LineItem[],
): FulfillmentOrder {
  return {
    id: context.nextId('FulfillmentOrder'),
    status: facts.fulfilledAt === null ? 'OPEN' : 'CLOSED',
    requestStatus: 'UNSUBMITTED',
    assignedLocationId: facts.locationId,
    createdAt: facts.createdAt,
    updatedAt: facts.fulfilledAt ?? facts.createdAt,
    fulfillAt: facts.createdAt,
    holds: [],
    lineItems: lines.map((line) => ({
      id: context.nextId('FulfillmentOrderLineItem'),
      lineItemId: line.id,
      totalQuantity: line.quantity,
      remainingQuantity: facts.fulfilledAt === null ? line.quantity : 0,
    })),
  }
}

function fulfillments(
  context: Context,
  facts: RetailOrderFacts,
  lines: readonly LineItem[],
  fulfillmentOrderId: string,
): Fulfillment[] {
  if (facts.fulfilledAt === null) return []
  return [
    {
      id: context.nextId('Fulfillment'),
      name: `#${facts.order.invoice}-F1`,
      status: 'SUCCESS',
      createdAt: facts.fulfilledAt,
      updatedAt: facts.fulfilledAt,
      inTransitAt: null,
      // The file has no delivery dates.
      deliveredAt: null,
      estimatedDeliveryAt: null,
      locationId: facts.locationId,
      tracking: [],
      lineItems: lines.map((line) => ({
        id: context.nextId('FulfillmentLineItem'),
        lineItemId: line.id,
        quantity: line.quantity,
      })),
      events: [],
      fulfillmentOrderIds: [fulfillmentOrderId],
    },
  ]
}

function payment(context: Context, createdAt: string, total: number): Transaction {
  return {
    id: context.nextId('OrderTransaction'),
    kind: 'SALE',
    status: 'SUCCESS',
    gateway: 'shopify_payments',
    formattedGateway: 'Shopify Payments',
    amount: amounts(total),
    rounding: null,
    parentId: null,
    refundId: null,
    createdAt,
    processedAt: createdAt,
    test: false,
    errorCode: null,
    manualPaymentGateway: false,
    multiCapturable: false,
    authorizationExpiresAt: null,
    authorizationCode: null,
    paymentId: null,
    paymentDetails: {
      type: 'card',
      company: 'Visa',
      number: '•••• •••• •••• 4242',
      name: null,
      wallet: null,
    },
    settlesAt: null,
    settlesAs: null,
  }
}

function confirmationNumber(context: Context): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  return Array.from({ length: 9 }, () =>
    alphabet.charAt(Math.floor(context.random() * alphabet.length)),
  ).join('')
}

/** One invoice as a paid Shopify order named `#<invoice>`: no shipping, no discounts, no taxes, for the file has none. */
export function retailOrder(context: Context, facts: RetailOrderFacts): Order {
  const { order, createdAt, fulfilledAt } = facts
  const lines = lineItems(context, facts)
  const toFulfil = fulfillmentOrder(context, facts, lines)
  const total = order.lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0)
  const address = retailAddress(context.nextId('MailingAddress'), order.country)
  return {
    id: context.nextId('Order'),
    shop: RETAIL_SHOP,
    name: `#${order.invoice}`,
    number: Number(/\d+/.exec(order.invoice)?.[0] ?? 0),
    confirmationNumber: confirmationNumber(context),
    createdAt,
    processedAt: createdAt,
    updatedAt: fulfilledAt ?? createdAt,
    cancelledAt: null,
    cancelReason: null,
    staffNote: null,
    closedAt: null,
    test: false,
    edited: false,
    redacted: false,
    customerId: facts.customerId,
    companyLocationId: null,
    companyContactId: null,
    email: order.customerId === null ? guestEmail(order.invoice) : customerEmail(order.customerId),
    phone: null,
    customerLocale: 'en',
    note: null,
    poNumber: null,
    customAttributes: [],
    tags: [],
    sourceName: 'web',
    sourceIdentifier: null,
    retailLocationId: null,
    currency: 'GBP',
    presentmentCurrency: 'GBP',
    presentmentRate: 1,
    taxesIncluded: true,
    dutiesIncluded: false,
    taxExempt: false,
    shippingAddress: address,
    billingAddress: address,
    lineItems: lines,
    lineItemGroups: [],
    shippingLines: [],
    discountApplications: [],
    additionalFees: [],
    transactions: [payment(context, createdAt, total)],
    paymentTerms: null,
    paymentless: false,
    disputes: [],
    fulfillments: fulfillments(context, facts, lines, toFulfil.id),
    fulfillmentOrders: [toFulfil],
    refunds: [],
    returns: [],
    agreements: [],
    metafields: [],
    riskLevel: 'LOW',
    draftOrderId: null,
  }
}
