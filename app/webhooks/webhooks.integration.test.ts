import { createHmac, randomUUID } from 'node:crypto'
import { Session } from '@shopify/shopify-app-remix/server'
import { describe, expect, test } from 'vitest'
import { contextFromShop } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findShop } from '#app/db/shop.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { recordInstallation } from '#app/install.server.ts'
import { sessionStorage } from '#app/shopify.server.ts'
import { ownDatabase } from '../../tests/setup/database.ts'
import { receiveWebhook } from './receive-webhook.server.ts'

ownDatabase()

const shop = ShopDomain.parse('hooks.myshopify.com')
const returnBody = JSON.stringify({
  id: 7,
  admin_graphql_api_id: 'gid://shopify/Return/7',
  status: 'requested',
})

type Delivery = {
  topic?: string
  eventId?: string
  triggeredAt?: string
  secret?: string
  signature?: string | null
  from?: string
}

function requestFor(body: string, delivery: Delivery = {}): Request {
  const { topic = 'returns/request', eventId = randomUUID(), secret = env.SHOPIFY_API_SECRET } = delivery
  const signature =
    delivery.signature === undefined
      ? createHmac('sha256', secret).update(body).digest('base64')
      : delivery.signature
  const headers = new Headers({
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': delivery.from ?? shop,
    'x-shopify-event-id': eventId,
    'x-shopify-webhook-id': randomUUID(),
    'x-shopify-api-version': '2026-10',
    'x-shopify-triggered-at': delivery.triggeredAt ?? new Date().toISOString(),
  })
  if (signature !== null) headers.set('x-shopify-hmac-sha256', signature)
  return new Request('https://app.example/webhooks', { method: 'POST', headers, body })
}

const deliver = async (body: string, delivery?: Delivery) =>
  (await receiveWebhook(requestFor(body, delivery))).status
const install = (now: string) => recordInstallation({ shop, scope: 'read_orders', now })
const stored = () =>
  withShop(shop, async (tx) => ({
    deliveries: await tx.webhookDelivery.findMany({ orderBy: { receivedAt: 'asc' } }),
    jobs: await tx.outboxJob.findMany({ where: { name: 'reconcile-return' } }),
  }))
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

