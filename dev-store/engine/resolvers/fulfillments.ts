import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { times } from '../money/amounts.ts'
import { moneyBag } from '../money/money-bag.ts'
import type {
  Fulfillment,
  FulfillmentEvent,
  FulfillmentHold,
  FulfillmentOrder,
  FulfillmentOrderLineItem,
  LineItem,
  Location,
} from '../state.ts'
import { constant, countOf, firstOf, legacyResourceId, orderOf, own } from './fields.ts'
import { imageValue } from './images.ts'
import { fulfillmentDisplayStatus } from './order-fulfillment-status.ts'

const lineOf = (context: Context, source: FulfillmentOrderLineItem): LineItem => {
  const line = orderOf(context, source).lineItems.find((one) => one.id === source.lineItemId)
  if (!line) throw new Error(`dev store: ${source.id} names no line of its order`)
  return line
}

const SERVICE = {
  handle: 'manual',
  serviceName: 'Manual',
  type: 'MANUAL',
  id: 'gid://shopify/FulfillmentService/manual',
}

const ACTIONS: Record<string, string[]> = {
  OPEN: ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'MOVE', 'HOLD', 'SPLIT'],
  IN_PROGRESS: ['CREATE_FULFILLMENT', 'MOVE', 'HOLD'],
  ON_HOLD: ['RELEASE_HOLD', 'HOLD', 'MOVE'],
  SCHEDULED: ['MARK_AS_OPEN'],
}

type PlaceToMoveTo = {
  location: Location
  movable: boolean
  message: string | null
  lines: FulfillmentOrderLineItem[]
  rest: FulfillmentOrderLineItem[]
}

/** Every other active location of the shop; all lines of the fulfilment order may go there while it is not shipped. */
const placesToMoveTo = (
  context: Context,
  source: FulfillmentOrder,
  ids: string[] | null | undefined,
): PlaceToMoveTo[] =>
  Object.values(context.state.tables.locations)
    .filter((one) => one.shop === context.shop.domain && one.isActive && one.id !== source.assignedLocationId)
    .filter((one) => !ids || ids.includes(one.id))
    .map((location) => {
      const movable = source.status === 'OPEN' || source.status === 'ON_HOLD' || source.status === 'SCHEDULED'
      const lines = movable ? source.lineItems : []
      const rest = movable ? [] : source.lineItems
      return {
        location,
        movable,
        message: movable ? null : 'Fulfillment order cannot be moved.',
        lines,
        rest,
      }
    })

const assignedLocation = (source: FulfillmentOrder, context: Context) => {
  const location = context.get('locations', source.assignedLocationId)
  return {
    name: location?.name ?? '',
    address1: location?.address1 ?? null,
    address2: null,
    city: location?.city ?? null,
    countryCode: location?.countryCode ?? context.shop.countryCode,
    phone: location?.phone ?? null,
    province: location?.provinceCode ?? null,
    zip: location?.zip ?? null,
    location: location ?? null,
  }
}

