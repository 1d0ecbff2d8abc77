import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { legacyId } from '../ids.ts'
import { parseAmount } from '../money/minor-units.ts'
import { quantityOf } from '../resolvers/inventory.ts'
import type { InventoryAdjustmentGroup, InventoryLevel } from '../state.ts'
import { failure } from './inputs.ts'

/** Quantity names that an app may change; on_hand follows from the others. */
const MUTABLE = ['available', 'damaged', 'incoming', 'quality_control', 'reserved', 'safety_stock']
const REASONS = [
  'correction', 'cycle_count_available', 'damaged', 'movement_canceled', 'movement_created', 'movement_received', 'movement_updated', 'other', 'promotion',
  'quality_control', 'received', 'reservation_created', 'reservation_deleted', 'reservation_updated', 'restock', 'safety_stock', 'shrinkage',
] // prettier-ignore
const LARGEST = 2_000_000_000
const LARGEST_SET = 1_000_000_000

type Wanted = {
  name: string
  inventoryItemId: string
  locationId: string
  delta: number
  changeFromQuantity?: number | null | undefined
  ledgerDocumentUri?: string | null | undefined
  /** What `changeFromQuantity` is held against, when that is another quantity than the changed one. */
  comparedWith?: number
  limit?: number
  quantityField?: string
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

/** Since 2026-10 the schema has no code for an item that is not stocked: adjusting it stocks it [our guess]. */
const mustBeStocked = (context: Context): boolean => context.version < '2026-10'

const documentProblem = (one: Wanted): UserErrorValue | undefined => {
  const at = [...one.at, 'ledgerDocumentUri']
  if (one.name === 'available')
    return one.ledgerDocumentUri
      ? failure(
          at,
          'A ledger document URI is not allowed when adjusting available.',
          'INVALID_AVAILABLE_DOCUMENT',
        )
      : undefined
  if (!one.ledgerDocumentUri)
    return failure(
      at,
      'A ledger document URI is required except when adjusting available.',
      'INVALID_QUANTITY_DOCUMENT',
    )
  if (one.ledgerDocumentUri.startsWith('gid://shopify/'))
    return failure(
      at,
      'Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.',
      'INTERNAL_LEDGER_DOCUMENT',
    )
  return URL.canParse(one.ledgerDocumentUri)
    ? undefined
    : failure(at, 'The specified ledger document is invalid.', 'INVALID_LEDGER_DOCUMENT')
}

/** Messages are the texts of the error codes in the schema. */
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
  if (!level && mustBeStocked(context))
    return failure(
      [...one.at, 'locationId'],
      'The specified inventory item is not stocked at the location.',
      'ITEM_NOT_STOCKED_AT_LOCATION',
    )
  const before = level?.quantities[one.name] ?? 0
  const compared = one.comparedWith ?? before
  if (typeof one.changeFromQuantity === 'number' && one.changeFromQuantity !== compared) {
    return failure(
      [...one.at, 'changeFromQuantity'],
      'The changeFromQuantity argument no longer matches the persisted quantity.',
      'CHANGE_FROM_QUANTITY_STALE',
    )
  }
  const document = documentProblem(one)
  if (document) return document
  const limit = one.limit ?? LARGEST
  const text = limit.toLocaleString('en')
  if (before + one.delta > limit)
    return failure(
      [...one.at, one.quantityField ?? 'delta'],
      `The quantity can't be higher than ${text}.`,
      'INVALID_QUANTITY_TOO_HIGH',
    )
  return before + one.delta < -limit
    ? failure(
        [...one.at, one.quantityField ?? 'delta'],
        `The quantity can't be lower than -${text}.`,
        'INVALID_QUANTITY_TOO_LOW',
      )
    : undefined
}

/** Stocks an item at a location where it was not. */
const stock = (context: Context, one: Wanted): InventoryLevel => {
  const id = `${context.nextId('InventoryLevel')}?inventory_item_id=${legacyId(one.inventoryItemId)}`
  const level: InventoryLevel = {
    id, shop: context.shop.domain, inventoryItemId: one.inventoryItemId, locationId: one.locationId, quantities: { available: 0 }, createdAt: context.now, updatedAt: context.now,
  } // prettier-ignore
  context.insert('inventoryLevels', id, level)
  context.emit('inventory_levels/connect', {
    inventory_item_id: legacyId(one.inventoryItemId), location_id: legacyId(one.locationId), available: 0, updated_at: context.now, admin_graphql_api_id: id,
  }) // prettier-ignore
  return level
}

