import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { jsonColumn } from '#app/db/column.ts'
import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { jobs, type JobName, type JobPayload } from './definitions.ts'
import { noteWritten } from './wake-sweep.ts'

export const JobId = z.uuid().brand('JobId')
export type JobId = z.infer<typeof JobId>

/** How long a worker may be silent before another one may take its job. It says so again every third of this. */
export const leaseSeconds = env.JOB_LEASE_SECONDS

/** After how many seconds a failed attempt is repeated; the last pause is used until the attempts are used up. */
const pauses = [5, 20, 60, 300, 900, 1800, 3600, 7200]
const maxAttempts = 16

/** A job that this process may work on. `lease` proves it until somebody else takes the job. */
export type ClaimedJob = {
  readonly id: JobId
  readonly shop: ShopDomain
  readonly name: string
  readonly payload: unknown
  readonly attempt: number
  readonly lease: string
}

/**
 * Writes a job in the transaction of the decision that wants it: both happen or neither. After the commit either
 * `runJobNow` it or `handOver` it; if the process dies before, the sweep finds it. `now` and `runAfter` are ISO instants.
 */
export async function enqueue<Name extends JobName>(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly name: Name
    readonly payload: JobPayload<Name>
    readonly now: string
    /** Not before this instant; at once when absent. */
    readonly runAfter?: string
  },
): Promise<JobId> {
  const { shop, name, now, runAfter = now } = input
  const id = JobId.parse(randomUUID())
  const payload = jsonColumn(jobs[name].parse(input.payload))
  await tx.outboxJob.createMany({ data: { id, shop, name, payload, createdAt: now, runAfter } })
  noteWritten()
  return id
}

/**
 * Takes a job for this process, or answers null: it is done, given up, not due yet, or somebody works on it. Leases are
 * counted by the database's clock, which is one for all workers; whether it is due, by the app's.
 */
export async function claimJob(
  tx: Transaction,
  input: { shop: ShopDomain; id: JobId; now: string; ignoreDue?: boolean },
): Promise<ClaimedJob | null> {
  const { shop, id, now, ignoreDue = false } = input
  const lease = randomUUID()
  const [row] = await tx.$queryRaw<{ name: string; payload: unknown; attempts: number }[]>`
    update "OutboxJob" set "leaseToken" = ${lease}::uuid,
      "leasedUntil" = clock_timestamp() + make_interval(secs => ${leaseSeconds}::double precision),
      "attempts" = "attempts" + 1
    where id = ${id}::uuid and shop = ${shop} and "doneAt" is null and "failedAt" is null
      and ("leasedUntil" is null or "leasedUntil" < clock_timestamp())
      and (${ignoreDue} or "runAfter" <= ${now}::timestamptz)
    returning name, payload, attempts`
  return row ? { id, shop, name: row.name, payload: row.payload, attempt: row.attempts, lease } : null
}

/** Says that this process is still at it. Answers false when somebody else has taken the job. */
export async function renewLease(tx: Transaction, { id, lease }: ClaimedJob): Promise<boolean> {
  const count = await tx.$executeRaw`
    update "OutboxJob" set "leasedUntil" = clock_timestamp() + make_interval(secs => ${leaseSeconds}::double precision)
    where id = ${id}::uuid and "leaseToken" = ${lease}::uuid and "doneAt" is null`
  return count === 1
}

/** Marks the job as done, unless somebody else has taken it meanwhile: then it is theirs to say. */
export async function finishJob(tx: Transaction, { id, lease }: ClaimedJob, now: string): Promise<boolean> {
  const { count } = await tx.outboxJob.updateMany({
    where: { id, leaseToken: lease, doneAt: null },
    data: { doneAt: now, leaseToken: null, leasedUntil: null, lastError: null },
  })
  return count === 1
}

/** What becomes of a job whose attempt failed. */
export type Failure = {
  readonly message: string
  readonly now: string
  /** Shopify said when to come back: such an attempt does not count. */
  readonly waitSeconds?: number
}

