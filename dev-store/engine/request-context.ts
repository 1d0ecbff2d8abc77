import { isoSeconds } from './clock.ts'
import type { Context } from './context.ts'
import type { Engine } from './engine.ts'
import { nextRandom, uuidFrom } from './ids.ts'
import type { Shop, TokenRecord } from './state.ts'
import type { Transaction } from './transaction.ts'

export type ContextOptions = {
  version: string
  shop: string
  token: TokenRecord
  headers: Record<string, string>
}

const shopScoped = (entity: object, shop: Shop): boolean => !('shop' in entity) || entity.shop === shop.domain

/** The context of one request, and `hold`, which puts a transaction behind its changing functions. */
export const createRequestContext = (
  engine: Engine,
  options: ContextOptions,
): { context: Context; hold: (transaction: Transaction | undefined) => void } => {
  const { state } = engine
  const shop = state.tables.shops[options.shop]
  if (!shop) throw new Error(`dev store: no shop ${options.shop}`)
  let current: Transaction | undefined
  const transaction = (): Transaction => {
    if (!current) throw new Error('dev store: only a mutation may change the state')
    return current
  }
  // Outside of mutations random numbers come from a copy, so that reading leaves the state as it was.
  let reading = state.random
  const random = () => {
    if (current) return current.random()
    const step = nextRandom(reading)
    reading = step.state
    return step.value
  }
  const now = isoSeconds(engine.clock.now())
  const context: Context = {
    engine,
    state,
    index: engine.index,
    shop,
    token: options.token,
    version: options.version,
    now,
    headers: options.headers,
    random,
    uuid: () => uuidFrom(random),
    nextId: (type) => transaction().nextId(type),
    edit: (table, key) => transaction().edit(table, key),
    insert: (table, key, entity) => transaction().insert(table, key, entity),
    remove: (table, key) => transaction().remove(table, key),
    append: (log, entry) => transaction().append(log, entry),
    emit: (topic, payload) => transaction().emit({ shop: shop.domain, topic, payload, triggeredAt: now }),
    get(table, key) {
      const entries = state.tables[table]
      if (!Object.hasOwn(entries, key)) return undefined
      // The table's own entity type; TypeScript cannot follow the key through the lookup.
      const entity = entries[key] as (typeof entries)[string] | undefined
      return entity && shopScoped(entity, shop) ? (entity as never) : undefined
    },
  }
  return {
    context,
    hold(next) {
      current = next
    },
  }
}