/** Applies changes all or none, and keeps the group so that a repeated key can answer with it. */
const adjust = (context: Context, facts: Facts, changes: Wanted[], mostDocuments = 1) => {
  if (!REASONS.includes(facts.reason))
    return answer(null, [failure(['input', 'reason'], 'The specified reason is invalid.', 'INVALID_REASON')])
  const unknown = changes.find((one) => !MUTABLE.includes(one.name))
  if (unknown)
    return answer(null, [
      failure(['input', 'name'], 'The specified quantity name is invalid.', 'INVALID_QUANTITY_NAME'),
    ])
  const documents = new Set(changes.map((one) => one.ledgerDocumentUri ?? ''))
  // In a move the side of available has none.
  if (mostDocuments > 1) documents.delete('')
  if (documents.size > mostDocuments)
    return answer(null, [
      mostDocuments === 1
        ? failure(
            ['input', 'changes'],
            'All changes must have the same ledger document URI or, in the case of adjusting available, no ledger document URI.',
            'MAX_ONE_LEDGER_DOCUMENT',
          )
        : failure(
            ['input', 'changes'],
            'Only a maximum of 2 ledger document URIs across all changes is allowed.',
            'MAXIMUM_LEDGER_DOCUMENT_URIS',
          ),
    ])
  const problems = changes.map((one) => problemOf(context, one)).filter((one) => one !== undefined)
  if (problems.length > 0) return answer(null, problems)
  const group: InventoryAdjustmentGroup = {
    id: context.nextId('InventoryAdjustmentGroup'), shop: context.shop.domain, createdAt: context.now, reason: facts.reason, referenceDocumentUri: facts.referenceDocumentUri ?? null,
    appId: context.token.mode === 'staff' ? null : context.token.appId, changes: [],
  } // prettier-ignore
  for (const one of changes) {
    const level = levelOf(context, one.inventoryItemId, one.locationId) ?? stock(context, one)
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

/** Sets available outright; on hand by way of available, for the other states stay as they are. */
const setAll = (
  context: Context,
  facts: Facts,
  name: 'available' | 'on_hand',
  list: SetInput['quantities'],
  field: string,
) => {
  const pairs = list.map((one) => `${one.inventoryItemId} ${one.locationId}`)
  const twin = pairs.findIndex((pair, i) => pairs.indexOf(pair) < i)
  if (twin >= 0)
    return answer(null, [
      failure(
        ['input', field, String(twin), 'locationId'],
        'The combination of inventoryItemId and locationId must be unique.',
        'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
      ),
    ])
  return adjust(
    context,
    facts,
    list.map((one, i) => {
      const level = levelOf(context, one.inventoryItemId, one.locationId)
      const now = level ? quantityOf(level, name) : 0
      return {
        name: 'available', inventoryItemId: one.inventoryItemId, locationId: one.locationId, delta: one.quantity - now, changeFromQuantity: one.changeFromQuantity, comparedWith: now,
        limit: LARGEST_SET, quantityField: 'quantity', at: ['input', field, String(i)],
      }
    }),
  ) // prettier-ignore
}

const moveProblem = (input: MoveInput): UserErrorValue | undefined => {
  for (const [i, one] of input.changes.entries()) {
    const at = ['input', 'changes', String(i)]
    if (one.quantity < 0)
      return failure([...at, 'quantity'], "The quantity can't be negative.", 'INVALID_QUANTITY_NEGATIVE')
    if (one.from.locationId !== one.to.locationId)
      return failure(at, "The quantities can't be moved between different locations.", 'DIFFERENT_LOCATIONS')
    if (one.from.name === one.to.name)
      return failure(at, "The quantity names for each change can't be the same.", 'SAME_QUANTITY_NAME')
  }
  return undefined
}

const move = (context: Context, input: MoveInput) => {
  const problem = moveProblem(input)
  if (problem) return answer(null, [problem])
  return adjust(
    context,
    input,
    input.changes.flatMap((one, i) =>
      (['from', 'to'] as const).map((side) => ({
        name: one[side].name, inventoryItemId: one.inventoryItemId, locationId: one[side].locationId, delta: side === 'from' ? -one.quantity : one.quantity,
        changeFromQuantity: one[side].changeFromQuantity, ledgerDocumentUri: one[side].ledgerDocumentUri, at: ['input', 'changes', String(i), side],
      })),
    ),
    2,
  ) // prettier-ignore
}

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
        ? setAll(context, input, input.name, input.quantities, 'quantities')
        : answer(null, [
            failure(
              ['input', 'name'],
              "The quantity name must be either 'available' or 'on_hand'.",
              'INVALID_NAME',
            ),
          ]),
    inventorySetOnHandQuantities: (_: unknown, { input }: { input: OnHandInput }, context) =>
      setAll(context, input, 'on_hand', input.setQuantities, 'setQuantities'),
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
