import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from '#app/db/migrate.server.ts'
import { findPostgresPrograms, startPostgres } from '../../setup/postgres-server.ts'
import { watchTables } from '../books/read-books.ts'

/** A PostgreSQL server of the rig's own, which it can crash. */
export type RigPostgres = {
  readonly url: string
  /** A connection that works, opened anew where the last one broke. */
  client(): Promise<pg.Client>
  /** Kills one of the server's processes: all connections break, and it recovers as after a crash. */
  crash(): Promise<void>
  stop(): Promise<void>
}

export async function startRigPostgres(): Promise<RigPostgres> {
  const programs = findPostgresPrograms()
  if (programs === null)
    throw new Error('There are no PostgreSQL programs here. Set POSTGRES_BIN to the folder of initdb.')
  const server = await startPostgres(programs, { synchronous_commit: 'on' })
  const admin = new pg.Client({ connectionString: server.url('postgres') })
  await admin.connect()
  await admin.query('create database homeward')
  await admin.end()
  const url = server.url('homeward')
  await migrate(url)
  let current: pg.Client | null = null
  const client = async () => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      try {
        current ??= await connect(url, () => (current = null))
        await current.query('select 1')
        return current
      } catch {
        current = null
        await sleep(100)
      }
    }
    throw new Error('PostgreSQL did not come back within ten seconds')
  }
  await watchTables(await client())
  return {
    url,
    client,
    crash: async () => {
      const victim = await connect(url, () => undefined)
      const found = await victim.query<{ pid: number }>('select pg_backend_pid() as pid')
      const pid = found.rows[0]?.pid
      if (pid === undefined) throw new Error('PostgreSQL names no process')
      await client()
      // It breaks with an error or without one, as it happens.
      const broken = current === null ? Promise.resolve() : once(current, 'end').catch(() => undefined)
      process.kill(pid, 'SIGKILL')
      await victim.end().catch(() => undefined)
      // The server throws everybody out before it recovers; only what connects afterwards is the new one.
      await Promise.race([broken, sleep(5_000)])
      current = null
      await client()
    },
    stop: async () => {
      await current?.end().catch(() => undefined)
      await server.stop()
    },
  }
}

async function connect(url: string, onBroken: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // A connection that breaks says so here; without anybody listening it would end the rig.
  client.on('error', onBroken)
  await client.connect()
  return client
}
