import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { parseAmount } from '../money/minor-units.ts'
import type { InventoryAdjustmentGroup, InventoryLevel } from '../state.ts'
import { failure } from './inputs.ts'

/** Quantity names that an app may change; on_hand follows from the others. */
const MUTABLE = ['available', 'damaged', 'incoming', 'quality_control', 'reserved', 'safety_stock']
const REASONS = [
  'correction', 'cycle_count_available', 'damaged', 'movement_canceled', 'movement_created', 'movement_received', 'movement_updated', 'other', 'promotion',
  'quality_control', 'received', 'reservation_created', 'reservation_deleted', 'reservation_updated', 'restock', 'safety_stock', 'shrinkage',
] // prettier-ignore
const LARGEST = 1_000_000_000

type Wanted = {
  name: string
  inventoryItemId: string
  locationId: string
  delta: number
  changeFromQuantity?: number | null | undefined
  ledgerDocumentUri?: string | null | undefined
  at: string[]
}
type Facts = { reason: string; referenceDocumentUri?: string | null }

const answer = (group: InventoryAdjustmentGroup | null, userErrors: UserErrorValue[]) => ({
  inventoryAdjustmentGroup: group,
  userErrors,
})

const levelOf = (context: Context, itemId: string, locationId: string): InventoryLevel | undefined => {
  const key = context.index.levelKey(itemId, locationId)
  return key === undefined ? undefined : context.get('inventoryLevels', key)
}

const problemOf = (context: Context, one: Wanted): UserErrorValue | undefined => {
  if (!context.get('inventoryItems', one.inventoryItemId))
    return failure(
      [...one.at, 'inventoryItemId'],
      'The specified inventory item could not be found.',
      'INVALID_INVENTORY_ITEM',
    )
  if (!context.get('locations', one.locationId))
    return failure(
      [...one.at, 'locationId'],
      'The specified location could not be found.',
      'INVALID_LOCATION',
    )
  const level = levelOf(context, one.inventoryItemId, one.locationId)
  if (!level)
    return failure(
      [...one.at, 'locationId'],
      'The specified inventory item is not stocked at the location.',
      'ITEM_NOT_STOCKED_AT_LOCATION',
    )
  const before = level.quantities[one.name] ?? 0
  if (typeof one.changeFromQuantity === 'number' && one.changeFromQuantity !== before) {
    return failure(
      [...one.at, 'changeFromQuantity'],
      'The changeFromQuantity argument no longer matches the persisted quantity.',
      'CHANGE_FROM_QUANTITY_STALE',
    )
  }
  if (one.name !== 'available' && one.delta !== 0 && !one.ledgerDocumentUri) {
    return failure(
      [...one.at, 'ledgerDocumentUri'],
      'A ledger document URI is required except when adjusting available.',
      'INVALID_QUANTITY_DOCUMENT',
    )
  }
  if (one.name === 'available' && one.ledgerDocumentUri) {
    return failure(
      [...one.at, 'ledgerDocumentUri'],
      'A ledger document URI is not allowed when adjusting available.',
      'INVALID_AVAILABLE_DOCUMENT',
    )
  }
  if (before + one.delta > LARGEST)
    return failure([...one.at, 'delta'], 'The quantity is too high.', 'INVALID_QUANTITY_TOO_HIGH')
  return undefined
}

