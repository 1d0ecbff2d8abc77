import { describe, expect, test } from 'vitest'
import { connect } from './connection.ts'
import { createClock, createEngine, staffToken } from './engine.ts'
import type { TokenRecord } from './engine.ts'
import { createThrottle } from './throttle.ts'

describe('the leaky bucket', () => {
  test.each([
    ['standard', 2_000, 100],
    ['advanced', 4_000, 200],
    ['plus', 20_000, 1_000],
    ['enterprise', 40_000, 2_000],
  ] as const)('%s holds %i points and restores %i a second', (plan, maximumAvailable, restoreRate) => {
    let now = 0
    const throttle = createThrottle(() => now)
    expect(throttle.status('app', plan)).toEqual({
      maximumAvailable,
      currentlyAvailable: maximumAvailable,
      restoreRate,
    })
    expect(throttle.charge('app', plan, maximumAvailable).currentlyAvailable).toBe(0)
    now = 1_000
    expect(throttle.status('app', plan).currentlyAvailable).toBe(restoreRate)
    now = 100_000
    expect(throttle.status('app', plan).currentlyAvailable).toBe(maximumAvailable)
    // Another app or shop has a bucket of its own.
    expect(throttle.status('other', plan).currentlyAvailable).toBe(maximumAvailable)
  })
})

test('the debug header explains the cost field by field, and only it does', async () => {
  const shop = 'homeward-demo.myshopify.com'
  const engine = createEngine({ clock: createClock(0, () => Date.parse('2026-11-20T12:00:00Z')) })
  const query = '{ orders(first: 5) { nodes { id customer { id } } } }'
  const ask = async (headers: Record<string, string>) => {
    const { body } = await engine.graphql({
      version: '2026-10',
      shop,
      token: staffToken(shop),
      query,
      headers,
    })
    // The extensions of every reply.
    return (body as { extensions: { cost: { requestedQueryCost: number; fields?: unknown } } }).extensions
      .cost
  }
  expect(await ask({})).not.toHaveProperty('fields')
  expect(await ask({ 'shopify-graphql-cost-debug': '1' })).toMatchObject({
    requestedQueryCost: 8,
    fields: [
      { path: ['orders'], definedCost: 2, requestedTotalCost: 8, requestedChildrenCost: 6 },
      { path: ['orders', 'id'], requestedTotalCost: 0, requestedChildrenCost: null },
      { path: ['orders', 'customer'], definedCost: 1, requestedTotalCost: 1 },
      { path: ['orders', 'customer', 'id'], requestedTotalCost: 0 },
    ],
  })
})

describe('pages', () => {
  const items = Array.from({ length: 25_300 }, (_, i) => ({ id: `gid://shopify/Order/${i}` }))

  test('nothing is reachable past 25,000', () => {
    const cursor = connect(items, { first: 250 }).edges[0]?.cursor ?? ''
    const at = (index: number) =>
      Buffer.from(
        JSON.stringify({ last_id: items[index]?.id, last_value: String(index), v: 1 }),
      ).toString('base64')
    expect(at(0)).toBe(cursor)
    expect(connect(items, { first: 250, after: at(24_749) }).nodes.at(-1)?.id).toBe('gid://shopify/Order/24999')
    expect(() => connect(items, { first: 250, after: at(24_999) })).toThrow(/25,?000/)
  }) // prettier-ignore

  test.each([{}, { first: 0 }, { first: 251 }, { first: -1 }, { last: 251 }])('%j is refused', (args) => {
    expect(() => connect(items, args)).toThrow()
  })
})

describe('the idempotency key', () => {
  const shop = 'homeward-demo.myshopify.com'
  let now = Date.parse('2026-11-20T12:00:00Z')
  const engine = createEngine({ clock: createClock(0, () => now) })
  const token: TokenRecord = {
    value: 't', shop, appId: 'gid://shopify/App/9', mode: 'offline', scopes: ['write_orders', 'read_all_orders'], expiresAt: null, refreshToken: null, refreshExpiresAt: null,
    replaces: null, used: true, revoked: false, userId: null, plan: 'enterprise', createdAt: '2026-01-01T00:00:00Z',
  } // prettier-ignore
  const order = engine.index.ordersByName(shop, '#1033')[0]
  const sale = order?.transactions[0]
  const refund = async (key: string, amount: string) => {
    const query = `mutation($i: RefundInput!, $k: String!) { refundCreate(input: $i) @idempotent(key: $k) { refund { id } userErrors { message } } }`
    const transactions = [
      { orderId: order?.id, parentId: sale?.id, kind: 'REFUND', gateway: 'shopify_payments', amount },
    ]
    const variables = { i: { orderId: order?.id, transactions }, k: key }
    const { body } = await engine.graphql({ version: '2026-10', shop, token, query, variables })
    return JSON.stringify(body)
  }
  const refunds = () => order?.refunds.length

  test('is refused when it is blank', async () => {
    expect(await refund('   ', '1.00')).toContain('BAD_REQUEST')
    expect(refunds()).toBe(0)
  })

  test('stays failed once its call has failed, with an unknown outcome never repeated', async () => {
    expect(await refund('fails', '999.00')).toContain('greater than net payment')
    expect(await refund('fails', '999.00')).toContain(
      'A previous request with this idempotency key failed. Retry with a new idempotency key.',
    )
  })

  test('is forgotten after 24 hours', async () => {
    await refund('daily', '1.00')
    now += 23 * 3_600_000
    await refund('daily', '1.00')
    expect(refunds()).toBe(1)
    now += 2 * 3_600_000
    await refund('daily', '1.00')
    expect(refunds()).toBe(2)
  })
})
