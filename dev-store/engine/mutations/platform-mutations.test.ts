import { beforeEach, expect, test } from 'vitest'
import { schemaProblems, upperCaseEnums, webhookSchema } from '../../conformance/webhook-schema.ts'
import { createClock, createEngine } from '../engine.ts'
import type { Engine, TokenRecord, WebhookEvent } from '../engine.ts'

const SHOP = 'homeward-demo.myshopify.com'
const START = Date.parse('2026-11-20T12:00:00Z')
let engine: Engine
let events: WebhookEvent[]
beforeEach(() => {
  engine = createEngine({ clock: createClock(0, () => START) })
  events = []
  engine.onEmit((event) => events.push(event))
})

const ask = <T>(query: string, variables: Record<string, unknown> = {}) =>
  engine.asMerchant<T>(SHOP, query, variables)
type Errors = { field: string[] | null; message: string; code: string }[]

const appToken = (scopes: string[]): TokenRecord => ({
  value: 'test', shop: SHOP, appId: Object.keys(engine.state.tables.apps)[0] ?? 'gid://shopify/App/9', mode: 'offline', scopes, expiresAt: null, refreshToken: null,
  refreshExpiresAt: null, replaces: null, used: true, revoked: false, userId: null, plan: 'enterprise', createdAt: '2026-01-01T00:00:00Z',
}) // prettier-ignore
const asApp = async (query: string, variables: Record<string, unknown> = {}) => {
  const token = appToken(['write_locations', 'write_inventory', 'write_orders', 'write_products'])
  const reply = await engine.graphql({ version: '2026-10', shop: SHOP, token, query, variables })
  // Every GraphQL reply has this shape.
  return reply.body as {
    data?: Record<string, never> | null
    errors?: { message: string; extensions?: unknown }[]
  }
}
const checkBodies = () => {
  for (const { topic, payload } of events)
    expect([topic, ...schemaProblems(webhookSchema(topic) ?? undefined, payload, '', new Set()), ...upperCaseEnums(payload)]).toEqual([topic]) // prettier-ignore
}

const DEACTIVATE =
  'mutation ($id: ID!, $to: ID, $key: String!) { locationDeactivate(locationId: $id, destinationLocationId: $to) @idempotent(key: $key) { location { id isActive deactivatedAt } locationDeactivateUserErrors { field message code } } }'
type Deactivated = {
  locationDeactivate: { location: { isActive: boolean } | null; locationDeactivateUserErrors: Errors }
}

test('a location closes only when its stock and parcels have somewhere to go', async () => {
  const [primary, other] = Object.values(engine.state.tables.locations).filter((one) => one.shop === SHOP)
  if (!primary || !other) throw new Error('the demo shop has two locations')
  const total = () =>
    Object.values(engine.state.tables.inventoryLevels)
      .filter((one) => one.shop === SHOP)
      .reduce((sum, one) => sum + Object.values(one.quantities).reduce((a, b) => a + b, 0), 0)
  const before = engine.dump()
  const stock = total()
  const refused = await ask<Deactivated>(DEACTIVATE, { id: other.id, key: 'a' })
  expect(refused.locationDeactivate.locationDeactivateUserErrors[0]?.code).toMatch(
    /HAS_FULFILLMENT_ORDERS_ERROR|HAS_ACTIVE_INVENTORY_ERROR/,
  )
  const same = await ask<Deactivated>(DEACTIVATE, { id: other.id, to: other.id, key: 'b' })
  expect(same.locationDeactivate.locationDeactivateUserErrors[0]?.code).toBe(
    'DESTINATION_LOCATION_IS_THE_SAME_LOCATION',
  )
  // Only the record of the failed keys stays.
  expect({ ...engine.state.tables, idempotency: {} }).toEqual({
    ...(JSON.parse(before) as Engine['state']).tables,
    idempotency: {},
  })

  const done = await ask<Deactivated>(DEACTIVATE, { id: other.id, to: primary.id, key: 'c' })
  expect(done.locationDeactivate).toEqual({
    location: { id: other.id, isActive: false, deactivatedAt: '2026-11-20T12:00:00Z' },
    locationDeactivateUserErrors: [],
  })
  expect(total()).toBe(stock)
  const waiting = Object.values(engine.state.tables.orders).flatMap((order) =>
    order.fulfillmentOrders.filter((one) => one.assignedLocationId === other.id && one.status === 'OPEN'),
  )
  expect(waiting).toEqual([])
  const last = await ask<Deactivated>(DEACTIVATE, { id: primary.id, key: 'd' })
  expect(last.locationDeactivate.locationDeactivateUserErrors[0]?.code).toBe(
    'CANNOT_DISABLE_ONLINE_ORDER_FULFILLMENT',
  )
  const again = await ask<{ locationActivate: { location: unknown; locationActivateUserErrors: Errors } }>(
    'mutation ($id: ID!) { locationActivate(locationId: $id) @idempotent(key: "e") { location { isActive activatable } locationActivateUserErrors { code } } }',
    { id: other.id },
  )
  expect(again.locationActivate).toEqual({
    location: { isActive: true, activatable: false },
    locationActivateUserErrors: [],
  })
  expect(events.map((event) => event.topic)).toEqual(['locations/deactivate', 'locations/activate'])
  checkBodies()
})

