import type { Context } from './context.ts'
import { parseGid } from './ids.ts'
import { storeCreditTransaction } from './money/store-credit-fields.ts'
import { agreementsOf } from './order-builder.ts'
import type { Order, TableName } from './state.ts'

const TABLES: Record<string, TableName> = {
  App: 'apps',
  AppInstallation: 'appInstallations',
  BulkOperation: 'bulkOperations',
  CalculatedOrder: 'calculatedOrders',
  Collection: 'collections',
  Customer: 'customers',
  DiscountCodeNode: 'discountCodes',
  DraftOrder: 'draftOrders',
  GenericFile: 'files',
  GiftCard: 'giftCards',
  InventoryItem: 'inventoryItems',
  InventoryLevel: 'inventoryLevels',
  InventoryAdjustmentGroup: 'inventoryAdjustmentGroups',
  Job: 'jobs',
  Location: 'locations',
  MediaImage: 'files',
  MetafieldDefinition: 'metafieldDefinitions',
  Order: 'orders',
  Product: 'products',
  ProductVariant: 'variants',
  ReturnReasonDefinition: 'returnReasonDefinitions',
  Segment: 'segments',
  StoreCreditAccount: 'storeCreditAccounts',
  Video: 'files',
  WebhookSubscription: 'webhookSubscriptions',
}

type WithId = { id: string }

const childLists: Record<string, (order: Order) => readonly WithId[]> = {
  AdditionalFee: (order) => order.additionalFees,
  Duty: (order) => order.lineItems.flatMap((line) => line.duties),
  ExchangeLineItem: (order) => order.returns.flatMap((one) => one.exchangeLineItems),
  Fulfillment: (order) => order.fulfillments,
  FulfillmentEvent: (order) => order.fulfillments.flatMap((one) => one.events),
  FulfillmentHold: (order) => order.fulfillmentOrders.flatMap((one) => one.holds),
  FulfillmentLineItem: (order) => order.fulfillments.flatMap((one) => one.lineItems),
  FulfillmentOrder: (order) => order.fulfillmentOrders,
  FulfillmentOrderLineItem: (order) => order.fulfillmentOrders.flatMap((one) => one.lineItems),
  LineItem: (order) => order.lineItems,
  LineItemGroup: (order) => order.lineItemGroups,
  Metafield: (order) => order.metafields,
  OrderDisputeSummary: (order) => order.disputes,
  OrderTransaction: (order) => order.transactions,
  Refund: (order) => order.refunds,
  Return: (order) => order.returns,
  ReturnLineItem: (order) => order.returns.flatMap((one) => one.lineItems),
  ReverseDelivery: (order) =>
    order.returns.flatMap((one) =>
      one.reverseFulfillmentOrders.flatMap((reverse) => reverse.reverseDeliveries),
    ),
  ReverseDeliveryLineItem: (order) =>
    order.returns.flatMap((one) =>
      one.reverseFulfillmentOrders.flatMap((reverse) =>
        reverse.reverseDeliveries.flatMap((delivery) => delivery.lineItems),
      ),
    ),
  ReverseFulfillmentOrder: (order) => order.returns.flatMap((one) => one.reverseFulfillmentOrders),
  ReverseFulfillmentOrderDisposition: (order) =>
    order.returns.flatMap((one) =>
      one.reverseFulfillmentOrders.flatMap((reverse) =>
        reverse.lineItems.flatMap((line) => line.dispositions),
      ),
    ),
  ReverseFulfillmentOrderLineItem: (order) =>
    order.returns.flatMap((one) => one.reverseFulfillmentOrders.flatMap((reverse) => reverse.lineItems)),
  SalesAgreement: agreementsOf,
  ShippingLine: (order) => order.shippingLines,
}

/** Shopify keeps orders older than 60 days from apps without `read_all_orders` (returns-api §2.1). */
export const isVisibleOrder = (context: Context, order: Order): boolean =>
  context.token.mode === 'staff' ||
  context.token.scopes.includes('read_all_orders') ||
  Date.parse(context.now) - Date.parse(order.createdAt) <= 60 * 24 * 3600 * 1000

/** The state's entity behind a GID of this shop, or undefined. Types that have no node here throw by name. */
export const nodeById = (context: Context, id: string): object | undefined => {
  const type = parseGid(id)?.type
  if (type === undefined) return undefined
  const table = TABLES[type]
  if (table) {
    const found = context.get(table, id)
    return table === 'orders' && found && !isVisibleOrder(context, found as Order) ? undefined : found
  }
  if (type === 'Shop') return context.shop.id === id ? context.shop : undefined
  if (type === 'ReturnableFulfillment')
    return nodeById(context, id.replace('/ReturnableFulfillment/', '/Fulfillment/'))
  if (/^StoreCreditAccount\w+Transaction$/.test(type)) return storeCreditTransaction(context, id)
  const list = childLists[type]
  if (!list) throw new Error(`Not modelled by the dev store: node of type ${type}`)
  const order = context.index.orderOf(id)
  if (!order || order.shop !== context.shop.domain || !isVisibleOrder(context, order)) return undefined
  return list(order).find((one) => one.id === id)
}
