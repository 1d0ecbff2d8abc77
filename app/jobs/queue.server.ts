import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { database } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { log } from '#app/log.server.ts'
import type { JobId } from './outbox.server.ts'

const queueName = 'homeward'

/** What stands in pg-boss: where the job is. The job itself is the outbox row. */
export const QueuedJob = z.object({ shop: z.string(), jobId: z.string() })

// One queue per process, also when the development server loads this module anew.
// A global of our own, which no library's types know.
const holder = globalThis as typeof globalThis & { homewardQueue?: Promise<PgBoss> }

/**
 * Connects this process to the queue. pg-boss keeps its tables in a schema of its own and is no tenant table: it only learns
 * shop and job id, never a payload. Retries are the outbox's affair, so pg-boss makes none.
 */
export function openQueue(): Promise<PgBoss> {
  holder.homewardQueue ??= startBoss()
  return holder.homewardQueue
}

async function startBoss(): Promise<PgBoss> {
  const { url, isEmbedded } = database()
  const boss = new PgBoss({ connectionString: url, max: isEmbedded ? 1 : 4, schedule: false })
  boss.on('error', (error) => log.error({ error }, 'The queue has a problem'))
  await boss.start()
  await boss.createQueue(queueName, {
    retryLimit: 0,
    expireInSeconds: 900,
    deleteAfterSeconds: 3600,
    retentionSeconds: 86_400,
  })
  return boss
}

/**
 * Hands jobs to whichever worker is free; call it after the commit that wrote them. A failure is logged and not thrown: the
 * rows are there, and the sweep hands them over within seconds.
 */
export async function handOver(shop: ShopDomain, jobIds: readonly JobId[]): Promise<void> {
  if (!holder.homewardQueue || jobIds.length === 0) return
  try {
    const boss = await holder.homewardQueue
    await boss.insert(
      queueName,
      jobIds.map((jobId) => ({ data: { shop, jobId } })),
    )
  } catch (error) {
    log.warn({ shop, error }, 'Jobs were not handed over; the sweep will')
  }
}

/** Takes jobs from the queue, several at a time, until `closeQueue`. */
export async function workQueue(run: (job: z.infer<typeof QueuedJob>) => Promise<void>): Promise<void> {
  const boss = await openQueue()
  await boss.work(
    queueName,
    { pollingIntervalSeconds: 0.5, batchSize: 1, localConcurrency: 4 },
    async (batch) => {
      for (const { data } of batch) await run(QueuedJob.parse(data))
    },
  )
}

/** Waits for jobs in hand (at most `graceMs`), then disconnects. */
export async function closeQueue(graceMs: number): Promise<void> {
  const running = holder.homewardQueue
  delete holder.homewardQueue
  if (!running) return
  const boss = await running
  await boss.stop({ graceful: true, timeout: graceMs })
}
