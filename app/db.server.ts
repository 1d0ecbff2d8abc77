import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaClient, type Prisma } from '@prisma/client'
import type { ShopDomain } from '#app/domain/ids.ts'
import { type Binding, bound, databaseAdapter } from './db/database-adapter.server.ts'
import { openEmbeddedDatabase } from './db/embedded.server.ts'
import { migrate } from './db/migrate.server.ts'
import { isTransactionConflict } from './db/transaction-conflict.ts'

/** A transaction. `withShop` gives one that sees its shop's rows and no others. */
export type Transaction = Prisma.TransactionClient

/** Where the database is: a PostgreSQL server, or a directory for the embedded one. */
export type DatabaseLocation = { readonly url: string } | { readonly dataDir: string }

/** The open database. `prisma` is for the session table and health checks only: it stands outside row-level security. */
export type Database = {
  readonly prisma: PrismaClient
  readonly url: string
  readonly isEmbedded: boolean
  close(): Promise<void>
}

// One database per process, also when the development server loads this module anew.
// A global of our own, which no library's types know.
const holder = globalThis as typeof globalThis & { homewardDatabase?: Database }

/** Opens the database of this process and applies missing migrations. Does nothing when it is open already. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  if (holder.homewardDatabase) return holder.homewardDatabase
  const embedded = 'dataDir' in location ? await openEmbeddedDatabase(location.dataDir) : null
  const url = 'url' in location ? location.url : (embedded?.url ?? '')
  try {
    await migrate(url)
    const prisma = new PrismaClient({
      adapter: databaseAdapter({ connectionString: url, max: embedded ? 4 : 10 }),
      // The embedded database works on one transaction at a time: waiting there is no failure.
      transactionOptions: { maxWait: 20_000, timeout: 20_000 },
    })
    const close = async () => {
      delete holder.homewardDatabase
      await prisma.$disconnect()
      await embedded?.close()
    }
    holder.homewardDatabase = { prisma, url, isEmbedded: embedded !== null, close }
    return holder.homewardDatabase
  } catch (error) {
    await embedded?.close()
    throw error
  }
}

/** The open database; throws before `openDatabase`. */
export function database(): Database {
  if (!holder.homewardDatabase) throw new Error('The database is not open yet')
  return holder.homewardDatabase
}

/**
 * Runs `work` in one transaction that is bound to a shop: PostgreSQL's row-level security hides every other shop's rows
 * and refuses to write them, whatever the query says. All or nothing; no network inside, everybody else may be waiting.
 * Where another transaction was in the way (a deadlock, a serialization failure) nothing was done, and `work` runs again.
 */
export async function withShop<T>(shop: ShopDomain, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // The owner of the tables may pass policies; the plain role cannot.
      return await transact({ role: 'homeward_app', settings: { 'app.shop': shop } }, work)
    } catch (error) {
      if (attempt > mostRetries || !isTransactionConflict(error)) throw error
      await sleep(10 * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

const mostRetries = 5

/** Runs `work` in a transaction that may look over all shops at which jobs wait, and at nothing else. */
export async function withSweep<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return transact({ role: 'homeward_sweep' }, work)
}

function transact<T>(binding: Binding, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return bound(binding, (mustBeBound) =>
    database().prisma.$transaction(async (tx) => {
      mustBeBound()
      return work(tx)
    }),
  )
}

/** Answers when the database does; throws after a second without an answer. */
export async function pingDatabase(): Promise<void> {
  const timeout = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The database did not answer within a second')), 1_000).unref()
  })
  await Promise.race([database().prisma.$queryRaw`select 1`, timeout])
}
