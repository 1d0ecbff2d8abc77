import { createHmac } from 'node:crypto'
import pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { database } from './db.server.ts'
import { secretFor } from './env.server.ts'

/** At most `points` uses in `seconds`. */
export type Limit = { readonly points: number; readonly seconds: number }

export type RateLimiter = {
  /** Counts one use. Answers 0 when it is within the limit, else after how many seconds the next one is. */
  consume(key: string): Promise<number>
  /** Takes one use back: it turned out to be no guess. */
  reward(key: string): Promise<void>
}

/**
 * A limit that all processes count together, in the database. Keys (network addresses, e-mails) are stored as keyed
 * hashes only. Every shop counts for itself if the key names it.
 */
export function rateLimiter(name: string, { points, seconds }: Limit): RateLimiter {
  const limiter = new RateLimiterPostgres({
    // The database opens after this module is loaded. The library names its statements; on the embedded database, where
    // all connections are one session, the name would stay taken when the pool opens a fresh connection.
    storeClient: {
      query: ({ text, values }: pg.QueryConfig) => pool().query({ text, values: values ?? [] }),
    },
    storeType: 'client',
    tableName: 'RateLimit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: seconds,
  })
  const hashed = (key: string) =>
    createHmac('sha256', secretFor('rate limit')).update(key).digest('base64url')
  return {
    consume: async (key) => {
      try {
        await limiter.consume(hashed(key))
        return 0
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
        throw refusal
      }
    },
    reward: async (key) => {
      await limiter.reward(hashed(key))
    },
  }
}

const pools = new WeakMap<object, pg.Pool>()

function pool(): pg.Pool {
  const open = database()
  const known = pools.get(open)
  if (known) return known
  const made = new pg.Pool({ connectionString: open.url, max: 1, allowExitOnIdle: true })
  made.on('error', () => undefined)
  pools.set(open, made)
  return made
}