test('an app that sends no key is refused at the top (recorded)', async () => {
  const [location] = Object.keys(engine.state.tables.locations)
  const body = await asApp(
    'mutation ($id: ID!) { locationDeactivate(locationId: $id) { location { id } } }',
    { id: location },
  )
  expect(body.errors?.[0]).toMatchObject({
    message: 'The @idempotent directive is required for this mutation but was not provided.',
    extensions: { code: 'BAD_REQUEST' },
  })
})

const DEFINE = `mutation ($definition: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $definition) {
  createdDefinition { id namespace key name ownerType pinnedPosition type { name category } access { admin storefront } capabilities { uniqueValues { enabled } } validations { name value } metafieldsCount }
  userErrors { field message code } } }`
type Defined = {
  metafieldDefinitionCreate: { createdDefinition: { id: string } | null; userErrors: Errors }
}
const define = async (facts: Record<string, unknown>) =>
  (await ask<Defined>(DEFINE, { definition: { name: 'Return by', namespace: 'homeward', key: 'return_by', type: 'date', ownerType: 'ORDER', ...facts } })).metafieldDefinitionCreate // prettier-ignore

test('a metafield definition counts its values, and takes them along when it goes', async () => {
  const { createdDefinition } = await define({ pin: true })
  expect(createdDefinition).toMatchObject({
    namespace: 'homeward', key: 'return_by', pinnedPosition: 1, type: { name: 'date', category: 'DATE_TIME' }, access: { storefront: 'NONE' }, capabilities: { uniqueValues: { enabled: false } }, metafieldsCount: 0,
  }) // prettier-ignore
  const [order] = engine.index.ordersByName(SHOP, '#1001')
  await ask(
    'mutation ($id: ID!) { metafieldsSet(metafields: [{ ownerId: $id, namespace: "homeward", key: "return_by", value: "2026-12-24" }]) { userErrors { message } } }',
    { id: order?.id },
  )
  const read = await ask<{
    metafieldDefinition: { metafields: { nodes: { value: string }[] } }
    metafieldDefinitions: { nodes: unknown[] }
  }>(
    '{ metafieldDefinition(identifier: { ownerType: ORDER, namespace: "homeward", key: "return_by" }) { metafieldsCount metafields(first: 2) { nodes { value type } } } metafieldDefinitions(first: 5, ownerType: ORDER, pinnedStatus: PINNED) { nodes { id } } }',
  )
  expect(read.metafieldDefinition).toEqual({
    metafieldsCount: 1,
    metafields: { nodes: [{ value: '2026-12-24', type: 'date' }] },
  })
  expect(read.metafieldDefinitions.nodes).toHaveLength(1)
  const gone = await ask<{ metafieldDefinitionDelete: { deletedDefinitionId: string; userErrors: Errors } }>(
    'mutation ($id: ID!) { metafieldDefinitionDelete(id: $id, deleteAllAssociatedMetafields: true) { deletedDefinitionId deletedDefinition { key } userErrors { code } } }',
    { id: createdDefinition?.id },
  )
  expect(gone.metafieldDefinitionDelete).toMatchObject({
    deletedDefinitionId: createdDefinition?.id,
    userErrors: [],
  })
  expect(engine.index.ordersByName(SHOP, '#1001')[0]?.metafields).toEqual([])
})

