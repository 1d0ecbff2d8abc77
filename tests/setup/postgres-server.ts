import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A PostgreSQL server of our own: on loopback, in a temporary directory, gone when stopped. */
export type PostgresServer = {
  /** Address of a database of the server. */
  url(database: string): string
  stop(): Promise<void>
}

const debianFolder = '/usr/lib/postgresql'

/** Where PostgreSQL's programs are: `POSTGRES_BIN`, or the newest of Debian's versions; null when there are none. */
export function findPostgresPrograms(): string | null {
  const versions = existsSync(debianFolder)
    ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a))
    : []
  const folders = [
    process.env.POSTGRES_BIN ?? '',
    ...versions.map((version) => join(debianFolder, version, 'bin')),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/** The server refuses to run as root: then it runs as Debian's user `postgres`. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (which: string) => Number(spawnSync('id', [which, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('No free port on loopback')
  return address.port
}

/**
 * Starts a server from the programs in `folder`. Durability is off unless `changes` to the settings say otherwise: nothing
 * here outlives the tests.
 */
export async function startPostgres(
  folder: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'homeward-postgres-'))
  const as = account()
  if (as.uid !== undefined && as.gid !== undefined) chownSync(directory, as.uid, as.gid)
  const data = join(directory, 'data')
  const init = spawnSync(
    join(folder, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      ...as,
      cwd: directory,
      encoding: 'utf8',
    },
  )
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}`)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    ...changes,
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(folder, 'postgres'), ['-D', data, '-p', String(port), ...options], {
    ...as,
    cwd: directory,
    stdio: 'ignore',
  })
  const url = (database: string) => `postgresql://postgres@127.0.0.1:${port}/${database}`
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
    }
    rmSync(directory, { recursive: true, force: true })
  }
  await waitUntilReady(server, url('postgres')).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, stop }
}

async function waitUntilReady(server: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 100 && server.exitCode === null; attempt++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await sleep(100)
    }
  }
  throw new Error('The PostgreSQL server for the tests did not come up')
}
