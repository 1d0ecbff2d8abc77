import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { serveEmbedded } from '../../app/db/embedded.server.ts'
import { migrate } from '../../app/db/migrate.server.ts'
import { findPostgresPrograms, startPostgres } from './postgres-server.ts'

/** What every test file needs to make its own database from: a template on a server, or a stored embedded one. */
export type TestDatabase =
  | { readonly kind: 'postgres'; readonly serverUrl: string; readonly template: string }
  | { readonly kind: 'pglite'; readonly stored: string }

declare module 'vitest' {
  // Vitest's own way to type what the setup hands to the tests.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  export interface ProvidedContext {
    testDatabase: TestDatabase
  }
}

/** Prepares one migrated database, of which every test file gets a copy. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const kind = process.env.HOMEWARD_TEST_DATABASE ?? 'pglite'
  if (kind === 'pglite') return setUpEmbedded(project)
  if (kind === 'postgres') return setUpPostgres(project)
  throw new Error(`HOMEWARD_TEST_DATABASE is pglite or postgres, not "${kind}"`)
}

async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const programs = findPostgresPrograms()
  if (programs === null)
    throw new Error('There are no PostgreSQL programs here. Set POSTGRES_BIN to the folder of initdb.')
  const server = await startPostgres(programs)
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  await client.query('create database homeward_template')
  await client.end()
  await migrate(server.url('homeward_template'))
  project.provide('testDatabase', {
    kind: 'postgres',
    serverUrl: server.url('postgres'),
    template: 'homeward_template',
  })
  return () => server.stop()
}

async function setUpEmbedded(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-pglite-'))
  const stored = join(folder, 'template.tar')
  const original = await serveEmbedded({ dataDir: join(folder, 'data') })
  await migrate(original.url)
  await original.close()
  const db = await PGlite.create({ dataDir: join(folder, 'data') })
  writeFileSync(stored, Buffer.from(await (await db.dumpDataDir('none')).arrayBuffer()))
  await db.close()
  project.provide('testDatabase', { kind: 'pglite', stored })
  return () => {
    rmSync(folder, { recursive: true, force: true })
    return Promise.resolve()
  }
}
