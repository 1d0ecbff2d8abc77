import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp } from './browser/fixture-app.ts'
import { startDevStore } from './start.ts'
import type { DevStore } from './start.ts'

type Json = Record<string, unknown>

let store: DevStore
let app: Awaited<ReturnType<typeof fixtureApp>>

beforeAll(async () => {
  app = await fixtureApp()
  store = await startDevStore({ appOrigin: app.url })
}, 60_000)
afterAll(async () => {
  await store.close()
  await app.close()
})
afterEach(() => control('DELETE', 'faults'))

async function control(method: string, path: string, body?: unknown): Promise<Json> {
  const init: RequestInit = { method }
  if (body !== undefined) init.body = JSON.stringify(body)
  const response = await fetch(`${store.urls.base}/control/api/${path}`, init)
  // The control API answers JSON objects or lists; tests look into them by name.
  return (await response.json()) as Json
}

function graphql(
  query: string,
  options: { token?: string; signal?: AbortSignal; version?: string } = {},
): Promise<Response> {
  const { token = store.token, signal = null, version = '2026-10' } = options
  return fetch(`${store.urls.base}/admin/api/${version}/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
    body: JSON.stringify({ query }),
    signal,
  })
}

describe('pages', () => {
  test.each(['admin', 'storefront', 'mailbox', 'control'] as const)('%s answers', async (name) => {
    expect((await fetch(store.urls[name])).status).toBe(200)
  })

  test('no page of the admin or the tools loads anything from elsewhere', async () => {
    for (const url of [
      store.urls.admin,
      store.urls.mailbox,
      store.urls.control,
      `${store.urls.base}/store/homeward-demo/orders`,
    ]) {
      const page = await (await fetch(url)).text()
      const loaded = [...page.matchAll(/<(?:script|link|img|iframe)[^>]+(?:src|href)="(https?:[^"]+)"/g)].map(
        (match) => match[1] ?? '',
      )
      expect(loaded.filter((address) => !address.startsWith('http://127.0.0.1:'))).toEqual([])
    }
  })

  test('a page of another origin may not steer the dev store', async () => {
    const answer = await fetch(`${store.urls.base}/control/api/reset`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
    })
    expect(answer.status).toBe(403)
  })

  test('the app is opened with signed parameters and a session token', async () => {
    expect(await control('POST', 'install', { shop: store.shops[0]?.domain })).toEqual({
      installed: true,
      status: 200,
    })
  })
})

describe('Admin API', () => {
  test.each(['2026-04', '2026-07', '2026-10'])('%s answers the permanent token', async (version) => {
    const answer = await graphql('{ shop { myshopifyDomain } }', { version })
    expect(answer.headers.get('x-shopify-api-version')).toBe(version)
    expect(await answer.json()).toMatchObject({
      data: { shop: { myshopifyDomain: 'homeward-demo.myshopify.com' } },
    })
  })

  test('an unknown version is 404, an unknown token 401', async () => {
    expect((await graphql('{ shop { name } }', { version: '2019-01' })).status).toBe(404)
    const refused = await graphql('{ shop { name } }', { token: 'shpat_guess' })
    expect(refused.status).toBe(401)
    expect(await refused.json()).toEqual({
      errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
    })
  })

  test('a token of one shop is refused under the name of another', async () => {
    const answer = await fetch(`${store.urls.base}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'x-shopify-access-token': store.token, 'x-forwarded-host': 'homeward-eu.myshopify.com' },
      body: '{"query":"{ shop { name } }"}',
    })
    expect(answer.status).toBe(401)
  })

  test('calls and points are counted under the name of the flow', async () => {
    await control('DELETE', 'calls')
    await control('POST', 'calls', { flow: 'look' })
    await graphql('query Look { shop { name } }')
    await graphql('query Look { shop { name } }')
    expect(await control('GET', 'calls')).toMatchObject({
      flow: 'look',
      flows: [{ flow: 'look', calls: 2, operations: { Look: { calls: 2 } } }],
    })
  })
})

const TAG = (tag: string): string =>
  `mutation { tagsAdd(id: "${orderId}", tags: ["${tag}"]) { userErrors { message } } }`
let orderId = ''
async function tags(): Promise<unknown> {
  const answer = (await (await graphql(`{ order(id: "${orderId}") { tags } }`)).json()) as {
    data: { order: { tags: string[] } }
  }
  return answer.data.order.tags
}

