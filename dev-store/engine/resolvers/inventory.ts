import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { moneyV2 } from '../money/money-bag.ts'
import type { InventoryAdjustmentGroup, InventoryItem, InventoryLevel, Location, Shop } from '../state.ts'
import { constant, countOf, legacyResourceId, own } from './fields.ts'

const levelsOfItem = (context: Context, item: InventoryItem): InventoryLevel[] =>
  Object.values(context.state.tables.inventoryLevels).filter((level) => level.inventoryItemId === item.id)

const levelAt = (context: Context, itemId: string, locationId: string): InventoryLevel | null => {
  const key = context.index.levelKey(itemId, locationId)
  return key === undefined ? null : (context.get('inventoryLevels', key) ?? null)
}

/** on_hand is what is there: available, committed, reserved and the stock set aside. */
export const quantityOf = (level: InventoryLevel, name: string): number => {
  if (name !== 'on_hand' || level.quantities['on_hand'] !== undefined) return level.quantities[name] ?? 0
  return ['available', 'committed', 'reserved', 'damaged', 'safety_stock', 'quality_control'].reduce(
    (total, one) => total + (level.quantities[one] ?? 0),
    0,
  )
}

const unfulfilledAt = (context: Context, location: Location): boolean =>
  context.index
    .ordersOfShop(location.shop)
    .some((order) =>
      order.fulfillmentOrders.some(
        (one) =>
          one.assignedLocationId === location.id && (one.status === 'OPEN' || one.status === 'IN_PROGRESS'),
      ),
    )

export const inventory: ResolverModule = {
  InventoryItem: {
    ...own<InventoryItem>(
      'id',
      'sku',
      'tracked',
      'requiresShipping',
      'countryCodeOfOrigin',
      'harmonizedSystemCode',
      'createdAt',
      'updatedAt',
    ),
    ...constant({
      duplicateSkuCount: 0,
      inventoryHistoryUrl: null,
      provinceCodeOfOrigin: null,
      trackedEditable: { locked: false, reason: null },
    }),
    legacyResourceId,
    unitCost: (item: InventoryItem) => (item.unitCost ? moneyV2(item.unitCost) : null),
    measurement: (item: InventoryItem) => ({
      id: item.id.replace('/InventoryItem/', '/InventoryItemMeasurement/'),
      weight: { unit: 'GRAMS', value: item.grams },
    }),
    variant: (item: InventoryItem, _: unknown, context) => context.get('variants', item.variantId),
    variants: (item: InventoryItem, args: ConnectionArgs, context) =>
      connect(
        [context.get('variants', item.variantId)].filter((one) => one !== undefined),
        args,
      ),
    inventoryLevel: (item: InventoryItem, args: { locationId: string }, context) =>
      levelAt(context, item.id, args.locationId),
    inventoryLevels: (item: InventoryItem, args: ConnectionArgs, context) =>
      connect(levelsOfItem(context, item), args),
    locationsCount: (item: InventoryItem, _: unknown, context) => countOf(levelsOfItem(context, item).length),
  },
  InventoryLevel: {
    ...own<InventoryLevel>('id', 'createdAt', 'updatedAt'),
    ...constant({ canDeactivate: true, deactivationAlert: null, isActive: true }),
    item: (level: InventoryLevel, _: unknown, context) =>
      context.get('inventoryItems', level.inventoryItemId),
    location: (level: InventoryLevel, _: unknown, context) => context.get('locations', level.locationId),
    quantities: (level: InventoryLevel, args: { names: string[] }) =>
      args.names.map((name) => ({
        id: `${level.id}&name=${name}`,
        name,
        quantity: quantityOf(level, name),
        updatedAt: level.updatedAt,
      })),
  },
  Location: {
    ...own<Location>('id', 'name', 'isActive', 'isPrimary', 'fulfillsOnlineOrders', 'createdAt'),
    ...constant({
      addressVerified: true, deletable: false, fulfillmentService: null, isFulfillmentService: false,
      localPickupSettingsV2: null, shipsInventory: true, suggestedAddresses: [], metafield: null,
    }), // prettier-ignore
    legacyResourceId,
    activatable: (location: Location) => !location.isActive,
    deactivatedAt: (location: Location) => location.deactivatedAt ?? null,
    deactivatable: (location: Location) => location.isActive && !location.isPrimary,
    updatedAt: (location: Location) => location.createdAt,
    metafields: (_: Location, args: ConnectionArgs) => connect([], args),
    address: (location: Location) => ({
      address1: location.address1, address2: null, city: location.city, country: location.country, countryCode: location.countryCode,
      formatted: [location.address1, [location.zip, location.city].filter(Boolean).join(' '), location.country].filter(Boolean),
      latitude: null, longitude: null, phone: location.phone, province: location.provinceCode, provinceCode: location.provinceCode, zip: location.zip,
    }), // prettier-ignore
    hasActiveInventory: (location: Location, _: unknown, context) =>
      Object.values(context.state.tables.inventoryLevels).some(
        (level) => level.locationId === location.id && (level.quantities['available'] ?? 0) > 0,
      ),
    hasUnfulfilledOrders: (location: Location, _: unknown, context) => unfulfilledAt(context, location),
    inventoryLevel: (location: Location, args: { inventoryItemId: string }, context) =>
      levelAt(context, args.inventoryItemId, location.id),
    inventoryLevels: (location: Location, args: ConnectionArgs, context) =>
      connect(
        Object.values(context.state.tables.inventoryLevels).filter(
          (level) => level.locationId === location.id,
        ),
        args,
      ),
  },
  InventoryAdjustmentGroup: {
    ...own<InventoryAdjustmentGroup>('id', 'createdAt', 'reason', 'referenceDocumentUri'),
    app: (group: InventoryAdjustmentGroup, _: unknown, context) =>
      group.appId === null ? null : (context.state.tables.apps[group.appId] ?? null),
    staffMember: () => null,
    changes: (
      group: InventoryAdjustmentGroup,
      args: {
        inventoryItemIds?: string[] | null
        locationIds?: string[] | null
        quantityNames?: string[] | null
      },
      context,
    ) =>
      group.changes
        .filter((one) => !args.inventoryItemIds || args.inventoryItemIds.includes(one.inventoryItemId))
        .filter((one) => !args.locationIds || args.locationIds.includes(one.locationId))
        .filter((one) => !args.quantityNames || args.quantityNames.includes(one.name))
        .map((one) => ({
          name: one.name,
          delta: one.delta,
          quantityAfterChange: one.quantityAfterChange,
          ledgerDocumentUri: one.ledgerDocumentUri,
          item: context.get('inventoryItems', one.inventoryItemId) ?? null,
          location: context.get('locations', one.locationId) ?? null,
        })),
  },
}

/** The shop's locations by name, as the admin lists them. */
export const locationsOf = (context: Context, shop: Shop): Location[] =>
  Object.values(context.state.tables.locations).filter((one) => one.shop === shop.domain)
