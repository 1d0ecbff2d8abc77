import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ShopContext } from '#app/context.server.ts'
import { database, withShop, withSweep } from '#app/db.server.ts'
import { PortalSettings, recordInstall } from '#app/db/shop.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { createReturn, getReturn } from '#app/db/return.server.ts'
import { ReturnId, ShopDomain } from '#app/domain/ids.ts'
import { plainReturn } from '../../tests/factories/plain-return.ts'
import { shopifyThrottled } from '#app/shopify/admin-error.ts'
import { ownDatabase } from '../../tests/setup/database.ts'
import type { Handlers } from './handler.ts'
import { handlers } from './handlers/index.ts'
import {
  claimJob,
  enqueue,
  enqueueUnlessWaiting,
  failJob,
  finishJob,
  findDueJobs,
  type JobId,
  renewLease,
} from './outbox.server.ts'
import { runJob } from './run-job.server.ts'

ownDatabase()

const shop = ShopDomain.parse('jobs.myshopify.com')
const start = Date.parse('2026-11-22T10:00:00.000Z')
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()

function contextAt(seconds: number): ShopContext {
  const nothing = () => Promise.reject(new Error('not in this test'))
  const portal = PortalSettings.parse({})
  const settings = {
    name: 'Jobs',
    timeZone: 'UTC',
    currency: 'USD',
    locale: 'en',
    country: null,
    contactEmail: '',
    portal,
    ownTextsVersion: 0,
  }
  return {
    shop,
    settings,
    admin: nothing,
    mailer: { send: nothing },
    now: () => at(seconds),
    actor: { kind: 'system' },
    role: null,
  }
}

function handlersWith(refreshShop: Handlers['refresh-shop']): Handlers {
  return { ...handlers, 'refresh-shop': refreshShop }
}

async function write(): Promise<JobId> {
  return withShop(shop, async (tx) => {
    await recordInstall(tx, { shop, scopes: [], now: at(0) })
    return enqueue(tx, { shop, name: 'refresh-shop', payload: {}, now: at(0) })
  })
}

const row = (id: JobId) => withShop(shop, (tx) => tx.outboxJob.findUniqueOrThrow({ where: { id } }))
const due = (seconds: number) => withSweep((tx) => findDueJobs(tx, { now: at(seconds), limit: 10 }))
const claim = (id: JobId, seconds = 0) => withShop(shop, (tx) => claimJob(tx, { shop, id, now: at(seconds) }))
const dieWith = (id: JobId) =>
  database().prisma
    .$executeRaw`update "OutboxJob" set "leasedUntil" = clock_timestamp() - interval '1 second' where id = ${id}::uuid`

describe('the outbox', () => {
  test('a job is written with the decision or not at all', async () => {
    const failing = withShop(shop, async (tx) => {
      await enqueue(tx, { shop, name: 'refresh-shop', payload: {}, now: at(0) })
      throw new Error('decided otherwise')
    })
    await expect(failing).rejects.toThrow('decided otherwise')
    expect(await due(0)).toEqual([])
  })

  test('finds a job that nobody was told of: the process died between commit and hand-over', async () => {
    const id = await write()
    expect(await due(0)).toEqual([{ id, shop }])
  })

  test('a job for later is not due before', async () => {
    const payload = {}
    const id = await withShop(shop, (tx) =>
      enqueue(tx, { shop, name: 'refresh-shop', payload, now: at(0), runAfter: at(60) }),
    )
    expect(await due(59)).toEqual([])
    expect(await claim(id, 59)).toBeNull()
    expect(await due(60)).toEqual([{ id, shop }])
  })

  test('refuses a payload that is not of the job', async () => {
    const wrong = withShop(shop, (tx) =>
      enqueue(tx, { shop, name: 'process-refund', payload: { intentId: 'no uuid' }, now: at(0) }),
    )
    await expect(wrong).rejects.toThrow(/UUID/i)
  })

  test('asks for the same read-back once while it waits, and again once it began', async () => {
    const input = { shop, name: 'refresh-shop', payload: {}, now: at(0) } as const
    const ask = () => withShop(shop, (tx) => enqueueUnlessWaiting(tx, input))
    const { id, isNew } = await ask()
    expect(isNew).toBe(true)
    expect(await ask()).toEqual({ id, isNew: false })
    await claim(id)
    expect((await ask()).isNew).toBe(true)
  })

  test('what waits for later is brought forward for a person, unless it failed before', async () => {
    const later = { shop, name: 'refresh-shop', payload: {}, now: at(0), runAfter: at(30) } as const
    const ask = (input: Parameters<typeof enqueueUnlessWaiting>[1]) =>
      withShop(shop, (tx) => enqueueUnlessWaiting(tx, input))
    const { id } = await ask(later)
    const now = { shop, name: 'refresh-shop', payload: {}, now: at(1) } as const
    await ask(now)
    expect(await due(1), 'nobody waits for it').toEqual([])
    expect(await ask({ ...now, isUrgent: true })).toEqual({ id, isNew: false })
    expect(await due(1)).toEqual([{ id, shop }])
    const job = await claim(id, 1)
    if (job === null) throw new Error('It is due')
    await withShop(shop, (tx) => failJob(tx, job, { message: 'no', now: at(1) }))
    await ask({ ...now, isUrgent: true })
    expect(await due(1), 'its pause is kept').toEqual([])
  })
})

