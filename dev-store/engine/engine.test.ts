import { expect, test } from 'vitest'
import { createClock, createEngine } from './engine.ts'
import type { Engine, TokenRecord } from './engine.ts'

const SHOP = 'homeward-demo.myshopify.com'
const START = Date.parse('2026-11-20T12:00:00Z')
const stillClock = () => createClock(0, () => START)
const demo = createEngine({ clock: stillClock() })

const tokenWith = (scopes: string[], facts: Partial<TokenRecord> = {}): TokenRecord => ({
  value: 'test', shop: SHOP, appId: 'gid://shopify/App/9', mode: 'offline', scopes, expiresAt: null, refreshToken: null, refreshExpiresAt: null, replaces: null,
  used: true, revoked: false, userId: null, plan: 'enterprise', createdAt: '2026-01-01T00:00:00Z', ...facts,
}) // prettier-ignore
const ALL = [
  'read_all_orders',
  'write_orders',
  'write_returns',
  'write_customers',
  'write_products',
  'write_inventory',
  'write_locations',
  'write_merchant_managed_fulfillment_orders',
  'write_fulfillments',
]

type Reply = {
  data?: Record<string, never> | null
  errors?: { message: string; extensions?: Record<string, unknown>; path?: unknown[] }[]
  extensions?: {
    cost: {
      requestedQueryCost: number
      actualQueryCost: number | null
      throttleStatus: { currentlyAvailable: number }
    }
    search?: unknown[]
  }
}
const ask = async (
  query: string,
  variables: Record<string, unknown> = {},
  token = tokenWith(ALL),
  engine: Engine = demo,
): Promise<Reply> => {
  const reply = await engine.graphql({ version: '2026-10', shop: SHOP, token, query, variables })
  // Every GraphQL reply has this shape; what `data` holds is the test's business.
  return reply.body as Reply
}

test('the happy path order is there, paid, delivered five days ago', async () => {
  const { data } = await ask(
    '{ orders(first: 2, query: "name:#1001") { nodes { name email displayFinancialStatus displayFulfillmentStatus fulfillments { deliveredAt displayStatus } } } }',
  )
  expect(data).toEqual({
    orders: {
      nodes: [
        {
          name: '#1001',
          email: 'alex@example.com',
          displayFinancialStatus: 'PAID',
          displayFulfillmentStatus: 'FULFILLED',
          fulfillments: [{ deliveredAt: '2026-11-15T12:00:00Z', displayStatus: 'DELIVERED' }],
        },
      ],
    },
  })
})

test('the same seed and calls give the same bytes', async () => {
  const dumps: string[] = []
  for (let run = 0; run < 2; run += 1) {
    const engine = createEngine({ clock: stillClock() })
    await ask(
      'mutation { orderCreate(order: { email: "new@example.com", lineItems: [{ title: "Vase", quantity: 2, priceSet: { shopMoney: { amount: "19.99", currencyCode: USD } } }] }) { order { id } userErrors { message } } }',
      {},
      tokenWith(ALL),
      engine,
    )
    dumps.push(engine.dump())
  }
  expect(dumps[0]).toBe(dumps[1])
})

test('a dump loads into the same state', () => {
  const engine = createEngine({ clock: stillClock(), seed: 'empty' })
  engine.load(demo.dump())
  expect(engine.dump()).toBe(demo.dump())
  expect(engine.index.ordersByName(SHOP, '#1001')).toHaveLength(1)
})

test('a mutation that fails leaves no trace', async () => {
  const engine = createEngine({ clock: stillClock() })
  const before = engine.dump()
  const order = engine.index.ordersByName(SHOP, '#1001')[0]
  const { data } = await ask(
    'mutation($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: true, refundMethod: { storeCreditRefund: { expiresAt: "2020-01-01T00:00:00Z" } }) { job { id } orderCancelUserErrors { code } } }',
    { id: order?.id },
    tokenWith(ALL),
    engine,
  )
  expect(data).toEqual({
    orderCancel: { job: null, orderCancelUserErrors: [{ code: 'STORE_CREDIT_REFUND_EXPIRATION_IN_PAST' }] },
  })
  expect(engine.dump()).toBe(before)
})

