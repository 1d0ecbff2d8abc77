import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { database, openDatabase } from '#app/db.server.ts'
import { serveEmbedded, type EmbeddedDatabase } from '#app/db/embedded.server.ts'

/** Gives a test file a database of its own, migrated, and empties it before each test. */
export function ownDatabase(): void {
  let server: EmbeddedDatabase
  beforeAll(async () => {
    server = await copyOfTemplate()
    await openDatabase({ url: server.url })
  })
  beforeEach(emptyDatabase)
  afterAll(async () => {
    await database().close()
    await server.close()
  })
}

/** A migrated database that belongs to the caller alone, of the kind that this run is about. */
export async function copyOfTemplate(): Promise<EmbeddedDatabase> {
  const template = inject('testDatabase')
  if (template.kind === 'pglite') return serveEmbedded({ loadDataDir: await openAsBlob(template.stored) })
  const name = `homeward_${randomUUID().replaceAll('-', '')}`
  await asServerAdmin(template.serverUrl, `create database ${name} template ${template.template}`)
  const url = new URL(template.serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    close: () => asServerAdmin(template.serverUrl, `drop database ${name} with (force)`),
  }
}

async function asServerAdmin(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Truncation passes the triggers that keep append-only rows; only the owner of the tables may do it. */
async function emptyDatabase(): Promise<void> {
  const tables = await database().prisma.$queryRaw<{ name: string }[]>`
    select quote_ident(tablename)::text as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`
  await database().prisma.$executeRawUnsafe(`truncate ${tables.map(({ name }) => name).join(', ')} cascade`)
}
