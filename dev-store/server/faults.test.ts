import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startDevStore } from '../start.ts'
import type { DevStore } from '../start.ts'

/** Behaviour §11: what goes wrong between an app and Shopify, each over real HTTP. */
type Json = Record<string, unknown>

let store: DevStore
beforeAll(async () => {
  store = await startDevStore({})
}, 60_000)
afterAll(() => store.close())
afterEach(() => fetch(`${store.urls.base}/control/api/faults`, { method: 'DELETE' }))

async function fault(body: Json): Promise<void> {
  const answer = await fetch(`${store.urls.base}/control/api/faults`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

function call(query: string, variables: Json = {}): Promise<Response> {
  return fetch(store.urls.adminApi, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': store.token },
    body: JSON.stringify({ query, variables }),
  })
}

async function ask(query: string, variables: Json = {}): Promise<Json> {
  // Every GraphQL answer is an object; tests look into it by name.
  return (await (await call(query, variables)).json()) as Json
}

const order = (name: string) => {
  const found = store.engine.index.ordersByName(store.shops[0]?.domain ?? '', name)[0]
  if (!found) throw new Error(`no order ${name}`)
  return found
}

/** An open return of the first unit of an order, made by the app. */
async function openReturn(name: string) {
  const unit = order(name).fulfillments[0]?.lineItems[0]
  await ask(
    'mutation($i: ReturnInput!) { returnCreate(returnInput: $i) { return { id } userErrors { message } } }',
    {
      i: {
        orderId: order(name).id,
        returnLineItems: [{ fulfillmentLineItemId: unit?.id, quantity: 1, returnReason: 'UNWANTED' }],
      },
    },
  )
  const made = order(name).returns.at(-1)
  if (!made) throw new Error(`${name} has no return`)
  return made
}

const PROCESS =
  'mutation($i: ReturnProcessInput!) { returnProcess(input: $i) { return { id } userErrors { field message code } } }'

test.each([429, 430, 500, 502, 503, 504])('an HTTP %i comes once, and nothing was done', async (status) => {
  await fault({ match: { root: 'tagsAdd' }, effect: { kind: 'http', status } })
  const tag = `mutation { tagsAdd(id: "${order('#1001').id}", tags: ["http-${status}"]) { userErrors { message } } }`
  expect((await call(tag)).status).toBe(status)
  expect(order('#1001').tags).not.toContain(`http-${status}`)
  expect((await call(tag)).status).toBe(200)
  expect(order('#1001').tags).toContain(`http-${status}`)
})

test('a fault meant for one shop, or one header, leaves the others alone', async () => {
  await fault({ match: { shop: 'homeward-eu.myshopify.com' }, effect: { kind: 'http', status: 500 } })
  await fault({
    match: { header: { name: 'X-Run', value: 'two' } },
    effect: { kind: 'http', status: 502 },
  })
  expect((await call('{ shop { name } }')).status).toBe(200)
})

describe('somebody is quicker than the app', () => {
  test('staff cancel the return before it is processed', async () => {
    const one = await openReturn('#1001')
    const line = one.lineItems[0]?.id
    await fault({
      match: { root: 'returnProcess' },
      effect: {
        kind: 'act_between',
        query: 'mutation($id: ID!) { returnCancel(id: $id) { userErrors { message } } }',
        variables: { id: one.id },
      },
    })
    const answer = await ask(PROCESS, {
      i: { returnId: one.id, returnLineItems: [{ id: line, quantity: 1 }] },
    })
    expect(answer).toMatchObject({
      data: { returnProcess: { return: null, userErrors: [{ code: 'INVALID_STATE' }] } },
    })
    expect(order('#1001').returns.at(-1)?.status).toBe('CANCELED')
  })

  test('staff refund everything while the app processes with a refund', async () => {
    const one = await openReturn('#1032')
    const sale = order('#1032').transactions[0]
    const full = ((sale?.amount.presentment ?? 0) / 100).toFixed(2)
    await fault({
      match: { root: 'returnProcess' },
      effect: {
        kind: 'act_between',
        query:
          'mutation($i: RefundInput!) { refundCreate(input: $i) @idempotent(key: "staff-race") { userErrors { message } } }',
        variables: {
          i: {
            orderId: order('#1032').id,
            transactions: [
              {
                orderId: order('#1032').id,
                parentId: sale?.id,
                kind: 'REFUND',
                gateway: sale?.gateway,
                amount: full,
              },
            ],
          },
        },
      },
    })
    const answer = await ask(PROCESS, {
      i: {
        returnId: one.id,
        returnLineItems: [{ id: one.lineItems[0]?.id, quantity: 1 }],
        financialTransfer: {
          issueRefund: {
            orderTransactions: [
              { parentId: sale?.id, transactionAmount: { amount: '79.00', currencyCode: 'USD' } },
            ],
          },
        },
      },
    })
    expect(answer).toMatchObject({
      data: { returnProcess: { return: null, userErrors: [{ code: 'INVALID' }] } },
    })
    const refunded = order('#1032').transactions.filter((each) => each.kind === 'REFUND')
    expect(refunded.map((each) => each.amount.presentment)).toEqual([sale?.amount.presentment])
    // The refused call left the units unprocessed.
    expect(order('#1032').returns.at(-1)?.lineItems[0]?.processedQuantity).toBe(0)
  })

  test('the warehouse disposes of the goods before the app does', async () => {
    const one = await openReturn('#1033')
    const goods = one.reverseFulfillmentOrders[0]?.lineItems[0]?.id
    const dispose = `mutation { reverseFulfillmentOrderDispose(dispositionInputs: [{ reverseFulfillmentOrderLineItemId: "${goods}", quantity: 1, dispositionType: NOT_RESTOCKED }]) { reverseFulfillmentOrderLineItems { id } userErrors { field message } } }`
    await fault({
      match: { root: 'reverseFulfillmentOrderDispose' },
      effect: { kind: 'act_between', query: dispose, variables: {} },
    })
    const answer = await ask(dispose)
    expect(answer).not.toMatchObject({ data: { reverseFulfillmentOrderDispose: { userErrors: [] } } })
    const after = order('#1033').returns.at(-1)?.reverseFulfillmentOrders[0]
    expect(after?.status).toBe('CLOSED')
    expect(after?.lineItems[0]?.dispositions).toHaveLength(1)
  })

  test('the order is archived, then gone', async () => {
    const id = order('#1034').id
    const between = (query: string) =>
      fault({ match: { root: 'order' }, effect: { kind: 'act_between', query, variables: { id } } })
    await between('mutation($id: ID!) { orderClose(input: { id: $id }) { userErrors { message } } }')
    expect(await ask('query($id: ID!) { order(id: $id) { closed } }', { id })).toMatchObject({
      data: { order: { closed: true } },
    })
    await between('mutation($id: ID!) { orderDelete(orderId: $id) { userErrors { message } } }')
    expect(await ask('query($id: ID!) { order(id: $id) { closed } }', { id })).toMatchObject({
      data: { order: null },
    })
  })

  test('the product is deleted: the line keeps its title and loses its variant', async () => {
    const { id, lineItems } = order('#1038')
    await fault({
      match: { root: 'order' },
      effect: {
        kind: 'act_between',
        query:
          'mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId userErrors { message } } }',
        variables: { id: lineItems[0]?.productId },
      },
    })
    const read =
      'query($id: ID!) { order(id: $id) { lineItems(first: 1) { nodes { title variant { id } product { id } } } } }'
    expect(await ask(read, { id })).toMatchObject({
      data: {
        order: { lineItems: { nodes: [{ title: 'Linen Duvet Cover', variant: null, product: null }] } },
      },
    })
  })
})