describe('a webhook', () => {
  test('is stored with its job and answered', async () => {
    expect(await deliver(returnBody)).toBe(200)
    const { deliveries, jobs } = await stored()
    // What it is about is kept, and nothing else: people stand in webhooks.
    expect(JSON.stringify(deliveries)).not.toContain('requested')
    expect(deliveries).toMatchObject([
      { shop, topic: 'returns/request', payload: { id: 7, admin_graphql_api_id: 'gid://shopify/Return/7' } },
    ])
    expect(jobs).toMatchObject([{ payload: { shopifyReturnGid: 'gid://shopify/Return/7' } }])
  })

  test.each([
    ['without a signature', { signature: null }],
    ['with an empty signature', { signature: '' }],
    ['with another secret', { secret: 'not ours' }],
    [
      'with a signature in hex',
      { signature: createHmac('sha256', env.SHOPIFY_API_SECRET).update(returnBody).digest('hex') },
    ],
    ['with a signature of the right length', { signature: Buffer.alloc(32).toString('base64') }],
    [
      'signed over other JSON of the same meaning',
      {
        signature: createHmac('sha256', env.SHOPIFY_API_SECRET)
          .update(JSON.stringify(JSON.parse(returnBody), null, 1))
          .digest('base64'),
      },
    ],
  ])('H34: %s is refused and leaves nothing', async (_name, delivery) => {
    expect(await deliver(returnBody, delivery)).toBe(401)
    expect(await stored()).toEqual({ deliveries: [], jobs: [] })
  })

  test('H41: a privacy webhook with a bad signature is refused with 401', async () => {
    expect(await deliver('{}', { topic: 'customers/redact', secret: 'not ours' })).toBe(401)
  })

  test.each([
    ['no JSON', 'not json'],
    ['a list', '[]'],
  ])('H38: signed, but with %s, is put aside without any effect', async (_name, body) => {
    expect(await deliver(body)).toBe(200)
    const { deliveries, jobs } = await stored()
    expect(deliveries).toMatchObject([{ topic: 'returns/request', payload: { putAside: 'no_object' } }])
    expect(jobs).toEqual([])
  })

  test('H38: the last of two equal names counts, and an id beyond 2^53 stays exact', async () => {
    const gid = '"admin_graphql_api_id":"gid://shopify/Return/7"'
    expect(await deliver(`{"id":1,"id":9007199254740993,${gid}}`)).toBe(200)
    expect((await stored()).deliveries).toMatchObject([{ payload: { id: '9007199254740993' } }])
    expect(await deliver('{"id":1,"order_id":9007199254740993}', { topic: 'refunds/create' })).toBe(200)
  })

  test('H35: whose body names another shop than its header is put aside, and nothing of it is kept', async () => {
    const body = JSON.stringify({ shop_domain: 'victim.myshopify.com', customer: { email: 'v@example.com' } })
    expect(await deliver(body, { topic: 'customers/redact' })).toBe(200)
    expect(await deliver('{"myshopify_domain":"victim.myshopify.com"}', { topic: 'app/uninstalled' })).toBe(
      200,
    )
    const { deliveries } = await stored()
    expect(deliveries.map(({ payload }) => payload)).toMatchObject([
      { putAside: 'other_shop' },
      { putAside: 'other_shop' },
    ])
    expect(JSON.stringify(deliveries)).not.toContain('v@example.com')
    expect(await withShop(shop, (tx) => tx.complianceRequest.count())).toBe(0)
  })

  test('H37: sent again after three days, in whatever header, has one effect', async () => {
    const eventId = randomUUID()
    const threeDays = 3 * 24 * 60
    expect(await deliver(returnBody, { eventId, triggeredAt: minutesAgo(threeDays) })).toBe(200)
    expect(await deliver(returnBody, { eventId, triggeredAt: minutesAgo(0) })).toBe(200)
    const { deliveries, jobs } = await stored()
    // The job reads Shopify again: what the body says of the return is never believed.
    expect([deliveries.length, jobs.map((job) => job.payload)]).toEqual([
      1,
      [{ shopifyReturnGid: 'gid://shopify/Return/7' }],
    ])
  })

  test('H40: a topic that its body does not fit has no effect', async () => {
    await expect(receiveWebhook(requestFor('{"order_id":1}', { topic: 'returns/request' }))).rejects.toThrow(
      /admin_graphql_api_id/,
    )
    expect(await stored()).toEqual({ deliveries: [], jobs: [] })
  })

  test.each([
    ['a shop that is none', returnBody, { from: 'evil.example' }],
    ['no topic', returnBody, { topic: '' }],
  ])('signed, but with %s, is a bad request', async (_name, body, delivery) => {
    expect(await deliver(body, delivery)).toBe(400)
  })

  test.each(['GET', 'HEAD', 'OPTIONS', 'PUT'])('H39: %s is not allowed', async (method) => {
    const response = await receiveWebhook(new Request('https://app.example/webhooks', { method }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('H36: that is too large is refused before it is read to its end', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1024 * 1024
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const request = new Request('https://app.example/webhooks', {
      method: 'POST',
      body: endless,
      duplex: 'half',
    })
    expect((await receiveWebhook(request)).status).toBe(413)
    expect(sent).toBeLessThan(8 * 1024 * 1024)
  })

  test('delivered fifty times has one effect', async () => {
    const eventId = randomUUID()
    const answers = await Promise.all(Array.from({ length: 50 }, () => deliver(returnBody, { eventId })))
    expect(new Set(answers)).toEqual(new Set([200]))
    const { deliveries, jobs } = await stored()
    expect([deliveries.length, jobs.length]).toEqual([1, 1])
  })

  test('one event that touches two topics counts for both', async () => {
    const eventId = randomUUID()
    await deliver(returnBody, { eventId, topic: 'returns/approve' })
    await deliver(returnBody, { eventId, topic: 'returns/update' })
    expect((await stored()).deliveries).toHaveLength(2)
  })

  test('a flood about one return is answered, kept, and read back once', async () => {
    const answers: number[] = []
    for (let wave = 0; wave < 10; wave++)
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => deliver(returnBody)))))
    expect(answers.every((status) => status === 200)).toBe(true)
    const { deliveries, jobs } = await stored()
    expect(deliveries).toHaveLength(200)
    // Those that arrive in the very same moment may each see no other's job yet.
    expect(jobs.length).toBeLessThanOrEqual(20)
  })

  test('of an unknown topic is kept and answered', async () => {
    expect(await deliver('{"a":1}', { topic: 'themes/publish' })).toBe(200)
    expect((await stored()).deliveries).toHaveLength(1)
  })

  test('whose topic promises more than it holds is sent again by Shopify', async () => {
    await expect(receiveWebhook(requestFor('{"id":1}'))).rejects.toThrow(/admin_graphql_api_id/)
    expect((await stored()).deliveries).toEqual([])
  })

  test('money moved on an order matters only where the order has a return', async () => {
    expect(await deliver('{"id":1,"order_id":450789469}', { topic: 'refunds/create' })).toBe(200)
    expect((await stored()).jobs).toEqual([])
  })
})

