import { beforeEach, expect, test } from 'vitest'
import { createClock, createEngine } from '../engine.ts'
import type { Engine, TokenRecord, WebhookEvent } from '../engine.ts'
import { upperCaseEnums } from '../../conformance/webhook-schema.ts'

const SHOP = 'homeward-demo.myshopify.com'
const START = Date.parse('2026-11-20T12:00:00Z')
const SCOPES = [
  'read_all_orders', 'write_orders', 'write_returns', 'write_customers', 'write_products', 'write_inventory', 'write_locations', 'write_merchant_managed_fulfillment_orders', 'write_fulfillments',
  'write_files', 'write_draft_orders', 'read_apps',
] // prettier-ignore
const token: TokenRecord = {
  value: 'test', shop: SHOP, appId: 'gid://shopify/App/9', mode: 'offline', scopes: SCOPES, expiresAt: null, refreshToken: null, refreshExpiresAt: null, replaces: null, used: true, revoked: false,
  userId: null, plan: 'enterprise', createdAt: '2026-01-01T00:00:00Z',
} // prettier-ignore

type Data = Record<string, Record<string, unknown>>
let engine: Engine
let events: WebhookEvent[]
beforeEach(() => {
  engine = createEngine({ clock: createClock(0, () => START) })
  events = []
  engine.onEmit((event) => events.push(event))
})

const ask = async <T = Data>(query: string, variables: Record<string, unknown> = {}): Promise<T> => {
  const { body } = await engine.graphql({ version: '2026-10', shop: SHOP, token, query, variables })
  const { data, errors } = body as { data?: T; errors?: { message: string }[] }
  if (errors) throw new Error(errors.map((one) => one.message).join('; '))
  if (!data) throw new Error('no data')
  return data
}
const topics = () => events.map((event) => event.topic)
const orderNamed = (name: string) => {
  const order = engine.index.ordersByName(SHOP, name).find((one) => one.name === name)
  if (!order) throw new Error(`no order ${name}`)
  return order
}
const stock = () => {
  const level = Object.values(engine.state.tables.inventoryLevels).find((one) => one.shop === SHOP)
  if (!level) throw new Error('no stock')
  return level
}

const ADJUST =
  'mutation($i: InventoryAdjustQuantitiesInput!, $k: String!) { inventoryAdjustQuantities(input: $i) @idempotent(key: $k) { inventoryAdjustmentGroup { id changes { name delta quantityAfterChange } } userErrors { code field message } } }'