/** Applies changes all or none, and keeps the group so that a repeated key can answer with it. */
const adjust = (context: Context, facts: Facts, changes: Wanted[]) => {
  if (!REASONS.includes(facts.reason))
    return answer(null, [failure(['input', 'reason'], 'The specified reason is invalid.', 'INVALID_REASON')])
  const unknown = changes.find((one) => !MUTABLE.includes(one.name))
  if (unknown)
    return answer(null, [
      failure(['input', 'name'], 'The specified quantity name is invalid.', 'INVALID_QUANTITY_NAME'),
    ])
  const problems = changes.map((one) => problemOf(context, one)).filter((one) => one !== undefined)
  if (problems.length > 0) return answer(null, problems)
  const group: InventoryAdjustmentGroup = {
    id: context.nextId('InventoryAdjustmentGroup'), shop: context.shop.domain, createdAt: context.now, reason: facts.reason, referenceDocumentUri: facts.referenceDocumentUri ?? null,
    appId: context.token.mode === 'staff' ? null : context.token.appId, changes: [],
  } // prettier-ignore
  for (const one of changes) {
    const level = levelOf(context, one.inventoryItemId, one.locationId)
    if (!level) continue
    const open = context.edit('inventoryLevels', level.id)
    const after = (open.quantities[one.name] ?? 0) + one.delta
    open.quantities[one.name] = after
    open.updatedAt = context.now
    group.changes.push({
      name: one.name,
      delta: one.delta,
      quantityAfterChange: after,
      ledgerDocumentUri: one.ledgerDocumentUri ?? null,
      inventoryItemId: one.inventoryItemId,
      locationId: one.locationId,
    })
    context.emit('inventory_levels/update', {
      inventory_item_id: legacyId(one.inventoryItemId), location_id: legacyId(one.locationId), available: open.quantities['available'] ?? 0, updated_at: context.now,
      admin_graphql_api_id: open.id,
    }) // prettier-ignore
  }
  context.insert('inventoryAdjustmentGroups', group.id, group)
  return answer(group, [])
}

type AdjustInput = Facts & {
  name: string
  changes: {
    delta: number
    inventoryItemId: string
    locationId: string
    changeFromQuantity?: number | null
    ledgerDocumentUri?: string | null
  }[]
}
type SetInput = Facts & {
  name: string
  quantities: {
    inventoryItemId: string
    locationId: string
    quantity: number
    changeFromQuantity?: number | null
  }[]
}
type OnHandInput = Facts & {
  setQuantities: { inventoryItemId: string; locationId: string; quantity: number }[]
}
type Terminal = {
  name: string
  locationId: string
  changeFromQuantity?: number | null
  ledgerDocumentUri?: string | null
}
type MoveInput = Facts & {
  changes: { inventoryItemId: string; quantity: number; from: Terminal; to: Terminal }[]
}

const currently = (context: Context, itemId: string, locationId: string, name: string): number =>
  levelOf(context, itemId, locationId)?.quantities[name] ?? 0

const setAll = (context: Context, facts: Facts, name: string, list: SetInput['quantities'], field: string) =>
  adjust(
    context,
    facts,
    list.map((one, i) => ({
      name, inventoryItemId: one.inventoryItemId, locationId: one.locationId, delta: one.quantity - currently(context, one.inventoryItemId, one.locationId, name),
      changeFromQuantity: one.changeFromQuantity, at: ['input', field, String(i)],
    })),
  ) // prettier-ignore

const move = (context: Context, input: MoveInput) =>
  adjust(
    context,
    input,
    input.changes.flatMap((one, i) =>
      (['from', 'to'] as const).map((side) => ({
        name: one[side].name, inventoryItemId: one.inventoryItemId, locationId: one[side].locationId, delta: side === 'from' ? -one.quantity : one.quantity,
        changeFromQuantity: one[side].changeFromQuantity, ledgerDocumentUri: one[side].ledgerDocumentUri, at: ['input', 'changes', String(i), side],
      })),
    ),
  ) // prettier-ignore

const inventoryActivate = (
  _: unknown,
  args: { inventoryItemId: string; locationId: string; available?: number | null },
  context: Context,
) => {
  const item = context.get('inventoryItems', args.inventoryItemId)
  const location = context.get('locations', args.locationId)
  if (!item)
    return {
      inventoryLevel: null,
      userErrors: [failure(['inventoryItemId'], "The product couldn't be stocked because it wasn't found.")],
    }
  if (!location)
    return {
      inventoryLevel: null,
      userErrors: [
        failure(['locationId'], "The product couldn't be stocked because the location wasn't found."),
      ],
    }
  const known = levelOf(context, item.id, location.id)
  if (known) return { inventoryLevel: known, userErrors: [] }
  const id = `${context.nextId('InventoryLevel')}?inventory_item_id=${legacyId(item.id)}`
  const level: InventoryLevel = {
    id,
    shop: context.shop.domain,
    inventoryItemId: item.id,
    locationId: location.id,
    quantities: { available: args.available ?? 0 },
    createdAt: context.now,
    updatedAt: context.now,
  }
  context.insert('inventoryLevels', id, level)
  context.emit('inventory_levels/connect', {
    inventory_item_id: legacyId(item.id),
    location_id: legacyId(location.id),
    available: args.available ?? 0,
    updated_at: context.now,
    admin_graphql_api_id: id,
  })
  return { inventoryLevel: level, userErrors: [] }
}

