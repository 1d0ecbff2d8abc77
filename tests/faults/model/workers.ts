import type { ShopContext } from '#app/context.server.ts'
import { withShop, withSweep } from '#app/db.server.ts'
import { findShop } from '#app/db/shop.server.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'
import { findDueJobs, postponeJob } from '#app/jobs/outbox.server.ts'
import { writePeriodicJobs } from '#app/jobs/periodic.server.ts'
import { runJobNow } from '#app/jobs/run-job.server.ts'
import type { RigShop } from './rig-shop.ts'
import { virtualTime } from './virtual-time.ts'

type RunJobNow = typeof runJobNow

/**
 * A second copy of the module that runs jobs: what it remembers belongs to one process, and the rig plays several. The query
 * makes Node load it anew; everything that it imports is shared.
 */
const address = new URL('../../../app/jobs/run-job.server.ts?another-process', import.meta.url).href
// The same module as the import above, by its file.
const another = (await import(address)) as { runJobNow: RunJobNow }

/** Works every job that is due now, once each, as the worker's process does. Answers how many. */
export async function workOnce(shop: RigShop, inProcess: 'web' | 'worker' = 'worker'): Promise<number> {
  const due = await withSweep((tx) => findDueJobs(tx, { now: virtualTime.iso(), limit: 50 }))
  for (const job of due) await workJob(shop, job.id, inProcess)
  return due.length
}

async function workJob(shop: RigShop, id: JobId, inProcess: 'web' | 'worker'): Promise<void> {
  const ctx: ShopContext = { ...shop.ctx, actor: { kind: 'system' }, role: null }
  // As the worker does it: without the app nothing is done for a shop, and its jobs wait.
  const row = await withShop(ctx.shop, (tx) => findShop(tx, ctx.shop))
  if (row === null || row.uninstalledAt !== null) {
    const until = new Date(virtualTime.now() + 3_600_000).toISOString()
    await withShop(ctx.shop, (tx) => postponeJob(tx, { id, until }))
    return
  }
  await (inProcess === 'web' ? runJobNow : another.runJobNow)(ctx, id)
}

/** What the worker does by the clock: open money every five minutes, all money once a night. */
export async function writePeriodic(): Promise<void> {
  await writePeriodicJobs(virtualTime.iso())
}

/** Works jobs and what they lead to until none is due at this moment. */
export async function runDueJobs(shop: RigShop): Promise<void> {
  for (let round = 0; round < 60; round += 1) if ((await workOnce(shop)) === 0) return
  throw new Error('Jobs lead to jobs without an end')
}