test('an exception in the middle of a change undoes it', () => {
  const engine = createEngine({ clock: stillClock() })
  const before = engine.dump()
  const id = engine.index.ordersByName(SHOP, '#1001')[0]?.id ?? ''
  const change = () =>
    engine.transact(SHOP, (context) => {
      context.edit('orders', id).tags.push('x')
      context.remove('orders', id)
      context.insert('jobs', context.nextId('Job'), {
        id: 'j',
        shop: SHOP,
        done: true,
        createdAt: context.now,
      })
      context.emit('orders/updated', {})
      throw new Error('halfway')
    })
  expect(change).toThrow('halfway')
  expect(engine.dump()).toBe(before)
  expect(engine.index.ordersByName(SHOP, '#1001')[0]?.id).toBe(id)
})

test('a changed order is found under its new e-mail only', async () => {
  const engine = createEngine({ clock: stillClock() })
  const id = engine.index.ordersByName(SHOP, '#1001')[0]?.id
  await ask(
    'mutation($id: ID!) { orderUpdate(input: { id: $id, email: "moved@example.com" }) { userErrors { message } } }',
    { id },
    tokenWith(ALL),
    engine,
  )
  expect(engine.index.ordersByEmail(SHOP, 'moved@example.com').map((one) => one.name)).toEqual(['#1001'])
  expect(engine.index.ordersByEmail(SHOP, 'alex@example.com').some((one) => one.id === id)).toBe(false)
})

test('what is not modelled fails by name and runs nothing', async () => {
  const before = demo.dump()
  const { data, errors } = await ask(
    'mutation($id: ID!) { tagsAdd(id: $id, tags: ["x"]) { node { ... on Order { shopifyProtect { status } merchantBusinessEntity { id } } } } }',
    { id: demo.index.ordersByName(SHOP, '#1001')[0]?.id },
  )
  expect(data).toBeUndefined()
  expect(errors?.map((one) => one.message)).toEqual([
    'Not modelled by the dev store: Order.merchantBusinessEntity',
  ])
  expect(demo.dump()).toBe(before)
})

test("static errors carry Shopify's codes", async () => {
  const codes = async (query: string) =>
    (await ask(query)).errors?.map((one) => [one.message, one.extensions?.['code']])
  expect(await codes('{ shop { nope } }')).toEqual([
    ["Field 'nope' doesn't exist on type 'Shop'", 'undefinedField'],
  ])
  expect(await codes('{ orders(first: 1, nope: 1) { nodes { id } } }')).toEqual([
    ["Field 'orders' doesn't accept argument 'nope'", 'argumentNotAccepted'],
  ])
  expect(await codes('{ order { id } }')).toEqual([
    ["Field 'order' is missing required arguments: id", 'missingRequiredArguments'],
  ])
  expect(
    await codes('mutation { tagsAdd(id: "gid://shopify/Order/1", tags: ["a"]) { userErrors { code } } }'),
  ).toEqual([["Field 'code' doesn't exist on type 'UserError'", 'undefinedField']])
  expect(await codes('mutation { orderClose(input: {}) { userErrors { message } } }')).toEqual([
    [
      "Argument 'id' on InputObject 'OrderCloseInput' is required. Expected type ID!",
      'missingRequiredInputObjectAttribute',
    ],
  ])
})

test('a GID of the wrong type is RESOURCE_NOT_FOUND, a missing one null', async () => {
  const wrong = await ask('{ order(id: "gid://shopify/Product/1") { id } }')
  expect(wrong.errors?.[0]).toMatchObject({
    message: 'Invalid id: gid://shopify/Product/1',
    extensions: { code: 'RESOURCE_NOT_FOUND' },
    path: ['order'],
  })
  expect((await ask('{ order(id: "gid://shopify/Order/1") { id } }')).data).toEqual({ order: null })
})

