import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'

type Connected = Awaited<ReturnType<PrismaPg['connect']>>
type Started = Awaited<ReturnType<Connected['startTransaction']>>

/**
 * The PostgreSQL driver of Prisma, with one thing mended: where COMMIT itself fails (a deferred constraint says no, the server
 * goes away at that very moment) version 6 never gives the connection back, and a pool of ten is empty after ten of them.
 */
export function databaseAdapter(options: pg.PoolConfig): PrismaPg {
  const factory = new PrismaPg(options)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const connected = await connect()
    const start = connected.startTransaction.bind(connected)
    connected.startTransaction = async (isolationLevel) => givingBack(await start(isolationLevel))
    return connected
  }
  return factory
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