describe('the lease', () => {
  test('only one of many claimants gets the job', async () => {
    const id = await write()
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(id)))
    expect(claims.filter((each) => each !== null)).toHaveLength(1)
  })

  test('a leased job is not due, and another worker takes it when its worker fell silent', async () => {
    const id = await write()
    await claim(id)
    expect(await due(0)).toEqual([])
    await dieWith(id)
    expect(await due(0)).toEqual([{ id, shop }])
    expect((await claim(id))?.attempt).toBe(2)
  })

  test('a worker that lost its lease cannot finish or renew the job', async () => {
    const id = await write()
    const first = await claim(id)
    await dieWith(id)
    const second = await claim(id)
    if (!first || !second) throw new Error('both claims hold in turn')
    expect(await withShop(shop, (tx) => renewLease(tx, first))).toBe(false)
    expect(await withShop(shop, (tx) => finishJob(tx, first, at(1)))).toBe(false)
    expect((await row(id)).doneAt).toBeNull()
    expect(await withShop(shop, (tx) => finishJob(tx, second, at(1)))).toBe(true)
  })
})

describe('running a job', () => {
  test('runs it once, however often it is asked for', async () => {
    const id = await write()
    let runs = 0
    const counting = handlersWith(() => {
      runs++
      return Promise.resolve()
    })
    const outcomes = await Promise.all([1, 2, 3].map(() => runJob(counting, contextAt(0), id)))
    expect(outcomes.sort()).toEqual(['done', 'not_claimed', 'not_claimed'])
    expect(await runJob(counting, contextAt(0), id)).toBe('not_claimed')
    expect(runs).toBe(1)
  })

  test('keeps a failure with the job and comes back later', async () => {
    const id = await write()
    const failing = handlersWith(() => Promise.reject(new Error('Shopify is away')))
    expect(await runJob(failing, contextAt(0), id)).toBe('later')
    expect(await row(id)).toMatchObject({
      attempts: 1,
      lastError: 'Error: Shopify is away',
      doneAt: null,
      leaseToken: null,
    })
    expect(await due(4)).toEqual([])
    expect(await due(5)).toEqual([{ id, shop }])
    expect(
      await runJob(
        handlersWith(() => Promise.resolve()),
        contextAt(5),
        id,
      ),
    ).toBe('done')
  })

  test('gives up after the last attempt, for a person to see', async () => {
    const id = await write()
    const failing = handlersWith(() => Promise.reject(new Error('never')))
    let outcome = await runJob(failing, contextAt(0), id)
    for (let attempt = 2; attempt <= 16; attempt++)
      outcome = await runJob(failing, contextAt(attempt * 7200), id)
    expect(outcome).toBe('given_up')
    expect(await due(1_000_000)).toEqual([])
    expect((await row(id)).failedAt).not.toBeNull()
  })

  test('waits as long as Shopify says without using up an attempt', async () => {
    const id = await write()
    expect(
      await runJob(
        handlersWith(() => Promise.reject(shopifyThrottled(7.2))),
        contextAt(0),
        id,
      ),
    ).toBe('later')
    expect(await row(id)).toMatchObject({ attempts: 0, runAfter: new Date(at(7.2)) })
  })

  test('a job of a newer version is kept and retried, not lost', async () => {
    const id = await write()
    await withShop(shop, (tx) => tx.outboxJob.update({ where: { id }, data: { name: 'from-the-future' } }))
    expect(await runJob(handlers, contextAt(0), id)).toBe('later')
    expect((await row(id)).lastError).toContain('from-the-future')
  })
})

test('a return whose job was given up says so, once', async () => {
  const returnId = ReturnId.parse(randomUUID())
  await withShop(shop, (tx) =>
    createReturn(tx, shop, { ...plainReturn, id: returnId, submissionKey: returnId }),
  )
  const payload = { returnId }
  const id = await withShop(shop, (tx) =>
    enqueue(tx, { shop, name: 'close-shopify-return', payload, now: at(0) }),
  )
  const failing = { ...handlers, 'close-shopify-return': () => Promise.reject(new Error('never')) }
  for (let attempt = 1; attempt <= 16; attempt++) await runJob(failing, contextAt(attempt * 7200), id)
  const { record, events } = await withShop(shop, async (tx) => ({
    record: await getReturn(tx, returnId),
    events: await listEvents(tx, shop, returnId),
  }))
  expect(record.attention).toBe('job_failed')
  expect(events.map(({ event }) => event)).toEqual([
    { kind: 'attention_needed', because: 'job_failed', words: 'close-shopify-return' },
  ])
})
