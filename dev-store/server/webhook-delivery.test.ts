import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { addFault, webhookFaults } from './faults.ts'
import { deployApp, installApp, uninstallApp } from './installs.ts'
import { FIXTURE_SHOP, installedApp, receiver } from './server-fixture.ts'
import type { InstalledApp } from './server-fixture.ts'
import { RETRY_SECONDS, deliverWebhooks } from './webhook-delivery.ts'
import type { WebhookDeliveries } from './webhook-delivery.ts'

type Receiver = Awaited<ReturnType<typeof receiver>>

let app: InstalledApp
let engine: Engine
let target: Receiver
let deliveries: WebhookDeliveries
let answer: (n: number) => number

beforeEach(async () => {
  answer = () => 200
  target = await receiver((n) => answer(n))
  app = installedApp()
  engine = app.engine
  const limits = { connectWithinMs: 500, answerWithinMs: 300 }
  deliveries = deliverWebhooks({ engine, appUrl: () => target.url, faults: webhookFaults(engine), limits })
})
afterEach(async () => {
  deliveries.close()
  await target.close()
})

function emit(topic: string, payload: Record<string, unknown> = { id: 1 }): void {
  engine.transact(FIXTURE_SHOP, (context) => context.emit(topic, payload))
}
function sign(body: string, secret = app.config.apiSecret): string {
  return createHmac('sha256', secret).update(body).digest('base64')
}
const log = () => engine.state.logs.webhookDeliveries

