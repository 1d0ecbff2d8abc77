import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Session } from '@shopify/shopify-api'
import { afterEach, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { recordWebhookDelivery } from '#app/db/webhook-delivery.server.ts'
import { markUninstalled, recordInstall } from '#app/db/shop.server.ts'
import { sessionStorage } from '#app/shopify.server.ts'
import { recordInstallation } from '#app/install.server.ts'
import { offlineSessionId } from '#app/shopify/access-token.server.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { tidyUp } from './housekeeping.server.ts'
import { enqueue, type JobId } from './outbox.server.ts'
import { handOver } from './queue.server.ts'
import { startWorker, type Worker } from './worker.server.ts'

const here = installedShop()

let worker: Worker | null = null
afterEach(async () => {
  await worker?.stop(5_000)
  worker = null
})

async function letTheAppIn(): Promise<void> {
  const { ctx, devStore } = here()
  const accessToken = devStore.shops.find((each) => each.domain === ctx.shop)?.token ?? ''
  const { shop } = ctx
  await sessionStorage.storeSession(
    new Session({ id: offlineSessionId(shop), shop, state: '', isOnline: false, accessToken }),
  )
}

async function write(): Promise<JobId> {
  const { shop } = here().ctx
  const now = new Date().toISOString()
  return withShop(shop, async (tx) => {
    await tx.shop.update({ where: { shop }, data: { name: 'Old name' } })
    return enqueue(tx, { shop, name: 'refresh-shop', payload: {}, now })
  })
}

async function doneWithin(id: JobId, ms: number): Promise<boolean> {
  const { shop } = here().ctx
  const end = performance.now() + ms
  while (performance.now() < end) {
    const row = await withShop(shop, (tx) => tx.outboxJob.findUniqueOrThrow({ where: { id } }))
    if (row.doneAt !== null) return true
    await sleep(100)
  }
  return false
}

test('the worker finds and does a job that a dead process left behind', async () => {
  await letTheAppIn()
  const id = await write()
  worker = await startWorker()
  expect(await doneWithin(id, 15_000)).toBe(true)
  const { shop, settings } = here().ctx
  expect((await withShop(shop, (tx) => tx.shop.findUniqueOrThrow({ where: { shop } }))).name).toBe(
    settings.name,
  )
  expect(worker.isAlive()).toBe(true)
})

test('the worker does a job that it is handed', async () => {
  await letTheAppIn()
  worker = await startWorker()
  const id = await write()
  await handOver(here().ctx.shop, [id, id])
  expect(await doneWithin(id, 15_000)).toBe(true)
})

test('nothing is done for a shop that removed the app; its jobs wait', async () => {
  const { shop } = here().ctx
  await withShop(shop, (tx) =>
    markUninstalled(tx, { shop, triggeredAt: new Date(Date.now() + 1000).toISOString() }),
  )
  const id = await write()
  worker = await startWorker()
  expect(await doneWithin(id, 4_000)).toBe(false)
  const row = await withShop(shop, (tx) => tx.outboxJob.findUniqueOrThrow({ where: { id } }))
  expect(row).toMatchObject({ attempts: 0, failedAt: null })
  expect(row.runAfter.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
  // The shop comes back: they go on at once, and not when their hour is over.
  await letTheAppIn()
  await recordInstallation({ shop, scope: 'read_orders', now: new Date().toISOString() })
  expect(await doneWithin(id, 15_000)).toBe(true)
})

test('tidying up removes what has done its work and nothing else', async () => {
  const { shop } = here().ctx
  const now = '2026-11-22T10:00:00.000Z'
  const old = '2026-10-01T10:00:00.000Z'
  await withShop(shop, async (tx) => {
    await recordInstall(tx, { shop, scopes: [], now })
    await tx.outboxJob.deleteMany()
    for (const receivedAt of [old, now]) {
      const delivery = {
        shop,
        eventId: randomUUID(),
        topic: 'returns/update',
        webhookId: null,
        apiVersion: null,
        triggeredAt: null,
      }
      await recordWebhookDelivery(tx, { ...delivery, payload: {}, receivedAt })
    }
    for (const doneAt of [old, now, null]) {
      const id = await enqueue(tx, { shop, name: 'refresh-shop', payload: {}, now: old })
      await tx.outboxJob.update({ where: { id }, data: { doneAt } })
    }
  })
  expect(await tidyUp(now)).toBe(2)
  const left = await withShop(shop, async (tx) => [
    await tx.webhookDelivery.count(),
    await tx.outboxJob.count(),
  ])
  expect(left).toEqual([1, 2])
})
