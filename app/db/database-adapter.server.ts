import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'

type Connected = Awaited<ReturnType<PrismaPg['connect']>>
type Started = Awaited<ReturnType<Connected['startTransaction']>>

/** What a transaction is bound to from its first statement on: a role of the database, and settings that its policies ask for. */
export type Binding = { readonly role: string; readonly settings?: Readonly<Record<string, string>> }

const bindings = new AsyncLocalStorage<{ readonly binding: Binding; isUsed: boolean }>()

/**
 * Runs `transact`, whose transaction begins bound: BEGIN and the binding go to the server together, a round trip less than
 * one after the other. `transact` gets a function that throws unless its transaction was bound; it calls that first.
 */
export function bound<T>(binding: Binding, transact: (mustBeBound: () => void) => Promise<T>): Promise<T> {
  const state = { binding, isUsed: false }
  return bindings.run(state, () =>
    transact(() => {
      if (!state.isUsed) throw new Error('The transaction has begun without its role')
    }),
  )
}

/**
 * The PostgreSQL driver of Prisma. Transactions begin as `bound` says, and one thing is mended: where COMMIT itself fails (a
 * deferred constraint says no, the server goes away at that very moment) version 6 never gives the connection back, and a pool
 * of ten is empty after ten of them.
 */
export function databaseAdapter(options: pg.PoolConfig): PrismaPg {
  const pool = new pg.Pool(options)
  pool.on('connect', bindingAtBegin)
  const factory = new PrismaPg(pool, { disposeExternalPool: true })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const connected = await connect()
    const start = connected.startTransaction.bind(connected)
    connected.startTransaction = async (isolationLevel) => givingBack(await start(isolationLevel))
    return connected
  }
  return factory
}

function bindingAtBegin(client: pg.PoolClient): void {
  const ask = client.query.bind(client) as (...parts: readonly unknown[]) => unknown
  const query = (first: unknown, ...rest: readonly unknown[]) => {
    const state = bindings.getStore()
    if (state === undefined || state.isUsed || !isBegin(first)) return ask(first, ...rest)
    state.isUsed = true
    return ask({ ...first, text: `BEGIN; ${bindingSql(state.binding)}` }, ...rest)
  }
  // The driver's function has a dozen shapes; this one passes on whatever it is given.
  client.query = query as pg.PoolClient['query']
}

function isBegin(query: unknown): query is { readonly text: 'BEGIN' } {
  return typeof query === 'object' && query !== null && 'text' in query && query.text === 'BEGIN'
}

/** Several statements in one message take no parameters: names and values are written out. */
function bindingSql({ role, settings = {} }: Binding): string {
  const all = Object.entries({ role, ...settings })
  return `select ${all.map(([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`).join(', ')}`
}

function givingBack(started: Started): Started {
  const execute = started.executeRaw.bind(started)
  started.executeRaw = async (query) => {
    try {
      return await execute(query)
    } catch (error) {
      // PostgreSQL has rolled back by then; for the driver this only means that the connection is free.
      if (query.sql === 'COMMIT') await started.rollback()
      throw error
    }
  }
  return started
}