test('nodes keep order and doubles, null for what is missing', async () => {
  const id = demo.index.ordersByName(SHOP, '#1001')[0]?.id
  const { data } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: [id, 'gid://shopify/Order/1', id],
  })
  expect(data).toEqual({ nodes: [{ id }, null, { id }] })
})

test('a missing scope denies the field and answers the rest', async () => {
  const { data, errors } = await ask(
    '{ shop { name } customers(first: 1) { nodes { id } } }',
    {},
    tokenWith(['read_orders']),
  )
  expect(data).toBeNull()
  expect(errors?.[0]).toMatchObject({
    message: 'Access denied for customers field. Required access: `read_customers` access scope.',
    extensions: { code: 'ACCESS_DENIED', documentation: 'https://shopify.dev/api/usage/access-scopes' },
  })
  const partial = await ask(
    '{ orders(first: 1, query: "name:#1001") { nodes { name customer { id } } } }',
    {},
    tokenWith(['read_orders']),
  )
  expect(partial.data).toEqual({ orders: { nodes: [{ name: '#1001', customer: null }] } })
  expect(partial.errors).toHaveLength(1)
})

test('without read_all_orders only sixty days are visible', async () => {
  const token = tokenWith(['read_orders'])
  const names = async (name: string) =>
    (await ask(`{ orders(first: 3, query: "name:${name}") { nodes { name } } }`, {}, token)).data
  expect(await names('#1016')).toEqual({ orders: { nodes: [] } })
  expect(await names('#1017')).toEqual({ orders: { nodes: [{ name: '#1017' }] } })
  const old = demo.index.ordersByName(SHOP, '#1016')[0]?.id
  expect((await ask('query($id: ID!) { order(id: $id) { id } }', { id: old }, token)).data).toEqual({
    order: null,
  })
})

test('an expired or foreign token is 401', async () => {
  const request = { version: '2026-10', shop: SHOP, query: '{ shop { name } }' }
  expect(
    (await demo.graphql({ ...request, token: tokenWith(ALL, { expiresAt: '2026-11-20T11:59:59Z' }) })).status,
  ).toBe(401)
  expect(
    (await demo.graphql({ ...request, token: tokenWith(ALL, { shop: 'homeward-eu.myshopify.com' }) })).status,
  ).toBe(401)
  expect((await demo.graphql({ ...request, version: '2019-01', token: tokenWith(ALL) })).status).toBe(404)
})

test('protected customer data is null where the app is not approved', async () => {
  const engine = createEngine({ clock: stillClock() })
  engine.transact(SHOP, (context) => {
    context.edit('shops', SHOP).protectedCustomerData = 1
  })
  const { data } = await ask(
    '{ orders(first: 1, query: "name:#1001") { nodes { email shippingAddress { city address1 } } } }',
    {},
    tokenWith(ALL),
    engine,
  )
  expect(data).toEqual({
    orders: { nodes: [{ email: null, shippingAddress: { city: 'New York', address1: null } }] },
  })
})

