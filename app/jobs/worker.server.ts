import { contextFromFormerShop, contextFromShop, type ShopContext } from '#app/context.server.ts'
import { withShop, withSweep } from '#app/db.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { log } from '#app/log.server.ts'
import { warnOfApiVersion } from '#app/shopify/warn-of-api-version.server.ts'
import { tidyUp } from './housekeeping.server.ts'
import { findDueJobs, JobId, postponeJob } from './outbox.server.ts'
import { writePeriodicJobs } from './periodic.server.ts'
import { closeQueue, handOver, workQueue } from './queue.server.ts'
import { runJobNow } from './run-job.server.ts'
import { waitForSweep } from './wake-sweep.ts'

/** How often the outbox is looked through for jobs that nobody was told of: a crash after the commit, a retry that is due. */
const sweepMs = 2_000
const sweepLimit = 200
const tidyMs = 3_600_000
/** How often it is asked whether jobs that run by the clock are due. */
const periodicMs = 30_000

export type Worker = {
  /** Whether the last sweep ended well, and lately. */
  isAlive(): boolean
  /** Finishes what it has begun (at most `graceMs`) and takes nothing new. */
  stop(graceMs: number): Promise<void>
}

/** Starts to work jobs of all shops in this process. Any number of processes may do so on one PostgreSQL. */
export async function startWorker(): Promise<Worker> {
  await workQueue(async ({ shop, jobId }) => runForShop(ShopDomain.parse(shop), JobId.parse(jobId)))
  const stopping = new AbortController()
  let lastSweep = performance.now()
  let lastTidy = -tidyMs
  let lastPeriodic = -periodicMs
  const sweeping = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await sweep()
        lastSweep = performance.now()
        if (lastSweep - lastPeriodic > periodicMs) {
          // The next sweep hands them over, in this process or another one.
          await writePeriodicJobs(new Date().toISOString())
          lastPeriodic = lastSweep
        }
        if (lastSweep - lastTidy > tidyMs) {
          await tidyUp(new Date().toISOString())
          warnOfApiVersion(new Date().toISOString())
          lastTidy = lastSweep
        }
      } catch (error) {
        log.error({ error }, 'The sweep failed')
      }
      await waitForSweep(sweepMs, stopping.signal)
    }
  })()
  return {
    isAlive: () => performance.now() - lastSweep < 60_000,
    stop: async (graceMs) => {
      stopping.abort()
      await sweeping
      await closeQueue(graceMs)
    },
  }
}

/** Jobs that the last sweeps told the queue of, and when: it may be busy, and telling it again would only fill it. */
const handedOver = new Map<string, number>()

/** Hands over every job that is due and that nobody works on. Answers how many. */
async function sweep(): Promise<number> {
  const now = new Date().toISOString()
  const due = await withSweep((tx) => findDueJobs(tx, { now, limit: sweepLimit }))
  const clock = performance.now()
  for (const [id, at] of handedOver) if (clock - at > 30_000) handedOver.delete(id)
  const untold = due.filter((job) => !handedOver.has(job.id))
  for (const job of untold) {
    handedOver.set(job.id, clock)
    await handOver(ShopDomain.parse(job.shop), [job.id])
  }
  return untold.length
}

async function runForShop(shop: ShopDomain, id: JobId): Promise<void> {
  const ctx = (await contextFromShop(shop, { kind: 'system' })) ?? (await afterwards(shop, id))
  if (ctx) await runJobNow(ctx, id)
  else await letWait(shop, id)
  handedOver.delete(id)
}

/** Privacy law is owed to a shop also when it has removed the app; all else waits. */
async function afterwards(shop: ShopDomain, id: JobId): Promise<ShopContext | null> {
  const where = { id, shop, name: 'answer-privacy-request' }
  const isOwed = (await withShop(shop, (tx) => tx.outboxJob.count({ where }))) > 0
  return isOwed ? contextFromFormerShop(shop) : null
}

/** Nothing else can be done for a shop that does not have the app. Its jobs wait: a reinstall goes on with them. */
async function letWait(shop: ShopDomain, id: JobId): Promise<void> {
  const until = new Date(Date.now() + 3_600_000).toISOString()
  await withShop(shop, (tx) => postponeJob(tx, { id, until }))
}
