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
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 40 })
  await server.start()
  return {
    url: `postgresql://postgres@${server.getServerConn()}/postgres?sslmode=disable`,
    close: async () => {
      await server.stop()
      await db.close()
    },
  }
}