describe('faults', () => {
  beforeAll(() => {
    orderId = Object.keys(store.engine.state.tables.orders)[0] ?? ''
  })

  test('a time-out after commit has acted, one before has not', async () => {
    await control('POST', 'faults', { match: { root: 'tagsAdd' }, effect: { kind: 'timeout_after_commit' } })
    await expect(graphql(TAG('after'), { signal: AbortSignal.timeout(500) })).rejects.toThrow()
    await control('POST', 'faults', { match: { root: 'tagsAdd' }, effect: { kind: 'timeout_before' } })
    await expect(graphql(TAG('before'), { signal: AbortSignal.timeout(500) })).rejects.toThrow()
    expect(await tags()).toContain('after')
    expect(await tags()).not.toContain('before')
  })

  test('fires for the nth matching call only', async () => {
    await control('POST', 'faults', {
      match: { root: 'shop', nth: 2 },
      effect: { kind: 'http', status: 503 },
    })
    const statuses = []
    for (let i = 0; i < 3; i += 1) statuses.push((await graphql('{ shop { name } }')).status)
    expect(statuses).toEqual([200, 503, 200])
  })

  test('throttled, internal error, partial data and user errors come in Shopify’s shapes', async () => {
    await control('POST', 'faults', { effect: { kind: 'throttled' } })
    expect(await (await graphql('{ shop { name } }')).json()).toMatchObject({
      errors: [{ extensions: { code: 'THROTTLED' } }],
    })
    await control('POST', 'faults', { effect: { kind: 'internal_error' } })
    expect(await (await graphql('{ shop { name } }')).json()).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    })
    await control('POST', 'faults', { effect: { kind: 'access_denied', field: 'email' } })
    expect(await (await graphql('{ shop { name email } }')).json()).toMatchObject({
      data: { shop: { name: 'Homeward Demo', email: null } },
      errors: [{ path: ['shop', 'email'], extensions: { code: 'ACCESS_DENIED' } }],
    })
    const errors = [{ field: ['id'], message: 'No.', code: 'INVALID' }]
    await control('POST', 'faults', {
      match: { root: 'returnClose' },
      effect: { kind: 'user_errors', errors },
    })
    const answer = await graphql(
      'mutation { closed: returnClose(id: "gid://shopify/Return/1") { return { id } userErrors { field message code } } }',
    )
    expect(await answer.json()).toEqual({ data: { closed: { return: null, userErrors: errors } } })
  })

  test('a reset cuts the answer in the middle, after the commit', async () => {
    await control('POST', 'faults', { match: { root: 'tagsAdd' }, effect: { kind: 'reset' } })
    await expect(graphql(TAG('cut')).then((answer) => answer.text())).rejects.toThrow()
    expect(await tags()).toContain('cut')
  })

  test('staff act between two calls of the app', async () => {
    await control('POST', 'faults', {
      match: { root: 'shop' },
      effect: { kind: 'act_between', query: TAG('staff'), variables: {} },
    })
    await graphql('{ shop { name } }')
    expect(await tags()).toContain('staff')
  })
})

test('a refund that the gateway thinks about settles when its time has come', async () => {
  const shop = store.shops[0]?.domain ?? ''
  const order = store.engine.index.ordersByName(shop, '#1001')[0]
  const sale = order?.transactions.find((one) => one.kind === 'SALE' || one.kind === 'CAPTURE')
  const effect = { kind: 'refund_pending', seconds: 3_600, becomes: 'FAILURE', errorCode: 'GENERIC_ERROR' }
  await control('POST', 'faults', { match: { root: 'refundCreate' }, effect })
  const refund = `mutation { refundCreate(input: { orderId: "${order?.id}", transactions: [{ orderId: "${order?.id}", parentId: "${sale?.id}", kind: REFUND, gateway: "${sale?.gateway}", amount: "1.00" }] }) @idempotent(key: "settle-1") { userErrors { message } } }`
  expect(await (await graphql(refund)).json()).toMatchObject({ data: { refundCreate: { userErrors: [] } } })
  const statuses = async () => {
    const { entries } = (await control('GET', `ledger?shop=${shop}&order=%231001`)) as { entries: Json[] }
    return entries.filter((entry) => entry.kind === 'refund').map((entry) => entry.status)
  }
  expect(await statuses()).toEqual(['PENDING'])
  await control('POST', 'clock', { advance: 'PT1H' })
  // One movement, one row: whoever adds up the rows with status SUCCESS gets what really moved.
  expect(await statuses()).toEqual(['FAILURE'])
  await control('POST', 'clock', { offsetMs: 0 })
})

test('uninstalling revokes, the admin offers to install, installing brings the app back', async () => {
  const shop = 'homeward-eu.myshopify.com'
  const admin = store.shops.find((one) => one.domain === shop)?.admin ?? ''
  expect(await control('POST', 'uninstall', { shop })).toEqual({ uninstalled: true })
  expect(await (await fetch(admin)).text()).toContain('is not installed in')
  await control('POST', 'install', { shop, open: false })
  expect(await (await fetch(admin)).text()).toContain('id="frame-config"')
})