export const fulfillments: ResolverModule = {
  Fulfillment: {
    ...own<Fulfillment>(
      'id',
      'name',
      'status',
      'createdAt',
      'updatedAt',
      'deliveredAt',
      'inTransitAt',
      'estimatedDeliveryAt',
    ),
    legacyResourceId,
    displayStatus: fulfillmentDisplayStatus,
    order: (source: Fulfillment, _: unknown, context) => orderOf(context, source),
    events: (source: Fulfillment, args: ConnectionArgs) =>
      connect(
        source.events.toSorted((a, b) => (a.happenedAt < b.happenedAt ? -1 : 1)),
        args,
      ),
    fulfillmentLineItems: (source: Fulfillment, args: ConnectionArgs) => connect(source.lineItems, args),
    fulfillmentOrders: (source: Fulfillment, args: ConnectionArgs, context) =>
      connect(
        orderOf(context, source).fulfillmentOrders.filter((one) =>
          source.fulfillmentOrderIds.includes(one.id),
        ),
        args,
      ),
    location: (source: Fulfillment, _: unknown, context) =>
      source.locationId === null ? null : (context.get('locations', source.locationId) ?? null),
    originAddress: () => null,
    service: () => SERVICE,
    requiresShipping: (source: Fulfillment, _: unknown, context) => {
      const order = orderOf(context, source)
      return source.lineItems.some(
        (item) => order.lineItems.find((line) => line.id === item.lineItemId)?.requiresShipping === true,
      )
    },
    totalQuantity: (source: Fulfillment) =>
      source.lineItems.reduce((total, line) => total + line.quantity, 0),
    trackingInfo: (source: Fulfillment, args: { first?: number | null }) =>
      firstOf(source.tracking, args.first),
  },
  FulfillmentEvent: {
    ...own<FulfillmentEvent>(
      'id',
      'status',
      'happenedAt',
      'createdAt',
      'message',
      'city',
      'country',
      'estimatedDeliveryAt',
    ),
    ...constant({ address1: null, latitude: null, longitude: null, province: null, zip: null }),
  },
  FulfillmentOrder: {
    ...own<FulfillmentOrder>('id', 'status', 'requestStatus', 'createdAt', 'updatedAt', 'fulfillAt'),
    ...constant({ fulfillBy: null, deliveryMethod: null, internationalDuties: null, channelId: null }),
    assignedLocation: (source: FulfillmentOrder, _: unknown, context) => assignedLocation(source, context),
    destination: (source: FulfillmentOrder, _: unknown, context) => {
      const order = orderOf(context, source)
      const address = order.shippingAddress
      return address
        ? {
            ...address,
            id: source.id.replace('/FulfillmentOrder/', '/FulfillmentOrderDestination/'),
            email: order.email,
            location: null,
          }
        : null
    },
    fulfillmentHolds: (source: FulfillmentOrder) => source.holds,
    fulfillments: (source: FulfillmentOrder, args: ConnectionArgs, context) =>
      connect(
        orderOf(context, source).fulfillments.filter((one) => one.fulfillmentOrderIds.includes(source.id)),
        args,
      ),
    lineItems: (source: FulfillmentOrder, args: ConnectionArgs) => connect(source.lineItems, args),
    locationsForMove: (
      source: FulfillmentOrder,
      args: ConnectionArgs & { locationIds?: string[] | null },
      context,
    ) => connect(placesToMoveTo(context, source, args.locationIds), args),
    merchantRequests: (_: FulfillmentOrder, args: ConnectionArgs) => connect([], args),
    order: (source: FulfillmentOrder, _: unknown, context) => orderOf(context, source),
    orderId: (source: FulfillmentOrder, _: unknown, context) => orderOf(context, source).id,
    orderName: (source: FulfillmentOrder, _: unknown, context) => orderOf(context, source).name,
    orderProcessedAt: (source: FulfillmentOrder, _: unknown, context) => orderOf(context, source).processedAt,
    supportedActions: (source: FulfillmentOrder) =>
      (ACTIONS[source.status] ?? []).map((action) => ({ action, externalUrl: null })),
  },
  LineItem: { fulfillmentService: (line: LineItem) => (line.requiresShipping ? SERVICE : null) },
  FulfillmentOrderLocationForMove: {
    ...own<PlaceToMoveTo>('location', 'movable', 'message'),
    availableLineItems: (source: PlaceToMoveTo, args: ConnectionArgs) => connect(source.lines, args),
    availableLineItemsCount: (source: PlaceToMoveTo) => countOf(source.lines.length),
    unavailableLineItems: (source: PlaceToMoveTo, args: ConnectionArgs) => connect(source.rest, args),
    unavailableLineItemsCount: (source: PlaceToMoveTo) => countOf(source.rest.length),
  },
  FulfillmentOrderLineItem: {
    ...own<FulfillmentOrderLineItem>('id', 'totalQuantity', 'remainingQuantity'),
    ...constant({ financialSummaries: [], shippingLine: null, warnings: [] }),
    lineItem: (source: FulfillmentOrderLineItem, _: unknown, context) => lineOf(context, source),
    productTitle: (source: FulfillmentOrderLineItem, _: unknown, context) => lineOf(context, source).title,
    variantTitle: (source: FulfillmentOrderLineItem, _: unknown, context) =>
      lineOf(context, source).variantTitle,
    requiresShipping: (source: FulfillmentOrderLineItem, _: unknown, context) =>
      lineOf(context, source).requiresShipping,
    sku: (source: FulfillmentOrderLineItem, _: unknown, context) => lineOf(context, source).sku,
    vendor: (source: FulfillmentOrderLineItem, _: unknown, context) => lineOf(context, source).vendor,
    weight: (source: FulfillmentOrderLineItem, _: unknown, context) => ({
      unit: 'GRAMS',
      value: lineOf(context, source).grams,
    }),
    variant: (source: FulfillmentOrderLineItem, _: unknown, context) => {
      const id = lineOf(context, source).variantId
      return id === null ? null : (context.get('variants', id) ?? null)
    },
    image: (source: FulfillmentOrderLineItem, _: unknown, context) => {
      const id = lineOf(context, source).productId
      const image = id === null ? undefined : context.get('products', id)?.images[0]
      return image ? imageValue(context, image) : null
    },
    inventoryItemId: (source: FulfillmentOrderLineItem, _: unknown, context) => {
      const id = lineOf(context, source).variantId
      return id === null ? null : (context.get('variants', id)?.inventoryItemId ?? null)
    },
    originalUnitPriceSet: (source: FulfillmentOrderLineItem, _: unknown, context) =>
      moneyBag(orderOf(context, source), times(lineOf(context, source).unitPrice, 1)),
  },
  FulfillmentHold: {
    ...own<FulfillmentHold>('id', 'reason', 'reasonNotes', 'displayReason', 'handle'),
    heldByApp: (source: FulfillmentHold, _: unknown, context) =>
      source.heldByAppId === null ? null : (context.state.tables.apps[source.heldByAppId] ?? null),
    heldByRequestingApp: (source: FulfillmentHold, _: unknown, context) =>
      source.heldByAppId === context.token.appId,
  },
}
