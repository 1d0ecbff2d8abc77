import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { defineConfig } from 'prisma/config'

/*
 * Lets Prisma's command line work without its downloaded binaries: the schema engine that comes with the package talks
 * through our adapter. Only people who write migrations need it; the app applies them with `app/db/migrate.server.ts`.
 */

/** The schema engine reads catalogue types that the adapter refuses: each is relabelled as the nearest type it knows. */
const nearestType: Readonly<Record<number, number>> = {
  18: 25,
  19: 25,
  22: 1005,
  24: 25,
  26: 20,
  30: 1016,
  194: 25,
  1002: 1009,
  1003: 1009,
  1028: 1016,
  2205: 25,
  2206: 25,
}

type Answer = { fields?: { dataTypeID: number }[] }

function relabel(answer: Answer | Answer[]): Answer | Answer[] {
  for (const one of [answer].flat())
    for (const field of one.fields ?? []) field.dataTypeID = nearestType[field.dataTypeID] ?? field.dataTypeID
  return answer
}

type Query = (...parts: unknown[]) => unknown

/** A connection whose answers are relabelled. */
class CatalogueClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    // pg's own overloads cannot be written down in one signature; the arguments are passed through untouched.
    const query = super.query.bind(this) as unknown as Query
    const relabelled: Query = (...parts) => {
      const answer = query(...parts)
      return answer instanceof Promise ? answer.then((value: Answer) => relabel(value)) : answer
    }
    Object.assign(this, { query: relabelled })
  }
}

/** The pool asks its connections by callback, which is not relabelled: this one asks by promise. */
function cataloguePool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    Client: CatalogueClient,
    allowExitOnIdle: true,
    idleTimeoutMillis: 200,
  })
  const query = async (...parts: unknown[]) => {
    const client = await pool.connect()
    try {
      // See above: the arguments are pg's own.
      return await (client.query as unknown as Query)(...parts)
    } finally {
      client.release()
    }
  }
  return Object.assign(pool, { query })
}

class SchemaEngineAdapter extends PrismaPg {
  readonly address: string

  constructor(address: string) {
    super(cataloguePool(address), { disposeExternalPool: true })
    this.address = address
  }

  /** A database of its own for `migrate dev` and `diff`, dropped when the command ends. */
  override async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`
    const admin = new pg.Client({ connectionString: this.address })
    await admin.connect()
    await admin.query(`create database "${name}"`)
    const address = new URL(this.address)
    address.pathname = `/${name}`
    const shadow = await new PrismaPg(cataloguePool(address.href), { disposeExternalPool: true }).connect()
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await admin.query(`drop database "${name}"`)
      await admin.end()
    }
    return shadow
  }
}

export default defineConfig({
  experimental: { adapter: true },
  engine: 'js',
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  adapter: () => {
    const address = process.env.DATABASE_URL
    if (!address)
      throw new Error('Set DATABASE_URL to a PostgreSQL database before you use the Prisma command line.')
    return Promise.resolve(new SchemaEngineAdapter(address))
  },
})
