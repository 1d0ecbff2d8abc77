import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { isMoneyStopped } from '#app/db/kill-switch.server.ts'
import { log } from '#app/log.server.ts'
import { isAccessDenied, isShopifyThrottled } from '#app/shopify/admin-error.ts'
import { isJobName, jobs } from './definitions.ts'
import { askForAttention, askForScope } from './give-up.server.ts'
import type { Handler, Handlers } from './handler.ts'
import { handlers } from './handlers/index.ts'
import {
  claimJob,
  failJob,
  finishJob,
  leaseSeconds,
  renewLease,
  type ClaimedJob,
  type JobId,
} from './outbox.server.ts'
import { wakingSweep } from './wake-sweep.ts'

/** `done`: ran through. `later`: failed, will be tried again. `given_up`: failed for good. `not_claimed`: done, not due, or somebody else's. */
export type JobOutcome = 'done' | 'later' | 'given_up' | 'not_claimed'

/** Jobs that this very process works on: leases are time, and time can be moved; this set cannot. */
const working = new Set<string>()

/** How long a job waits for a right before it asks again; granting it wakes the job at once (app/scopes_update). */
const scopeSeconds = 900

/**
 * Runs a job at once, in the process that asks. A failure is kept with the job and never thrown: what the caller decided
 * stands, and the worker goes on with it.
 */
export async function runJobNow(ctx: ShopContext, id: JobId): Promise<JobOutcome> {
  return runJob(handlers, ctx, id)
}

/** Runs a job with the given handlers. At most one process at a time works on it, and it may have been begun before. */
export async function runJob(known: Handlers, ctx: ShopContext, id: JobId): Promise<JobOutcome> {
  if (working.has(id)) return 'not_claimed'
  working.add(id)
  try {
    const job = await withShop(ctx.shop, (tx) => claimJob(tx, { shop: ctx.shop, id, now: ctx.now() }))
    return job ? await workOn(known, ctx, job) : 'not_claimed'
  } finally {
    working.delete(id)
  }
}

async function workOn(known: Handlers, ctx: ShopContext, job: ClaimedJob): Promise<JobOutcome> {
  const { shop } = ctx
  const begun = performance.now()
  const heartbeat = setInterval(
    () => {
      withShop(shop, (tx) => renewLease(tx, job)).catch((error: unknown) =>
        log.warn({ error, job: job.id }, 'No heartbeat'),
      )
    },
    (leaseSeconds * 1000) / 3,
  )
  try {
    const isOurs = await wakingSweep(async () => {
      await callHandler(known, ctx, job)
      return withShop(shop, (tx) => finishJob(tx, job, ctx.now()))
    })
    log.info({ shop, job: job.id, name: job.name, ms: Math.round(performance.now() - begun) }, 'Job done')
    return isOurs ? 'done' : 'not_claimed'
  } catch (error) {
    return await recordFailure(ctx, job, error)
  } finally {
    clearInterval(heartbeat)
  }
}

async function callHandler(known: Handlers, ctx: ShopContext, job: ClaimedJob): Promise<void> {
  if (!isJobName(job.name)) throw new Error(`This version knows no job ${job.name}`)
  const payload = jobs[job.name].parse(job.payload)
  // The registry pairs each name with the handler of its payload, and the payload was parsed by the same name.
  const handle = known[job.name] as Handler<typeof job.name> as (
    ctx: ShopContext,
    payload: unknown,
  ) => Promise<void>
  await handle(ctx, payload)
}

async function recordFailure(ctx: ShopContext, job: ClaimedJob, error: unknown): Promise<JobOutcome> {
  const { shop } = ctx
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const outcome = await withShop(shop, async (tx) => {
    const isTold = isShopifyThrottled(error) || isMoneyStopped(error)
    const isDenied = isAccessDenied(error)
    const waitSeconds = isTold ? error.waitSeconds : isDenied ? scopeSeconds : undefined
    const wait = waitSeconds === undefined ? {} : { waitSeconds }
    const failed = await failJob(tx, job, { message, now: ctx.now(), ...wait })
    if (failed === 'later' && isDenied) await askForScope(tx, { shop, job, words: message, now: ctx.now() })
    if (failed === 'given_up') await askForAttention(tx, { shop, job, now: ctx.now() })
    return failed
  })
  const level = outcome === 'given_up' ? 'error' : 'warn'
  log[level]({ shop, job: job.id, name: job.name, attempt: job.attempt, outcome, error }, 'Job failed')
  return outcome === 'taken' ? 'not_claimed' : outcome
}