type ItemInput = {
  cost?: string | null
  sku?: string | null
  tracked?: boolean | null
  requiresShipping?: boolean | null
  countryCodeOfOrigin?: string | null
  harmonizedSystemCode?: string | null
}

/** Facts of an inventory item from an input, onto an item that is open for change. */
export const applyItemInput = (context: Context, itemId: string, input: ItemInput): void => {
  const item = context.edit('inventoryItems', itemId)
  if (input.cost !== undefined)
    item.unitCost =
      input.cost === null
        ? null
        : { amount: parseAmount(input.cost, context.shop.currency) ?? 0, currency: context.shop.currency }
  if (input.sku !== undefined) {
    item.sku = input.sku
    context.edit('variants', item.variantId).sku = input.sku
  }
  if (typeof input.tracked === 'boolean') item.tracked = input.tracked
  if (typeof input.requiresShipping === 'boolean') item.requiresShipping = input.requiresShipping
  if (input.countryCodeOfOrigin !== undefined) item.countryCodeOfOrigin = input.countryCodeOfOrigin
  if (input.harmonizedSystemCode !== undefined) item.harmonizedSystemCode = input.harmonizedSystemCode
  item.updatedAt = context.now
}

export const inventoryMutations: ResolverModule = {
  Mutation: {
    inventoryAdjustQuantities: (_: unknown, { input }: { input: AdjustInput }, context) =>
      adjust(
        context,
        input,
        input.changes.map((one, i) => ({ name: input.name, at: ['input', 'changes', String(i)], ...one })),
      ),
    inventorySetQuantities: (_: unknown, { input }: { input: SetInput }, context) =>
      input.name === 'available' || input.name === 'on_hand'
        ? setAll(
            context,
            input,
            'available',
            input.quantities.map((one) =>
              input.name === 'available'
                ? one
                : {
                    ...one,
                    quantity:
                      one.quantity - currently(context, one.inventoryItemId, one.locationId, 'committed'),
                  },
            ),
            'quantities',
          )
        : answer(null, [
            failure(
              ['input', 'name'],
              "The quantity name must be either 'available' or 'on_hand'.",
              'INVALID_NAME',
            ),
          ]),
    inventorySetOnHandQuantities: (_: unknown, { input }: { input: OnHandInput }, context) =>
      setAll(
        context,
        input,
        'available',
        input.setQuantities.map((one) => ({
          ...one,
          quantity: one.quantity - currently(context, one.inventoryItemId, one.locationId, 'committed'),
        })),
        'setQuantities',
      ),
    inventoryMoveQuantities: (_: unknown, { input }: { input: MoveInput }, context) => move(context, input),
    inventoryActivate,
    inventoryDeactivate: (_: unknown, { inventoryLevelId }: { inventoryLevelId: string }, context) => {
      if (!context.get('inventoryLevels', inventoryLevelId))
        return {
          userErrors: [
            failure(
              ['inventoryLevelId'],
              "The product couldn't be unstocked because the inventory level wasn't found.",
            ),
          ],
        }
      context.remove('inventoryLevels', inventoryLevelId)
      return { userErrors: [] }
    },
    inventoryItemUpdate: (_: unknown, args: { id: string; input: ItemInput }, context) => {
      if (!context.get('inventoryItems', args.id))
        return {
          inventoryItem: null,
          userErrors: [failure(['id'], "The product couldn't be updated because it does not exist.")],
        }
      applyItemInput(context, args.id, args.input)
      return { inventoryItem: context.get('inventoryItems', args.id), userErrors: [] }
    },
  },
}
