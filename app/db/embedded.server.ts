import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { lockDataDir } from './data-dir-lock.server.ts'

/** A PostgreSQL inside this process: its address on loopback, and how to stop it. */
export type EmbeddedDatabase = { readonly url: string; close(): Promise<void> }

/** Opens the embedded database of a data directory, which nobody else may use meanwhile. */
export async function openEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const release = await lockDataDir(dataDir)
  try {
    const database = await serveEmbedded({ dataDir: join(dataDir, 'postgres') })
    return {
      url: database.url,
      close: async () => {
        await database.close()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Opens PGlite and lets the ordinary PostgreSQL driver reach it on a free loopback port. It is one connection: transactions queue. */
export async function serveEmbedded(options: PGliteOptions): Promise<EmbeddedDatabase> {
  const db = await PGlite.create(options)
  const server = new PGLiteSocketServer({
    db: withWholeMessageGroups(db),
    host: '127.0.0.1',
    port: 0,
    maxConnections: 40,
  })
  await server.start()
  return {
    url: `postgresql://postgres@${server.getServerConn()}/postgres?sslmode=disable`,
    close: async () => {
      await server.stop()
      await db.close()
    },
  }
}

const simpleQuery = 'Q'.charCodeAt(0)
const sync = 'S'.charCodeAt(0)

/**
 * Keeps the messages of one prepared query (parse, bind, describe, execute … sync) together. The socket server hands
 * single messages of all connections to the one PGlite in turn, and only an open transaction makes it stay with a
 * connection: two connections would overwrite each other's unnamed statement between parse and bind. So a group that
 * has not reached its sync counts as a transaction here.
 */
function withWholeMessageGroups(db: PGlite): PGlite {
  let isGroupOpen = false
  const replaced: Partial<Record<string | symbol, unknown>> = {
    isInTransaction: () => isGroupOpen || db.isInTransaction(),
    execProtocolRawStream: (...call: Parameters<PGlite['execProtocolRawStream']>) => {
      const type = call[0][0]
      isGroupOpen = type !== simpleQuery && type !== sync && isTyped(call[0])
      return db.execProtocolRawStream(...call)
    },
    // The server rolls back for a connection that went away in the middle.
    exec: (...call: Parameters<PGlite['exec']>) => {
      isGroupOpen = false
      return db.exec(...call)
    },
  }
  return new Proxy(db, {
    get(target, property) {
      if (property in replaced) return replaced[property]
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

/** The start-up message alone has no type byte: it begins with its length, whose first byte is zero. */
function isTyped(message: Uint8Array): boolean {
  return message[0] !== 0
}