test('pages follow cursors in both directions', async () => {
  const page = async (args: string) => {
    const { data } = await ask(
      `{ orders(${args}, query: "tag:none OR name:#10*", sortKey: ORDER_NUMBER) { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
    )
    return data?.['orders'] as unknown as {
      edges: { cursor: string; node: { name: string } }[]
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string }
    }
  }
  const first = await page('first: 2')
  const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`)
  expect([...first.edges, ...second.edges].map((edge) => edge.node.name)).toEqual([
    '#10',
    '#100',
    '#101',
    '#102',
  ])
  expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
  const { errors } = await ask('{ orders { nodes { id } } }')
  expect(errors?.[0]?.message).toBe('you must provide one of first or last')
})

test('an unknown search field is ignored with a warning', async () => {
  const { data, extensions } = await ask(
    '{ orders(first: 1, query: "flavour:sweet name:#1001") { nodes { name } } }',
  )
  expect(data).toEqual({ orders: { nodes: [{ name: '#1001' }] } })
  expect(extensions?.search).toMatchObject([{ path: ['orders'], warnings: [{ field: 'flavour' }] }])
})

test('a query beyond 1,000 points is refused before it runs, an empty bucket throttles', async () => {
  const dear = await ask(
    '{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { collections(first: 50) { nodes { id } } } } } } } }',
  )
  expect(dear.errors?.[0]?.extensions?.['code']).toBe('MAX_COST_EXCEEDED')
  const token = tokenWith(ALL, { appId: 'gid://shopify/App/77', plan: 'standard' })
  const counts = Array.from({ length: 90 }, (_, i) => `c${i}: ordersCount { count }`)
  const query = `{ ${counts.join(' ')} }`
  let throttled: Reply | undefined
  for (let call = 0; call < 6 && !throttled; call += 1) {
    const reply = await ask(query, {}, token)
    if (reply.errors) throttled = reply
  }
  expect(throttled?.errors?.[0]).toMatchObject({ message: 'Throttled', extensions: { code: 'THROTTLED' } })
  expect(throttled?.extensions?.cost.actualQueryCost).toBeNull()
})

test('the idempotent directive is asked for and refused where Shopify says so', async () => {
  const id = demo.index.ordersByName(SHOP, '#1001')[0]?.id
  const missing = await ask(
    'mutation($i: RefundInput!) { refundCreate(input: $i) { userErrors { message } } }',
    { i: { orderId: id } },
  )
  expect(missing.errors?.[0]).toMatchObject({
    message: 'The @idempotent directive is required for this mutation but was not provided.',
    extensions: { code: 'BAD_REQUEST' },
    path: ['refundCreate'],
  })
  const unsupported = await ask(
    'mutation($id: ID!) { tagsAdd(id: $id, tags: ["x"]) @idempotent(key: "a") { userErrors { message } } }',
    { id },
  )
  expect(unsupported.errors?.[0]?.extensions?.['code']).toBe('BAD_REQUEST')
})

test('a repeated key answers the same refund, other arguments are refused', async () => {
  const engine = createEngine({ clock: stillClock() })
  const order = engine.index.ordersByName(SHOP, '#1001')[0]
  const sale = order?.transactions[0]
  const query =
    'mutation($i: RefundInput!) { refundCreate(input: $i) @idempotent(key: "k-1") { refund { id } userErrors { message } } }'
  const input = (amount: string) => ({
    i: {
      orderId: order?.id,
      transactions: [
        { orderId: order?.id, parentId: sale?.id, kind: 'REFUND', gateway: 'shopify_payments', amount },
      ],
    },
  })
  const first = await ask(query, input('5.00'), tokenWith(ALL), engine)
  const again = await ask(query, input('5.00'), tokenWith(ALL), engine)
  expect(again.data).toEqual(first.data)
  expect(order?.refunds).toHaveLength(1)
  const other = await ask(query, input('6.00'), tokenWith(ALL), engine)
  expect(other.data).toEqual({
    refundCreate: {
      refund: null,
      userErrors: [
        { message: 'The same idempotency key cannot be used with different operation parameters.' },
      ],
    },
  })
})

test('webhooks leave after the commit and share an event id', async () => {
  const engine = createEngine({ clock: stillClock() })
  const seen: { topic: string; eventId: string }[] = []
  const stop = engine.onEmit((event) => seen.push(event))
  await ask(
    'mutation { orderCreate(order: { email: "hook@example.com", financialStatus: PAID, lineItems: [{ title: "Vase", quantity: 1, priceSet: { shopMoney: { amount: "10", currencyCode: USD } } }] }) { order { displayFinancialStatus } userErrors { message } } }',
    {},
    tokenWith(ALL),
    engine,
  )
  stop()
  expect(seen.map((event) => event.topic)).toEqual(['customers/create', 'orders/create', 'orders/paid'])
  expect(new Set(seen.map((event) => event.eventId)).size).toBe(1)
})