test('the clock moves by durations and to an instant, and is refused nonsense', async () => {
  await control('POST', 'clock', { set: '2027-03-01T00:00:00Z' })
  expect(String((await control('POST', 'clock', { advance: 'P1D' })).now)).toMatch(/^2027-03-02T00:00:0/)
  expect(await control('POST', 'clock', { advance: 'soon' })).toHaveProperty('error')
  expect(await control('POST', 'clock', { offsetMs: 0 })).toMatchObject({ offsetMs: 0 })
})

test('a mail is in the mailbox’s list until it is emptied', async () => {
  const transport = nodemailer.createTransport(store.urls.smtp)
  await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'Hello', text: 'There' })
  transport.close()
  expect(await control('GET', 'mailbox')).toMatchObject([
    { to: 'b@example.com', subject: 'Hello', text: 'There' },
  ])
  expect(await control('DELETE', 'mailbox')).toEqual({ deleted: 1 })
})

test('reset goes back to the seed and keeps the token that was handed out', async () => {
  await graphql(TAG('gone'))
  await control('POST', 'reset')
  expect(await tags()).not.toContain('gone')
  expect((await graphql('{ shop { name } }')).status).toBe(200)
})

test('a state that was put aside comes back with its clock, whatever happened since', async () => {
  await control('POST', 'clock', { offsetMs: 3_600_000 })
  await graphql(TAG('aside'))
  await control('POST', 'snapshot', { name: 'aside' })
  await graphql(TAG('later'))
  await control('POST', 'clock', { offsetMs: 0 })
  expect(await control('POST', 'snapshot/load', { name: 'aside' })).toEqual({ ok: true })
  expect(await tags()).toContain('aside')
  expect(await tags()).not.toContain('later')
  expect(await control('GET', 'clock')).toMatchObject({ offsetMs: 3_600_000 })
  expect(await control('GET', 'snapshot')).toEqual({ names: ['aside'] })
  expect(await control('POST', 'snapshot/load', { name: 'none' })).toHaveProperty('error')
  expect(await control('POST', 'snapshot', { name: '../out' })).toHaveProperty('error')
  await control('POST', 'clock', { offsetMs: 0 })
})

test('switches of a shop change what it does, and only to what they can be', async () => {
  const shop = 'homeward-demo.myshopify.com'
  expect(await control('POST', 'settings', { shop, plan: 'plus', storeCreditLimit: 500 })).toMatchObject({
    plan: 'plus',
    storeCreditLimit: 500,
  })
  const credit = `mutation { storeCreditAccountCredit(id: "${Object.keys(store.engine.state.tables.customers)[0]}", creditInput: { creditAmount: { amount: "5.01", currencyCode: USD } }) { userErrors { code } } }`
  expect(await (await graphql(credit)).json()).toMatchObject({
    data: { storeCreditAccountCredit: { userErrors: [{ code: 'CREDIT_LIMIT_EXCEEDED' }] } },
  })
  expect(
    await control('POST', 'settings', { shop, plan: 'standard', returnsWorkflow: 'old' }),
  ).toHaveProperty('error')
  expect(await control('POST', 'settings', { shop, colour: 'red' })).toHaveProperty('error')
  // A refused change changes nothing.
  expect(await control('GET', 'settings')).toMatchObject({ shops: { [shop]: { plan: 'plus' } } })
  await control('POST', 'settings', { shop, plan: 'standard', storeCreditLimit: 1_000_000 })
  expect(await (await fetch(store.urls.control)).text()).toContain('data-setting="returnsWorkflow"')
})

test('a snapshot survives a restart; two dev stores never share a folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dev-store-'))
  try {
    const first = await startDevStore({ dataDir })
    await expect(startDevStore({ dataDir })).rejects.toThrow('Another dev store is running')
    const shop = first.shops[0]?.domain ?? ''
    await first.engine.asMerchant(shop, TAG('kept'))
    first.engine.clock.set(86_400_000)
    const dump = first.engine.dump()
    await first.close()
    const second = await startDevStore({ dataDir })
    expect(second.token).toBe(first.token)
    // The app's configuration is deployed again; everything else is what it was, to the byte.
    const orders = (text: string): string =>
      JSON.stringify((JSON.parse(text) as { tables: { orders: unknown } }).tables.orders)
    expect(orders(second.engine.dump())).toBe(orders(dump))
    expect(second.engine.clock.offsetMs).toBe(86_400_000)
    expect(second.engine.state.tables.orders[orderId]?.tags).toContain('kept')
    await second.close()
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}, 60_000)
