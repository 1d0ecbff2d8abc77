import { expect, test } from 'vitest'
import { createClock, createEngine } from '../engine.ts'
import type { TokenRecord } from '../engine.ts'

const SHOP = 'homeward-demo.myshopify.com'
const engine = createEngine({ clock: createClock(0, () => Date.parse('2026-11-20T12:00:00Z')) })

const ask = async <T>(query: string, variables: Record<string, unknown>): Promise<T> => {
  const token: TokenRecord = {
    value: 't', shop: SHOP, appId: Object.keys(engine.state.tables.apps)[0] ?? '', mode: 'offline', scopes: ['write_merchant_managed_fulfillment_orders', 'write_orders', 'read_all_orders'], expiresAt: null,
    refreshToken: null, refreshExpiresAt: null, replaces: null, used: true, revoked: false, userId: null, plan: 'enterprise', createdAt: '2026-01-01T00:00:00Z',
  } // prettier-ignore
  const reply = await engine.graphql({ version: '2026-10', shop: SHOP, token, query, variables })
  // Every GraphQL reply has this shape; the caller names what its document selects.
  return (reply.body as { data: T }).data
}
type Held = {
  fulfillmentOrderHold: {
    fulfillmentHold: { id: string; displayReason: string; heldByRequestingApp: boolean } | null
    fulfillmentOrder: Record<string, unknown> | null
    remainingFulfillmentOrder: Record<string, unknown> | null
    userErrors: { field: string[]; message: string; code: string }[]
  }
}
const FIELDS =
  'id status supportedActions { action } lineItems(first: 5) { nodes { id totalQuantity remainingQuantity } }'
const HOLD = `mutation ($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
  fulfillmentHold { id displayReason heldByRequestingApp } fulfillmentOrder { ${FIELDS} } remainingFulfillmentOrder { ${FIELDS} } userErrors { field message code } } }`

test('holds answer as recorded: split, refused handles and splits, ten at most, released together', async () => {
  const { orderCreate } = await ask<{
    orderCreate: { order: { fulfillmentOrders: { nodes: { id: string; lineItems: { nodes: { id: string }[] } }[] } } }
  }>(
    `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { fulfillmentOrders(first: 1) { nodes { ${FIELDS} } } } } }`,
    { order: { lineItems: [{ title: 'Vase', quantity: 5, priceSet: { shopMoney: { amount: '20.00', currencyCode: 'USD' } } }] } },
  ) // prettier-ignore
  const [parcel] = orderCreate.order.fulfillmentOrders.nodes
  const line = parcel?.lineItems.nodes[0]?.id
  expect(parcel).toMatchObject({
    supportedActions: ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'MOVE', 'HOLD', 'SPLIT'].map((action) => ({
      action,
    })),
  })
  const hold = async (handle: string, lines?: { id: string | undefined; quantity: number }[]) =>
    (
      await ask<Held>(HOLD, {
        id: parcel?.id,
        hold: { reason: 'OTHER', handle, ...(lines ? { fulfillmentOrderLineItems: lines } : {}) },
      })
    ).fulfillmentOrderHold
  const codes = async (...args: Parameters<typeof hold>) =>
    (await hold(...args)).userErrors.map(({ field, code }) => [field.join('.'), code])

  const first = await hold('a-1', [{ id: line, quantity: 2 }])
  expect(first.fulfillmentHold).toMatchObject({ displayReason: 'Other', heldByRequestingApp: true })
  expect(first.fulfillmentOrder).toMatchObject({
    id: parcel?.id,
    status: 'ON_HOLD',
    supportedActions: ['RELEASE_HOLD', 'HOLD', 'MOVE'].map((action) => ({ action })),
    lineItems: { nodes: [{ id: line, totalQuantity: 2, remainingQuantity: 2 }] },
  })
  expect(first.remainingFulfillmentOrder).toMatchObject({
    status: 'OPEN',
    lineItems: { nodes: [{ totalQuantity: 3, remainingQuantity: 3 }] },
  })
  const before = engine.dump()
  expect(await codes('a-1')).toEqual([['fulfillmentHold.handle', 'DUPLICATE_FULFILLMENT_HOLD_HANDLE']])
  expect((await hold('a-2', [{ id: line, quantity: 1 }])).userErrors).toEqual([
    {
      field: ['fulfillmentHold', 'fulfillmentOrderLineItems'],
      message: 'The fulfillment order is not in a splittable state.',
      code: 'FULFILLMENT_ORDER_NOT_SPLITTABLE',
    },
  ])
  expect(engine.dump()).toBe(before)
  const ids = [first.fulfillmentHold?.id]
  for (let n = 3; n <= 11; n += 1) ids.push((await hold(`a-${n}`)).fulfillmentHold?.id)
  expect(await codes('a-12')).toEqual([['id', 'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED']])
  expect(await codes('a-13', [{ id: line, quantity: 0 }])).toEqual([
    ['fulfillmentHold.fulfillmentOrderLineItems.0.quantity', 'GREATER_THAN_ZERO'],
  ])
  const twice = [{ id: line, quantity: 1 }, { id: line, quantity: 1 }] // prettier-ignore
  expect(await codes('a-14', twice)).toEqual([
    ['fulfillmentHold.fulfillmentOrderLineItems', 'DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS'],
  ])
  const { fulfillmentOrderReleaseHold } = await ask<Record<string, unknown>>(
    'mutation ($id: ID!, $ids: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $ids) { fulfillmentOrder { status } userErrors { code } } }',
    { id: parcel?.id, ids },
  )
  expect(fulfillmentOrderReleaseHold).toEqual({ fulfillmentOrder: { status: 'OPEN' }, userErrors: [] })
})