test('stock is adjusted with compare-and-swap, once per key', async () => {
  const { inventoryItemId, locationId } = stock()
  const change = (delta: number, changeFromQuantity: number | null) => ({
    i: {
      name: 'available',
      reason: 'correction',
      changes: [{ delta, inventoryItemId, locationId, changeFromQuantity }],
    },
  })
  const first = await ask(ADJUST, { ...change(3, 40), k: 'a' })
  expect(first).toMatchObject({
    inventoryAdjustQuantities: {
      inventoryAdjustmentGroup: { changes: [{ name: 'available', delta: 3, quantityAfterChange: 43 }] },
      userErrors: [],
    },
  })
  expect(await ask(ADJUST, { ...change(3, 40), k: 'a' })).toEqual(first)
  expect(stock().quantities['available']).toBe(43)
  const stale = await ask(ADJUST, { ...change(1, 40), k: 'b' })
  expect(stale).toMatchObject({
    inventoryAdjustQuantities: {
      inventoryAdjustmentGroup: null,
      userErrors: [{ code: 'CHANGE_FROM_QUANTITY_STALE' }],
    },
  })
  expect(await ask(ADJUST, { ...change(1, 40), k: 'b' })).toMatchObject({
    inventoryAdjustQuantities: { userErrors: [{ code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED' }] },
  })
  expect(topics()).toEqual(['inventory_levels/update'])
})

const HOLD =
  'mutation($id: ID!, $h: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $h) { fulfillmentHold { id heldByRequestingApp } fulfillmentOrder { status } remainingFulfillmentOrder { lineItems(first: 2) { nodes { remainingQuantity } } } userErrors { code message } } }'
const RELEASE =
  'mutation($id: ID!, $ids: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $ids) { fulfillmentOrder { status } userErrors { code } } }'

test('a fulfilment order stays on hold while any hold stands', async () => {
  const id = orderNamed('#1011').fulfillmentOrders[0]?.id
  const held = await ask<{ fulfillmentOrderHold: { fulfillmentHold: { id: string } } }>(HOLD, {
    id,
    h: { reason: 'OTHER', handle: 'one' },
  })
  expect(held).toMatchObject({
    fulfillmentOrderHold: { fulfillmentOrder: { status: 'ON_HOLD' }, userErrors: [] },
  })
  expect(await ask(HOLD, { id, h: { reason: 'OTHER', handle: 'one' } })).toMatchObject({
    fulfillmentOrderHold: { userErrors: [{ code: 'DUPLICATE_FULFILLMENT_HOLD_HANDLE' }] },
  })
  await ask(HOLD, { id, h: { reason: 'AWAITING_PAYMENT', handle: 'two' } })
  expect(await ask(RELEASE, { id, ids: [held.fulfillmentOrderHold.fulfillmentHold.id] })).toMatchObject({
    fulfillmentOrderReleaseHold: { fulfillmentOrder: { status: 'ON_HOLD' } },
  })
  expect(await ask(RELEASE, { id })).toMatchObject({
    fulfillmentOrderReleaseHold: { fulfillmentOrder: { status: 'OPEN' } },
  })
  expect(topics().filter((topic) => topic.startsWith('fulfillment_'))).toEqual([
    'fulfillment_holds/added', 'fulfillment_orders/placed_on_hold', 'fulfillment_holds/added', 'fulfillment_holds/released', 'fulfillment_holds/released', 'fulfillment_orders/hold_released',
  ]) // prettier-ignore
})

test('a partial hold splits the fulfilment order and keeps every unit', async () => {
  const order = orderNamed('#1011')
  const parcel = order.fulfillmentOrders[0]
  const line = parcel?.lineItems[0]
  const units = () =>
    order.fulfillmentOrders
      .flatMap((one) => one.lineItems)
      .reduce((total, one) => total + one.remainingQuantity, 0)
  const before = units()
  const data = await ask(HOLD, {
    id: parcel?.id,
    h: { reason: 'OTHER', fulfillmentOrderLineItems: [{ id: line?.id, quantity: 1 }] },
  })
  expect(data).toMatchObject({
    fulfillmentOrderHold: { remainingFulfillmentOrder: { lineItems: { nodes: [{ remainingQuantity: 2 }] } } },
  })
  expect(units()).toBe(before)
})

test('webhook subscriptions are made, refused twice, changed and listed', async () => {
  const create =
    'mutation($t: WebhookSubscriptionTopic!, $w: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $t, webhookSubscription: $w) { webhookSubscription { id topic uri name } userErrors { field message } } }'
  const made = await ask<{ webhookSubscriptionCreate: { webhookSubscription: { id: string } } }>(create, {
    t: 'RETURNS_APPROVE',
    w: { uri: 'https://example.com/hooks', name: 'one' },
  })
  expect(made).toMatchObject({
    webhookSubscriptionCreate: {
      webhookSubscription: { topic: 'RETURNS_APPROVE', uri: 'https://example.com/hooks' },
      userErrors: [],
    },
  })
  expect(Object.values(engine.state.tables.webhookSubscriptions).map((one) => one.topic)).toEqual([
    'returns/approve',
  ])
  expect(await ask(create, { t: 'RETURNS_APPROVE', w: { uri: 'https://example.com/hooks' } })).toMatchObject({
    webhookSubscriptionCreate: { userErrors: [{ message: 'Address for this topic has already been taken' }] },
  })
  expect(await ask(create, { t: 'DISPUTES_CREATE', w: { uri: 'https://example.com/hooks' } })).toMatchObject({
    webhookSubscriptionCreate: { webhookSubscription: null, userErrors: [{ field: ['topic'] }] },
  })
  const { id } = made.webhookSubscriptionCreate.webhookSubscription
  await ask(
    'mutation($id: ID!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: { includeFields: ["id"] }) { userErrors { message } } }',
    { id },
  )
  expect(
    await ask(
      '{ webhookSubscriptions(first: 5) { nodes { includeFields endpoint { ... on WebhookHttpEndpoint { callbackUrl } } } } webhookSubscriptionsCount { count } }',
    ),
  ).toEqual({
    webhookSubscriptions: {
      nodes: [{ includeFields: ['id'], endpoint: { callbackUrl: 'https://example.com/hooks' } }],
    },
    webhookSubscriptionsCount: { count: 1 },
  })
  expect(
    await ask('mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId } }', {
      id,
    }),
  ).toEqual({ webhookSubscriptionDelete: { deletedWebhookSubscriptionId: id } })
})

type Bulk = {
  bulkOperation: { status: string; url: string | null; objectCount: string; rootObjectCount: string }
}
const finished = async (id: string): Promise<Bulk['bulkOperation']> => {
  for (let turn = 0; turn < 50; turn += 1) {
    const { bulkOperation } = await ask<Bulk>(
      'query($id: ID!) { bulkOperation(id: $id) { status url objectCount rootObjectCount } }',
      { id },
    )
    if (bulkOperation.status !== 'CREATED' && bulkOperation.status !== 'RUNNING') return bulkOperation
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('the bulk operation never ended')
}

test('a bulk query reads everything into JSONL with parents', async () => {
  const run =
    'mutation($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id status } userErrors { code message } } }'
  const started = await ask<{ bulkOperationRunQuery: { bulkOperation: { id: string } } }>(run, {
    q: '{ orders { edges { node { id name lineItems { edges { node { id quantity } } } } } } }',
  })
  expect(await ask(run, { q: '{ orders { edges { node { id } } } }' })).toMatchObject({
    bulkOperationRunQuery: { userErrors: [{ code: 'OPERATION_IN_PROGRESS' }] },
  })
  const operation = await finished(started.bulkOperationRunQuery.bulkOperation.id)
  const orders = engine.index.ordersOfShop(SHOP)
  const lines = orders.flatMap((order) => order.lineItems.filter((line) => !line.isTip))
  expect(operation).toMatchObject({
    status: 'COMPLETED',
    rootObjectCount: String(orders.length),
    objectCount: String(orders.length + lines.length),
  })
  const text = engine.state.tables.blobs[operation.url?.split('/files/')[1] ?? '']?.body ?? ''
  const rows = text
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as { id: string; __parentId?: string })
  expect(rows).toHaveLength(orders.length + lines.length)
  expect(rows.filter((row) => row.__parentId !== undefined)).toHaveLength(lines.length)
  expect(topics()).toEqual(['bulk_operations/finish'])
  expect(await ask(run, { q: '{ shop { name } }' })).toMatchObject({
    bulkOperationRunQuery: {
      bulkOperation: null,
      userErrors: [{ message: 'Bulk queries must contain at least one connection.' }],
    },
  })
})

const STAGE =
  'mutation($i: [StagedUploadInput!]!) { stagedUploadsCreate(input: $i) { stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }'
/** Does what the server does when the bytes arrive. */
const upload = (resourceUrl: string, body: string): string => {
  const key = resourceUrl.split('/files/')[1] ?? ''
  engine.transact(SHOP, (context) => {
    context.edit('stagedUploads', key).uploaded = true
    context.insert('blobs', key, {
      key,
      shop: SHOP,
      mimeType: 'text/plain',
      base64: false,
      body,
      createdAt: context.now,
    })
  })
  return key
}

test('a bulk mutation runs every line of its file', async () => {
  const staged = await ask<{ stagedUploadsCreate: { stagedTargets: { resourceUrl: string }[] } }>(STAGE, {
    i: [
      {
        filename: 'rows.jsonl',
        mimeType: 'text/jsonl',
        resource: 'BULK_MUTATION_VARIABLES',
        httpMethod: 'POST',
      },
    ],
  })
  const path = upload(
    staged.stagedUploadsCreate.stagedTargets[0]?.resourceUrl ?? '',
    '{"i":{"firstName":"Ida","email":"ida@example.com"}}\n{"i":{"email":"not an address"}}\n',
  )
  const run =
    'mutation($m: String!, $p: String!) { bulkOperationRunMutation(mutation: $m, stagedUploadPath: $p) { bulkOperation { id } userErrors { code } } }'
  const m =
    'mutation($i: CustomerInput!) { customerCreate(input: $i) { customer { email } userErrors { message } } }'
  expect(await ask(run, { m, p: 'tmp/nowhere' })).toMatchObject({
    bulkOperationRunMutation: { userErrors: [{ code: 'NO_SUCH_FILE' }] },
  })
  const started = await ask<{ bulkOperationRunMutation: { bulkOperation: { id: string } } }>(run, {
    m,
    p: path,
  })
  const operation = await finished(started.bulkOperationRunMutation.bulkOperation.id)
  const rows = (engine.state.tables.blobs[operation.url?.split('/files/')[1] ?? '']?.body ?? '')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as unknown)
  expect(rows).toEqual([
    { data: { customerCreate: { customer: { email: 'ida@example.com' }, userErrors: [] } }, __lineNumber: 0 },
    {
      data: { customerCreate: { customer: null, userErrors: [{ message: 'Email is invalid' }] } },
      __lineNumber: 1,
    },
  ])
})

test('a file is processed first and ready two seconds later', async () => {
  const staged = await ask<{ stagedUploadsCreate: { stagedTargets: { resourceUrl: string }[] } }>(STAGE, {
    i: [{ filename: 'a.png', mimeType: 'image/png', resource: 'IMAGE' }],
  })
  const source = staged.stagedUploadsCreate.stagedTargets[0]?.resourceUrl ?? ''
  const create =
    'mutation($f: [FileCreateInput!]!) { fileCreate(files: $f) { files { id fileStatus } userErrors { code } } }'
  expect(await ask(create, { f: [{ originalSource: source }] })).toMatchObject({
    fileCreate: { files: null, userErrors: [{ code: 'FILE_DOES_NOT_EXIST' }] },
  })
  upload(source, 'png')
  expect(await ask(create, { f: [{ originalSource: source, alt: 'A' }] })).toMatchObject({
    fileCreate: { files: [{ fileStatus: 'PROCESSING' }], userErrors: [] },
  })
  engine.clock.set(2_000)
  expect(
    await ask('{ files(first: 1) { nodes { fileStatus alt ... on MediaImage { image { url } } } } }'),
  ).toEqual({ files: { nodes: [{ fileStatus: 'READY', alt: 'A', image: { url: source } }] } })
  expect(
    await ask(STAGE, { i: [{ filename: 'a.exe', mimeType: 'application/x-msdownload', resource: 'IMAGE' }] }),
  ).toMatchObject({ stagedUploadsCreate: { userErrors: [{ field: ['input', '0', 'mimeType'] }] } })
})

test('a draft order becomes a paid order for what it said', async () => {
  const variant = Object.values(engine.state.tables.variants).find(
    (one) => one.shop === SHOP && one.sku === 'LS-01',
  )
  const create =
    'mutation($i: DraftOrderInput!) { draftOrderCreate(input: $i) { draftOrder { id status totalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } } } userErrors { message } } }'
  const made = await ask<{ draftOrderCreate: { draftOrder: { id: string } } }>(create, {
    i: {
      email: 'draft@example.com',
      lineItems: [
        { variantId: variant?.id, quantity: 2 },
        { title: 'Gift wrap', quantity: 1, originalUnitPrice: '5.00' },
      ],
      appliedDiscount: { value: 10, valueType: 'PERCENTAGE', title: 'Sorry' },
    },
  })
  expect(made).toMatchObject({
    draftOrderCreate: {
      draftOrder: {
        status: 'OPEN',
        totalPriceSet: { shopMoney: { amount: '146.7' } },
        totalDiscountsSet: { shopMoney: { amount: '16.3' } },
      },
      userErrors: [],
    },
  })
  const complete =
    'mutation($id: ID!) { draftOrderComplete(id: $id) { draftOrder { status order { name displayFinancialStatus totalPriceSet { shopMoney { amount } } lineItems(first: 3) { nodes { title quantity } } } } userErrors { message } } }'
  const { id } = made.draftOrderCreate.draftOrder
  expect(await ask(complete, { id })).toMatchObject({
    draftOrderComplete: {
      draftOrder: {
        status: 'COMPLETED',
        order: {
          name: '#1041',
          displayFinancialStatus: 'PAID',
          totalPriceSet: { shopMoney: { amount: '146.7' } },
        },
      },
      userErrors: [],
    },
  })
  expect(await ask(complete, { id })).toMatchObject({
    draftOrderComplete: { userErrors: [{ message: 'This order has been paid' }] },
  })
  expect(topics()).toContain('orders/create')
})

test('a product gets variants and stock, and leaves its order lines behind when it goes', async () => {
  const location = Object.values(engine.state.tables.locations).find((one) => one.shop === SHOP)
  const made = await ask<{ productCreate: { product: { id: string } } }>(
    'mutation { productCreate(product: { title: "Vase", productOptions: [{ name: "Size", values: [{ name: "S" }, { name: "L" }] }] }) { product { id handle variants(first: 3) { nodes { title } } } userErrors { message } } }',
  )
  const { id } = made.productCreate.product
  const bulk = await ask(
    'mutation($p: ID!, $v: [ProductVariantsBulkInput!]!) { productVariantsBulkCreate(productId: $p, variants: $v, strategy: REMOVE_STANDALONE_VARIANT) { productVariants { title price inventoryQuantity } userErrors { message } } }',
    {
      p: id,
      v: [
        {
          price: '40',
          optionValues: [{ optionName: 'Size', name: 'L' }],
          inventoryItem: { tracked: true },
          inventoryQuantities: [{ availableQuantity: 4, locationId: location?.id }],
        },
      ],
    },
  )
  expect(bulk).toEqual({
    productVariantsBulkCreate: {
      productVariants: [{ title: 'L', price: '40.0', inventoryQuantity: 4 }],
      userErrors: [],
    },
  })
  const sold = orderNamed('#1007').lineItems[1]
  await ask('mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId } }', {
    id: sold?.productId,
  })
  expect(
    await ask(
      'query($id: ID!) { node(id: $id) { ... on LineItem { title product { id } variant { id } } } }',
      { id: sold?.id },
    ),
  ).toEqual({ node: { title: 'Wool Throw', product: null, variant: null } })
})

test('tags and metafields: sorted, compare-and-swap, all or none', async () => {
  const { id } = orderNamed('#1001')
  expect(
    await ask(
      'mutation($id: ID!) { tagsAdd(id: $id, tags: ["zebra", "Apple", "zebra"]) { node { ... on Order { tags } } } }',
      { id },
    ),
  ).toEqual({ tagsAdd: { node: { tags: ['Apple', 'zebra'] } } })
  const set =
    'mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { compareDigest value } userErrors { code field } } }'
  const field = (value: string, facts = {}) => ({
    ownerId: id,
    namespace: '$app:returns',
    key: 'state',
    type: 'single_line_text_field',
    value,
    ...facts,
  })
  const first = await ask<{ metafieldsSet: { metafields: { compareDigest: string }[] } }>(set, {
    m: [field('one')],
  })
  const digest = first.metafieldsSet.metafields[0]?.compareDigest
  expect(
    await ask(set, { m: [field('two', { compareDigest: digest }), field('', { key: 'other' })] }),
  ).toMatchObject({ metafieldsSet: { metafields: null, userErrors: [{ code: 'BLANK' }] } })
  expect(orderNamed('#1001').metafields.map((one) => one.value)).toEqual(['one'])
  await ask(set, { m: [field('two', { compareDigest: digest })] })
  expect(await ask(set, { m: [field('three', { compareDigest: digest })] })).toMatchObject({
    metafieldsSet: { userErrors: [{ code: 'STALE_OBJECT' }] },
  })
})

test('capture takes no more than was authorised and marks the order paid', async () => {
  const order = orderNamed('#1021')
  const capture =
    'mutation($i: OrderCaptureInput!) { orderCapture(input: $i) { transaction { kind status } userErrors { message } } }'
  const input = (amount: string) => ({
    i: { id: order.id, parentTransactionId: order.transactions[0]?.id, amount },
  })
  expect(await ask(capture, input('116.01'))).toMatchObject({
    orderCapture: {
      transaction: null,
      userErrors: [{ message: 'Capture amount exceeds the authorized amount' }],
    },
  })
  expect(await ask(capture, input('116.00'))).toMatchObject({
    orderCapture: { transaction: { kind: 'CAPTURE', status: 'SUCCESS' }, userErrors: [] },
  })
  expect(
    await ask('query($id: ID!) { order(id: $id) { displayFinancialStatus } }', { id: order.id }),
  ).toEqual({ order: { displayFinancialStatus: 'PAID' } })
  expect(topics()).toEqual(['order_transactions/create', 'orders/paid', 'orders/updated'])
})

test('cancelling gives money and stock back, once', async () => {
  const order = orderNamed('#1011')
  const cancel =
    'mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { done } orderCancelUserErrors { code message } } }'
  expect(await ask(cancel, { id: order.id })).toEqual({
    orderCancel: { job: { done: false }, orderCancelUserErrors: [] },
  })
  expect(
    await ask(
      'query($id: ID!) { order(id: $id) { displayFinancialStatus cancelReason fulfillmentOrders(first: 2) { nodes { status } } } }',
      { id: order.id },
    ),
  ).toEqual({
    order: {
      displayFinancialStatus: 'REFUNDED',
      cancelReason: 'CUSTOMER',
      fulfillmentOrders: { nodes: [{ status: 'CLOSED' }] },
    },
  })
  expect(await ask(cancel, { id: order.id })).toMatchObject({
    orderCancel: {
      orderCancelUserErrors: [
        { code: 'INVALID', message: 'Cannot cancel an order that has already been canceled' },
      ],
    },
  })
  expect(topics()).toContain('orders/cancelled')
})

test('fulfilment: events deliver it, cancelling opens it again', async () => {
  const order = orderNamed('#1011')
  const parcel = order.fulfillmentOrders[0]
  const made = await ask<{ fulfillmentCreate: { fulfillment: { id: string } } }>(
    'mutation($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { id name totalQuantity } userErrors { message } } }',
    { f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: parcel?.id }] } },
  )
  expect(made).toMatchObject({
    fulfillmentCreate: { fulfillment: { name: '#1011-F2', totalQuantity: 3 }, userErrors: [] },
  })
  const { id } = made.fulfillmentCreate.fulfillment
  await ask(
    'mutation($id: ID!) { fulfillmentEventCreate(fulfillmentEvent: { fulfillmentId: $id, status: DELIVERED, happenedAt: "2026-11-20T11:00:00Z" }) { userErrors { message } } }',
    { id },
  )
  expect(await ask('query($id: ID!) { fulfillment(id: $id) { displayStatus deliveredAt } }', { id })).toEqual(
    { fulfillment: { displayStatus: 'DELIVERED', deliveredAt: '2026-11-20T11:00:00Z' } },
  )
  await ask('mutation($id: ID!) { fulfillmentCancel(id: $id) { userErrors { message } } }', { id })
  expect(parcel?.lineItems[0]?.remainingQuantity).toBe(3)
  expect(topics()).toEqual([
    'fulfillments/create',
    'orders/fulfilled',
    'orders/updated',
    'fulfillment_events/create',
    'fulfillments/update',
    'fulfillments/update',
    'orders/updated',
  ])
  expect(events.flatMap((event) => upperCaseEnums(event.payload))).toEqual([])
})