test('definitions that cannot be are refused', async () => {
  const { createdDefinition } = await define({ namespace: '$app' })
  const before = engine.dump()
  const code = async (facts: Record<string, unknown>) => (await define(facts)).userErrors[0]?.code
  expect(await code({ namespace: '$app' })).toBe('TAKEN')
  expect(await code({ key: 'x' })).toBe('TOO_SHORT')
  expect(await code({ key: 'a b' })).toBe('INVALID_CHARACTER')
  expect(await code({ type: 'dateish' })).toBe('INCLUSION')
  expect(await code({ name: ' ' })).toBe('BLANK')
  const orphaning = await ask<{ metafieldDefinitionDelete: { userErrors: Errors } }>(
    'mutation ($id: ID!) { metafieldDefinitionDelete(id: $id) { userErrors { code } } }',
    { id: createdDefinition?.id },
  )
  expect(orphaning.metafieldDefinitionDelete.userErrors).toEqual([
    { code: 'RESERVED_NAMESPACE_ORPHANED_METAFIELDS' },
  ])
  expect(engine.dump()).toBe(before)
})

test('Flow takes a trigger with its payload, and none over 50 KB', async () => {
  const send = async (payload: unknown, handle = 'return-approved') =>
    (
      await ask<{ flowTriggerReceive: { userErrors: Errors } }>(
        'mutation ($handle: String, $payload: JSON) { flowTriggerReceive(handle: $handle, payload: $payload) { userErrors { field message } } }',
        { handle, payload },
      )
    ).flowTriggerReceive.userErrors
  expect(await send({ customer_id: 1, 'Return name': '#1001-R1' })).toEqual([])
  expect(engine.state.logs.flowTriggers).toMatchObject([
    { shop: SHOP, handle: 'return-approved', payload: { customer_id: 1, 'Return name': '#1001-R1' } },
  ])
  expect(await send({ text: 'x'.repeat(50_000) })).toHaveLength(1)
  expect(await send({}, '')).toHaveLength(1)
  expect(engine.state.logs.flowTriggers).toHaveLength(1)
})

test('markets and locales follow the shop', async () => {
  const data = await ask<{ markets: { nodes: unknown[] }; shopLocales: unknown[] }>(
    '{ markets(first: 5) { nodes { name handle status type primary currencySettings { baseCurrency { currencyCode currencyName } } regions(first: 3) { nodes { id name } } priceInclusions { inclusiveTaxPricingStrategy } } } shopLocales { locale primary } }',
  )
  expect(data.markets.nodes).toContainEqual({
    name: 'United States', handle: 'us', status: 'ACTIVE', type: 'REGION', primary: true, currencySettings: { baseCurrency: { currencyCode: 'USD', currencyName: 'US Dollar' } },
    regions: { nodes: [{ id: expect.stringContaining('MarketRegionCountry') as unknown, name: 'United States' }] }, priceInclusions: { inclusiveTaxPricingStrategy: 'ADD_TAXES_AT_CHECKOUT' },
  }) // prettier-ignore
  expect(data.shopLocales).toContainEqual({ locale: 'en', primary: true })
})

test('drafts are refused as recorded, and leave no trace', async () => {
  const before = engine.dump()
  const refusal = async (input: Record<string, unknown>) =>
    (
      await ask<{ draftOrderCreate: { draftOrder: unknown; userErrors: Errors } }>(
        'mutation ($input: DraftOrderInput!) { draftOrderCreate(input: $input) { draftOrder { id } userErrors { field message } } }',
        { input },
      )
    ).draftOrderCreate.userErrors
  const line = { title: 'Vase', quantity: 1, originalUnitPrice: '10.00' }
  const wrong: [Record<string, unknown>, string[] | null, string][] = [
    [{ lineItems: [] }, null, 'Add at least 1 product'],
    [{ lineItems: [{ variantId: 'gid://shopify/ProductVariant/999', quantity: 1 }] }, null, 'Product with ID 999 is no longer available.'],
    [{ lineItems: [{ quantity: 1, originalUnitPrice: '10.00' }] }, null, 'Merchandise title is empty.'],
    [{ lineItems: [{ ...line, quantity: 0 }] }, ['lineItems', '0', 'quantity'], 'Quantity must be greater than or equal to 1'],
    [{ lineItems: [{ ...line, originalUnitPrice: '-1.00' }] }, null, 'Cannot send negative price for line_item'],
    [{ lineItems: [line], paymentTerms: { paymentSchedules: [{ dueAt: '2026-12-22T12:00:00Z' }] } }, null, 'Payment terms template id can not be empty.'],
    [{ lineItems: [line], reserveInventoryUntil: '2020-01-01T00:00:00Z' }, null, "Reserve until can't be in the past"],
    [{ lineItems: [line], email: 'not-an-email' }, ['email'], 'Email is invalid'],
  ] // prettier-ignore
  for (const [input, field, message] of wrong) expect(await refusal(input)).toEqual([{ field, message }])
  await expect(refusal({ lineItems: [line], discountCodes: ['TEN'] })).rejects.toThrow(
    'Not modelled by the dev store: DraftOrderInput.discountCodes',
  )
  expect(engine.dump()).toBe(before)
})

