import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { copyOfTemplate } from '../../tests/setup/database.ts'
import type { EmbeddedDatabase } from './embedded.server.ts'
import { migrate } from './migrate.server.ts'

let database: EmbeddedDatabase
let folder: string
beforeEach(async () => {
  database = await copyOfTemplate()
  folder = mkdtempSync(join(tmpdir(), 'homeward-migrations-'))
  cpSync('prisma/migrations', folder, { recursive: true })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

function add(name: string, sql: string): void {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}

async function query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the migration runner', () => {
  test("writes Prisma's own checksums", async () => {
    const rows = await query<{ migration_name: string; checksum: string }>(
      'select migration_name, checksum from _prisma_migrations',
    )
    expect(rows.length).toBe(
      readdirSync('prisma/migrations').filter((name) => !name.endsWith('.toml')).length,
    )
    for (const { migration_name, checksum } of rows) {
      const sql = readFileSync(join('prisma/migrations', migration_name, 'migration.sql'))
      expect(checksum).toBe(createHash('sha256').update(sql).digest('hex'))
    }
  })

  test('applies what is missing, once', async () => {
    add('20990101000000_more', 'create table more (id int); insert into more values (1);')
    expect(await migrate(database.url, folder)).toEqual(['20990101000000_more'])
    expect(await migrate(database.url, folder)).toEqual([])
    expect(await query('select id from more')).toEqual([{ id: 1 }])
  })

  test('undoes a migration that fails half-way', async () => {
    add('20990101000000_broken', 'create table half (id int); select nonsense;')
    await expect(migrate(database.url, folder)).rejects.toThrow(
      'The migration 20990101000000_broken failed and was undone',
    )
    expect(await query(`select 1 from pg_tables where tablename = 'half'`)).toEqual([])
  })

  test('refuses a migration that was edited after it was applied', async () => {
    const [name] = readdirSync(folder).sort()
    writeFileSync(join(folder, name ?? '', 'migration.sql'), 'select 1')
    await expect(migrate(database.url, folder)).rejects.toThrow(/was changed after it was applied/)
  })

  test('refuses a database of a newer version', async () => {
    add('20990101000000_newer', 'select 1')
    await migrate(database.url, folder)
    await expect(migrate(database.url)).rejects.toThrow(/does not know/)
  })
})
