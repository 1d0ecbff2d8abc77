import type { Context } from '../context.ts'
import { legacyId } from '../ids.ts'
import type { Location } from '../state.ts'

/** Changes to the named quantities of a variant at a location; the webhook tells the new available number. */
export type StockChange = {
  readonly variantId: string | null
  readonly locationId: string
  readonly deltas: Readonly<Record<string, number>>
}

/** Moves stock of a tracked variant. Custom lines, deleted variants and untracked items have no stock to move. */
export function moveStock(context: Context, change: StockChange): void {
  const variant = change.variantId === null ? undefined : context.get('variants', change.variantId)
  const item = variant ? context.get('inventoryItems', variant.inventoryItemId) : undefined
  if (!item?.tracked) return
  const key =
    context.index.levelKey(item.id, change.locationId) ?? stockAt(context, item.id, change.locationId)
  const level = context.edit('inventoryLevels', key)
  for (const [name, delta] of Object.entries(change.deltas))
    level.quantities[name] = (level.quantities[name] ?? 0) + delta
  level.updatedAt = context.now
  context.emit('inventory_levels/update', {
    inventory_item_id: legacyId(item.id),
    location_id: legacyId(change.locationId),
    available: level.quantities.available ?? 0,
    updated_at: context.now,
    admin_graphql_api_id: level.id,
  })
}

/** Stocks an item at a location where it was not stocked yet: goods may come back anywhere. */
function stockAt(context: Context, inventoryItemId: string, locationId: string): string {
  const id = context.nextId('InventoryLevel')
  context.insert('inventoryLevels', id, {
    id,
    shop: context.shop.domain,
    inventoryItemId,
    locationId,
    quantities: {},
    createdAt: context.now,
    updatedAt: context.now,
  })
  return id
}

/** The shop's location that takes returns and ships exchanges when nothing else says so. */
export function primaryLocation(context: Context): Location {
  const own = Object.values(context.state.tables.locations).filter(
    (one) => one.shop === context.shop.domain && one.isActive,
  )
  const location = own.find((one) => one.isPrimary) ?? own[0]
  if (!location) throw new Error(`dev store: ${context.shop.domain} has no active location`)
  return location
}