describe('privacy requests', () => {
  test.each(['customers/data_request', 'customers/redact', 'shop/redact'])(
    '%s is recorded and due in 30 days',
    async (topic) => {
      await install(minutesAgo(60))
      expect(await deliver('{"shop_id":1,"customer":{"id":2}}', { topic })).toBe(200)
      const [request] = await withShop(shop, (tx) => tx.complianceRequest.findMany())
      expect(request).toMatchObject({ topic, installGeneration: 1, doneAt: null })
      expect(Math.round(((request?.dueAt.getTime() ?? 0) - Date.now()) / 86_400_000)).toBeCloseTo(30, -1)
    },
  )

  test('shop/redact of a shop that never was ours is recorded too', async () => {
    expect(await deliver('{"shop_id":1}', { topic: 'shop/redact', from: 'other.myshopify.com' })).toBe(200)
    const other = ShopDomain.parse('other.myshopify.com')
    expect(await withShop(other, (tx) => tx.complianceRequest.findMany())).toMatchObject([
      { installGeneration: 0 },
    ])
  })
})

describe('an uninstall', () => {
  const session = () =>
    new Session({
      id: `offline_${shop}`,
      shop,
      state: '',
      isOnline: false,
      scope: 'read_orders',
      accessToken: 'shpat_old',
    })

  test('takes the tokens away and leaves the data', async () => {
    await install(minutesAgo(60))
    await sessionStorage.storeSession(session())
    const ofAnother = {
      ...session().toObject(),
      id: 'offline_other.myshopify.com',
      shop: 'other.myshopify.com',
    }
    await sessionStorage.storeSession(new Session(ofAnother))
    expect(await deliver('{"id":1}', { topic: 'app/uninstalled' })).toBe(200)
    expect(await sessionStorage.loadSession(`offline_${shop}`)).toBeUndefined()
    expect(await sessionStorage.loadSession('offline_other.myshopify.com')).toBeDefined()
    expect(await contextFromShop(shop, { kind: 'system' })).toBeNull()
    expect((await withShop(shop, (tx) => findShop(tx, shop)))?.uninstalledAt).not.toBeNull()
  })

  test('then an installation finds its data and counts as the next generation', async () => {
    await install(minutesAgo(60))
    await deliver('{"id":1}', { topic: 'app/uninstalled', triggeredAt: minutesAgo(30) })
    const { refreshJob } = await install(minutesAgo(10))
    expect(refreshJob).not.toBeNull()
    expect(await withShop(shop, (tx) => findShop(tx, shop))).toMatchObject({
      installGeneration: 2,
      uninstalledAt: null,
    })
    expect(await withShop(shop, (tx) => tx.policyVersion.count())).toBe(1)
    expect(await contextFromShop(shop, { kind: 'system' })).not.toBeNull()
  })

  test('that is told of after the next installation changes nothing', async () => {
    await install(minutesAgo(60))
    await deliver('{"id":1}', { topic: 'app/uninstalled', triggeredAt: minutesAgo(30) })
    await install(minutesAgo(10))
    await sessionStorage.storeSession(session())
    await deliver('{"id":1}', { topic: 'app/uninstalled', triggeredAt: minutesAgo(20) })
    expect(await contextFromShop(shop, { kind: 'system' })).not.toBeNull()
    expect(await sessionStorage.loadSession(`offline_${shop}`)).toBeDefined()
  })
})

test('app/scopes_update stores what the shop grants', async () => {
  await install(minutesAgo(60))
  await deliver('{"previous":["read_orders"],"current":["read_orders","read_all_orders"]}', {
    topic: 'app/scopes_update',
  })
  expect((await withShop(shop, (tx) => findShop(tx, shop)))?.scopes).toEqual([
    'read_orders',
    'read_all_orders',
  ])
})
