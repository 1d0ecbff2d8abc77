import { PrismaClient } from '@prisma/client'
import pg from 'pg'
import { databaseAdapter } from '#app/db/database-adapter.server.ts'
import type { Database } from '#app/db.server.ts'
import { watchTables } from '../books/read-books.ts'
import { openInProcessPostgres } from './in-process-postgres.ts'
import { boundary } from './simulated-process.ts'

/** PostgreSQL in memory for the rig: the app's own database module on it, and a connection of the rig's own beside. */
export type RigDatabase = {
  readonly client: pg.Client
  /** All rows as they are, to begin runs from. */
  keep(): Promise<KeptRows>
  /** Puts rows back as they were kept. */
  putBack(rows: KeptRows): Promise<void>
  /** Lets leases grow old: the database's clock is real and the rig's is not. */
  advanceLeases(seconds: number): Promise<void>
}
export type KeptRows = string

export async function openRigDatabase(): Promise<RigDatabase> {
  const connection = await openInProcessPostgres()
  const prisma = new PrismaClient({
    adapter: databaseAdapter({ ...connection, max: 4 }),
    transactionOptions: { maxWait: 20_000, timeout: 20_000 },
  })
  stepAtTransactions({ prisma, url: '', isEmbedded: true, close: () => prisma.$disconnect() })
  const client = new pg.Client(connection)
  await client.connect()
  await watchTables(client)
  const names = await client.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname in ('public', 'rig') and tablename <> '_prisma_migrations' order by 1`,
  )
  const tables = names.rows.map((row) => row.name)
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  return {
    client,
    keep: async () => {
      const inserts: string[] = []
      for (const table of tables) {
        const found = await client.query<{ rows: string | null }>(
          `select json_agg(to_jsonb(t))::text as rows from ${table} t`,
        )
        const rows = found.rows[0]?.rows ?? null
        if (rows !== null)
          inserts.push(
            `insert into ${table} select * from jsonb_populate_recordset(null::${table}, ${quoted(rows)}::jsonb)`,
          )
      }
      return inserts.join(';\n')
    },
    putBack: async (rows) => {
      const deletes = tables.map((table) => `delete from ${table}`)
      // As a replica applies rows: no triggers, so that append-only tables can be emptied too.
      await client.query(
        `begin; set local session_replication_role = replica; ${deletes.join('; ')}; ${rows}; commit`,
      )
    },
    advanceLeases: async (seconds) => {
      await client.query(
        `update "OutboxJob" set "leasedUntil" = "leasedUntil" - make_interval(secs => ${seconds})
         where "leasedUntil" is not null`,
      )
    },
  }
}

/** A process can be stopped or killed before a transaction begins and after it committed, never inside: that is a rollback. */
function stepAtTransactions(database: Database): void {
  const { prisma } = database
  const transaction = prisma.$transaction.bind(prisma)
  // Prisma's overloads cannot be written down again here; what comes in goes through unchanged.
  const stepped = async (...args: Parameters<typeof transaction>) => {
    await boundary('begin')
    const result: unknown = await transaction(...args)
    await boundary('committed')
    return result
  }
  const holder = globalThis as typeof globalThis & { homewardDatabase?: Database }
  const steppedPrisma = new Proxy(prisma, {
    get: (target, key) => {
      if (key === '$transaction') return stepped
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  holder.homewardDatabase = { ...database, prisma: steppedPrisma }
}
