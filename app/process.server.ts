import { settleWithdrawalsBy } from './jobs/handlers/settle-withdrawal.server.ts'
import { closeQueue, openQueue } from './jobs/queue.server.ts'
import { startWorker, type Worker } from './jobs/worker.server.ts'
import { openDatabase, pingDatabase } from './db.server.ts'
import { env } from './env.server.ts'
import { log } from './log.server.ts'
import { warnOfApiVersion } from './shopify/warn-of-api-version.server.ts'
import { commonHeaders } from './security-headers.server.ts'
import { settleWithdrawal } from './use-cases/settle-withdrawal.server.ts'

/** What a process is for: pages and jobs, pages alone, or jobs alone. */
export type ProcessRole = 'all' | 'web' | 'worker'

export type AppProcess = {
  readonly role: ProcessRole
  readonly host: string
  readonly port: number
  readonly commonHeaders: Readonly<Record<string, string>>
  log: typeof log
  /** Throws when the process cannot do its work at this moment. */
  checkReady(): Promise<void>
  /** Finishes jobs in hand (at most `graceMs`), hands the rest back and closes the database. */
  stop(graceMs: number): Promise<void>
}

/** Opens the database, applies migrations, and starts what the role asks for. Throws a sentence when something is missing. */
export async function startProcess({ workerOnly }: { workerOnly: boolean }): Promise<AppProcess> {
  const role: ProcessRole = workerOnly ? 'worker' : env.HOMEWARD_WORKER === 'embedded' ? 'all' : 'web'
  if (role !== 'all' && !env.DATABASE_URL)
    throw new Error(
      'Several processes need a PostgreSQL server: set DATABASE_URL, or let one process do everything.',
    )
  const database = await openDatabase(
    env.DATABASE_URL ? { url: env.DATABASE_URL } : { dataDir: env.HOMEWARD_DATA_DIR },
  )
  if (database.isEmbedded)
    log.warn(
      'The embedded database is for trying Homeward out: one process, and no safety against a power cut. Use PostgreSQL for a shop.',
    )
  warnOfApiVersion(new Date().toISOString())
  let worker: Worker | null = null
  try {
    settleWithdrawalsBy(settleWithdrawal)
    await openQueue()
    if (role !== 'web') worker = await startWorker()
  } catch (error) {
    await closeQueue(0)
    await database.close()
    throw error
  }
  return {
    role,
    host: env.HOST,
    port: env.PORT,
    commonHeaders,
    log,
    checkReady: async () => {
      await pingDatabase()
      if (worker && !worker.isAlive()) throw new Error('The worker has not swept for a minute')
    },
    stop: async (graceMs) => {
      await (worker ? worker.stop(graceMs) : closeQueue(graceMs))
      await database.close()
    },
  }
}