test('carries every header of a Shopify webhook and a signature of the raw body', async () => {
  emit('returns/approve', { id: 5, name: '#1001-R1 – ü' })
  await deliveries.idle()
  const [got] = target.received
  expect(got?.path).toBe('/webhooks')
  expect(got?.headers).toMatchObject({
    'x-shopify-topic': 'returns/approve',
    'x-shopify-shop-domain': FIXTURE_SHOP,
    'x-shopify-api-version': '2026-10',
    'x-shopify-hmac-sha256': sign(got?.body ?? ''),
    'content-type': 'application/json',
  })
  expect(got?.headers['x-shopify-webhook-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(got?.headers['x-shopify-event-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(got?.headers['x-shopify-triggered-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/)
  expect(log()[0]).toMatchObject({ status: 'delivered', attempts: [{ status: 200 }] })
})

test('topics that touch one action share an event id, each delivery has its own webhook id', async () => {
  engine.transact(FIXTURE_SHOP, (context) => {
    context.emit('returns/approve', { id: 1 })
    context.emit('refunds/create', { id: 2 })
  })
  await deliveries.idle()
  const [a, b] = target.received
  expect(a?.headers['x-shopify-event-id']).toBe(b?.headers['x-shopify-event-id'])
  expect(a?.headers['x-shopify-webhook-id']).not.toBe(b?.headers['x-shopify-webhook-id'])
})

test('retries eight times in four hours on the dev store’s clock, with the same ids and body, then gives up', async () => {
  answer = () => 500
  emit('returns/approve')
  await deliveries.idle()
  expect(target.received).toHaveLength(1)
  let offset = 0
  for (const [i, seconds] of RETRY_SECONDS.entries()) {
    engine.clock.set(offset + seconds * 1000 - 1_000)
    await deliveries.idle()
    expect(target.received).toHaveLength(i + 1)
    offset += seconds * 1000
    engine.clock.set(offset)
    await deliveries.idle()
    expect(target.received).toHaveLength(i + 2)
  }
  expect(offset).toBe(4 * 3_600_000)
  expect(log()[0]).toMatchObject({ status: 'failed', nextAttemptAt: null })
  expect(new Set(target.received.map((one) => one.headers['x-shopify-webhook-id']))).toHaveProperty('size', 1)
  expect(new Set(target.received.map((one) => one.body))).toHaveProperty('size', 1)
  // A subscription of the app's configuration outlives its failures.
  expect(
    Object.values(engine.state.tables.webhookSubscriptions).some((one) => one.topic === 'returns/approve'),
  ).toBe(true)
})

test('a subscription made through the Admin API is deleted when a delivery fails for good', async () => {
  answer = () => 404
  engine.transact(FIXTURE_SHOP, (context) => {
    for (const one of Object.values(context.state.tables.webhookSubscriptions)) {
      const edited = context.edit('webhookSubscriptions', one.id)
      if (edited.topic === 'returns/approve')
        Object.assign(edited, { source: 'api', topic: 'RETURNS_APPROVE' })
    }
  })
  emit('returns/approve')
  await deliveries.idle()
  for (let offset = 0; offset <= 5 * 3_600_000; offset += 600_000) {
    engine.clock.set(offset)
    await deliveries.idle()
  }
  expect(
    Object.values(engine.state.tables.webhookSubscriptions).some((one) => one.topic === 'RETURNS_APPROVE'),
  ).toBe(false)
})

test.each([
  ['a redirect', () => 302],
  ['no answer in time', () => 0],
])('%s is a failure', async (_name, status) => {
  answer = status
  emit('returns/approve')
  await deliveries.idle()
  expect(log()[0]?.status).toBe('pending')
  expect(log()[0]?.attempts).toHaveLength(1)
})

test('a replay sends the same body and ids again', async () => {
  emit('returns/approve')
  await deliveries.idle()
  expect(deliveries.replay(log()[0]?.id ?? '')).toBeDefined()
  await deliveries.idle()
  const [first, second] = target.received
  expect(second?.headers['x-shopify-webhook-id']).toBe(first?.headers['x-shopify-webhook-id'])
  expect(second?.headers['x-shopify-event-id']).toBe(first?.headers['x-shopify-event-id'])
  expect(second?.body).toBe(first?.body)
})

describe('faults', () => {
  test('duplicate, drop, delay, bad signature and stale version', async () => {
    addFault(engine, { match: { root: 'returns/approve' }, effect: { kind: 'webhooks', duplicate: 100 } })
    addFault(engine, { match: { root: 'returns/decline' }, effect: { kind: 'webhooks', drop: 100 } })
    addFault(engine, { match: { root: 'returns/close' }, effect: { kind: 'webhooks', delaySeconds: 3_600 } })
    addFault(engine, {
      match: { root: 'returns/cancel' },
      effect: { kind: 'webhooks', badHmac: 100, staleVersion: '2026-04' },
    })
    for (const verb of ['approve', 'decline', 'close', 'cancel']) emit(`returns/${verb}`)
    await deliveries.idle()
    engine.clock.set(2_000)
    await deliveries.idle()
    const topics = target.received.map((one) => one.headers['x-shopify-topic'])
    expect(topics.toSorted()).toEqual(['returns/approve', 'returns/approve', 'returns/cancel'])
    const forged = target.received.find((one) => one.headers['x-shopify-topic'] === 'returns/cancel')
    expect(forged?.headers['x-shopify-hmac-sha256']).not.toBe(sign(forged?.body ?? ''))
    expect(forged?.headers['x-shopify-api-version']).toBe('2026-04')
    expect(log().find((one) => one.topic === 'returns/decline')?.status).toBe('dropped')
    engine.clock.set(3_600_000)
    await deliveries.idle()
    expect(target.received.at(-1)?.headers['x-shopify-topic']).toBe('returns/close')
  })

  test('an unknown kind is refused by name', () => {
    expect(() => addFault(engine, { effect: { kind: 'typo' } })).toThrow('timeout_after_commit')
    expect(() => addFault(engine, { match: { operation: 'x' }, effect: { kind: 'throttled' } })).toThrow(
      'operation',
    )
  })
})

test('after a rotation the old secret signs for an hour', async () => {
  const old = app.config.apiSecret
  deployApp(engine, { ...app.config, apiSecret: 'a-new-secret-of-length' })
  emit('returns/approve')
  await deliveries.idle()
  expect(target.received[0]?.headers['x-shopify-hmac-sha256']).toBe(sign(target.received[0]?.body ?? '', old))
  engine.clock.set(3_601_000)
  emit('returns/approve')
  await deliveries.idle()
  expect(target.received[1]?.headers['x-shopify-hmac-sha256']).toBe(
    sign(target.received[1]?.body ?? '', 'a-new-secret-of-length'),
  )
})

test('after uninstalling come app/uninstalled and, 48 hours later, shop/redact, and nothing else', async () => {
  uninstallApp(engine, { appId: app.appId, shop: FIXTURE_SHOP })
  emit('returns/approve')
  await deliveries.idle()
  expect(target.received.map((one) => one.headers['x-shopify-topic'])).toEqual(['app/uninstalled'])
  engine.clock.set(47 * 3_600_000)
  await deliveries.idle()
  expect(target.received).toHaveLength(1)
  engine.clock.set(48 * 3_600_000)
  await deliveries.idle()
  await deliveries.idle()
  expect(target.received.map((one) => one.headers['x-shopify-topic'])).toEqual([
    'app/uninstalled',
    'shop/redact',
  ])
})

test('a shop that is back within 48 hours is not redacted', async () => {
  uninstallApp(engine, { appId: app.appId, shop: FIXTURE_SHOP })
  installApp(engine, { appId: app.appId, shop: FIXTURE_SHOP, config: app.config })
  engine.clock.set(72 * 3_600_000)
  await deliveries.idle()
  await deliveries.idle()
  expect(target.received.map((one) => one.headers['x-shopify-topic'])).toEqual(['app/uninstalled'])
})

test('included fields shape the body, and an unchanged one is held back; a filter decides who hears', async () => {
  engine.transact(FIXTURE_SHOP, (context) => {
    for (const one of Object.values(context.state.tables.webhookSubscriptions)) {
      const edited = context.edit('webhookSubscriptions', one.id)
      if (edited.topic === 'orders/updated')
        Object.assign(edited, { includeFields: ['id', 'line_items.sku'] })
      if (edited.topic === 'returns/approve')
        Object.assign(edited, { filter: 'total_return_line_items:>1 AND NOT status:closed' })
    }
  })
  emit('orders/updated', { id: 9, note: 'a', line_items: [{ sku: 'X', price: '1' }] })
  await deliveries.idle()
  emit('orders/updated', { id: 9, note: 'b', line_items: [{ sku: 'X', price: '2' }] })
  await deliveries.idle()
  emit('returns/approve', { id: 1, status: 'open', total_return_line_items: 1 })
  emit('returns/approve', { id: 2, status: 'open', total_return_line_items: 2 })
  await deliveries.idle()
  expect(target.received.map((one) => JSON.parse(one.body) as unknown)).toEqual([
    { id: 9, line_items: [{ sku: 'X' }] },
    { id: 2, status: 'open', total_return_line_items: 2 },
  ])
})