test('stock: on hand is set by way of available, moves stay at their place, codes are those of the version', async () => {
  const level = Object.values(engine.state.tables.inventoryLevels).find((one) => one.shop === SHOP)
  if (!level) throw new Error('the demo shop has no stock')
  const { inventoryItemId, locationId } = level
  const amounts = () => engine.state.tables.inventoryLevels[level.id]?.quantities ?? {}
  const others = Object.entries(amounts()).reduce(
    (sum, [name, count]) => sum + (name === 'available' ? 0 : count),
    0,
  )
  const run = async (root: string, type: string, input: Record<string, unknown>, version = '2026-10') => {
    const query = `mutation ($input: ${type}!) { ${root}(input: $input) @idempotent(key: "${engine.dump().length} ${JSON.stringify(input).replaceAll('"', '')}") { inventoryAdjustmentGroup { id } userErrors { field message code } } }`
    const reply = await engine.graphql({ version, shop: SHOP, token: appToken(['write_inventory']), query, variables: { input } }) // prettier-ignore
    const body = reply.body as { errors?: unknown; data: Record<string, { userErrors: Errors }> }
    expect(body.errors).toBeUndefined()
    return body.data[root]?.userErrors.map((one) => one.code)
  }
  const set = (quantity: number, facts: Record<string, unknown> = {}) =>
    run('inventorySetQuantities', 'InventorySetQuantitiesInput', {
      name: 'on_hand', reason: 'correction', quantities: [{ inventoryItemId, locationId, quantity, ...facts }],
    }) // prettier-ignore
  expect(await set(40)).toEqual([])
  expect(amounts()['available']).toBe(40 - others)
  expect(await set(41, { changeFromQuantity: 39 })).toEqual(['CHANGE_FROM_QUANTITY_STALE'])
  expect(await set(41, { changeFromQuantity: 40 })).toEqual([])
  expect(await set(2_000_000_001)).toEqual(['INVALID_QUANTITY_TOO_HIGH'])

  const end = (name: string, facts: Record<string, unknown> = {}) => ({ name, locationId, ...facts })
  const ledgerDocumentUri = 'https://homeward.example/returns/1'
  const move = (from: object, to: object, quantity = 1) =>
    run('inventoryMoveQuantities', 'InventoryMoveQuantitiesInput', {
      reason: 'quality_control', referenceDocumentUri: ledgerDocumentUri, changes: [{ inventoryItemId, quantity, from, to }],
    }) // prettier-ignore
  const before = amounts()['available'] ?? 0
  expect(await move(end('available'), end('quality_control', { ledgerDocumentUri }))).toEqual([])
  expect(amounts()).toMatchObject({ available: before - 1, quality_control: 1 })
  expect(await move(end('available'), end('available'))).toEqual(['SAME_QUANTITY_NAME'])
  expect(await move(end('available'), end('damaged', { ledgerDocumentUri }), -1)).toEqual([
    'INVALID_QUANTITY_NEGATIVE',
  ])
  expect(await move(end('available'), end('damaged'))).toEqual(['INVALID_QUANTITY_DOCUMENT'])

  const elsewhere = Object.values(engine.state.tables.locations).find(
    (one) => one.shop === SHOP && engine.index.levelKey(inventoryItemId, one.id) === undefined,
  )
  if (elsewhere) {
    const change = { name: 'available', reason: 'restock', changes: [{ inventoryItemId, locationId: elsewhere.id, delta: 3 }] } // prettier-ignore
    const adjust = (version: string) =>
      run('inventoryAdjustQuantities', 'InventoryAdjustQuantitiesInput', change, version)
    expect(await adjust('2026-07')).toEqual(['ITEM_NOT_STOCKED_AT_LOCATION'])
    expect(await adjust('2026-10')).toEqual([])
  }
})
