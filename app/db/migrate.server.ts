import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'

/** Prisma's own lock: its command line and this runner never migrate at the same time. */
const lockId = 72_707_369

const bookkeeping = `create table if not exists _prisma_migrations (
  id varchar(36) primary key,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Applies what is missing of `prisma/migrations`, each migration in one transaction, with Prisma's own bookkeeping: its
 * command line then agrees that the database is up to date. Answers the names applied. Throws when an applied migration
 * was edited or is unknown here (an older build on a newer database), and leaves the database as it was.
 */
export async function migrate(
  databaseUrl: string,
  folder = resolve('prisma', 'migrations'),
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${lockId})`)
    await client.query(bookkeeping)
    const applied = await client.query<{ migration_name: string; checksum: string }>(
      'select migration_name, checksum from _prisma_migrations where rolled_back_at is null and finished_at is not null',
    )
    const migrations = readMigrations(folder)
    const missing = compareWithApplied(
      migrations,
      new Map(applied.rows.map((row) => [row.migration_name, row.checksum])),
    )
    for (const migration of missing) await apply(client, migration)
    return missing.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

function compareWithApplied(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): Migration[] {
  for (const name of applied.keys())
    if (!migrations.some((migration) => migration.name === name))
      throw new Error(
        `The database has the migration ${name}, which this version of the app does not know. Use a newer version.`,
      )
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum)
  if (edited)
    throw new Error(
      `The migration ${edited.name} was changed after it was applied. Migrations are never edited.`,
    )
  return migrations.filter((migration) => !applied.has(migration.name))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = '3s'`)
    await client.query(sql)
    await client.query(
      'insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`The migration ${name} failed and was undone`, { cause: error })
  }
}