/** Puts the job back for a later attempt, or gives it up after the last. */
export async function failJob(
  tx: Transaction,
  job: ClaimedJob,
  failure: Failure,
): Promise<'later' | 'given_up' | 'taken'> {
  const { message, now, waitSeconds } = failure
  const givenUp = waitSeconds === undefined && job.attempt >= maxAttempts
  const pause = waitSeconds ?? pauses[Math.min(job.attempt, pauses.length) - 1] ?? 5
  const { count } = await tx.outboxJob.updateMany({
    where: { id: job.id, leaseToken: job.lease, doneAt: null },
    data: {
      leaseToken: null,
      leasedUntil: null,
      lastError: message.slice(0, 2000),
      ...(givenUp ? { failedAt: now } : { runAfter: new Date(Date.parse(now) + Math.ceil(pause * 1000)) }),
      ...(waitSeconds === undefined ? {} : { attempts: { decrement: 1 } }),
    },
  })
  if (count === 0) return 'taken'
  return givenUp ? 'given_up' : 'later'
}

/** Jobs that are due and that nobody works on, over all shops, oldest first. For a transaction of `withSweep`. */
export async function findDueJobs(
  tx: Transaction,
  { now, limit }: { now: string; limit: number },
): Promise<{ id: JobId; shop: string }[]> {
  const rows = await tx.$queryRaw<{ id: string; shop: string }[]>`
    select id::text as id, shop from "OutboxJob"
    where "doneAt" is null and "failedAt" is null and "runAfter" <= ${now}::timestamptz
      and ("leasedUntil" is null or "leasedUntil" < clock_timestamp())
    order by "runAfter" limit ${limit}`
  return rows.map((row) => ({ id: JobId.parse(row.id), shop: row.shop }))
}

/** Lets a job wait that nobody can work on now, for example while its shop does not have the app. */
export async function postponeJob(
  tx: Transaction,
  { id, until }: { id: JobId; until: string },
): Promise<void> {
  await tx.outboxJob.updateMany({ where: { id, doneAt: null, leaseToken: null }, data: { runAfter: until } })
}

/** Makes all jobs due that wait in a shop: it has the app again, and they have waited for that. */
export async function wakeJobs(
  tx: Transaction,
  { shop, now }: { shop: ShopDomain; now: string },
): Promise<void> {
  const waiting = { shop, doneAt: null, failedAt: null, leaseToken: null, runAfter: { gt: now } }
  await tx.outboxJob.updateMany({ where: waiting, data: { runAfter: now } })
}

/**
 * As `enqueue`, unless the same job is waiting already: a flood of webhooks about one return is read back once. Answers
 * that one then. A job that has begun does not count: it may have read before the change that this one is about.
 */
export async function enqueueUnlessWaiting<Name extends JobName>(
  tx: Transaction,
  input: {
    readonly shop: ShopDomain
    readonly name: Name
    readonly payload: JobPayload<Name>
    readonly now: string
    /** As for `enqueue`; one that waits already keeps its own time. */
    readonly runAfter?: string
    /** One that waits for a later time, and was never tried, is brought forward to this one: a person waits for it now. */
    readonly isUrgent?: boolean
  },
): Promise<{ readonly id: JobId; readonly isNew: boolean }> {
  const { shop, name, runAfter = input.now, isUrgent = false } = input
  const payload = { equals: jsonColumn(jobs[name].parse(input.payload)) }
  const where = { shop, name, payload, doneAt: null, failedAt: null, leaseToken: null }
  const waiting = await tx.outboxJob.findFirst({ where, select: { id: true } })
  if (waiting === null) return { id: await enqueue(tx, input), isNew: true }
  if (isUrgent) {
    const later = { id: waiting.id, leaseToken: null, attempts: 0, runAfter: { gt: runAfter } }
    await tx.outboxJob.updateMany({ where: later, data: { runAfter } })
    noteWritten()
  }
  return { id: JobId.parse(waiting.id), isNew: false }
}
