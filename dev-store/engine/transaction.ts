import { FIRST_ID, gid, nextRandom, uuidFrom } from './ids.ts'
import type { Index } from './index-of-state.ts'
import type { Entity, Logs, State, TableName, WebhookEvent } from './state.ts'

type Undo = () => void

/**
 * Changes of one mutation, with an undo journal: `edit` keeps a copy of the one entity that is about to change, so
 * the cost follows what a mutation touches and not how many orders there are.
 */
export type Transaction = {
  nextId(type: string): string
  random(): number
  uuid(): string
  edit<T extends TableName>(table: T, key: string): Entity<T>
  insert<T extends TableName>(table: T, key: string, entity: Entity<T>): void
  remove(table: TableName, key: string): void
  append<L extends keyof Logs>(log: L, entry: Logs[L][number]): void
  emit(event: Omit<WebhookEvent, 'eventId'>): void
  /** Keeps the changes, re-indexes what was touched and returns the queued webhook events. */
  commit(): WebhookEvent[]
  rollback(): void
}

const WEBHOOK_EVENTS_KEPT = 5_000
/** A transaction that touches more entities than this is a bulk load. */
const FEW = 100

/** Puts the copied content back into the same object, so that references to it stay valid. */
const restore = (live: object, copy: object): void => {
  for (const key of Object.keys(live)) Reflect.deleteProperty(live, key)
  Object.assign(live, copy)
}

export const beginTransaction = (state: State, index: Index): Transaction => {
  const undo: Undo[] = []
  const edited = new Set<object>()
  const touched = new Map<string, { table: TableName; key: string; before: object | undefined }>()
  const counters = { ...state.counters }
  const randomBefore = state.random
  const events: Omit<WebhookEvent, 'eventId'>[] = []

  // Indexing a table by a type parameter gives an intersection that nothing satisfies; the key ties both sides together.
  const tableOf = <T extends TableName>(table: T): Record<string, Entity<T>> =>
    state.tables[table] as Record<string, Entity<T>>
  const random = () => {
    const step = nextRandom(state.random)
    state.random = step.state
    return step.value
  }

  return {
    random,
    uuid: () => uuidFrom(random),
    nextId(type) {
      const next = (state.counters[type] ?? FIRST_ID - 1) + 1
      state.counters[type] = next
      return gid(type, next)
    },
    edit(table, key) {
      const entity = tableOf(table)[key]
      if (entity === undefined) throw new Error(`dev store: nothing to edit at ${table} ${key}`)
      if (!edited.has(entity)) {
        const copy = structuredClone(entity)
        edited.add(entity)
        undo.push(() => restore(entity, copy))
        touched.set(`${table} ${key}`, { table, key, before: copy })
      }
      return entity
    },
    insert(table, key, entity) {
      const entries = tableOf(table)
      if (Object.hasOwn(entries, key)) throw new Error(`dev store: ${table} ${key} exists already`)
      entries[key] = entity
      edited.add(entity)
      touched.set(`${table} ${key}`, { table, key, before: undefined })
      // Known at once: a later step of the same mutation may look it up.
      index.enter(table, key, touched.size <= FEW)
      undo.push(() => {
        Reflect.deleteProperty(entries, key)
        index.leave(table, entity)
      })
    },
    remove(table, key) {
      const entries = state.tables[table]
      const entity = entries[key]
      if (entity === undefined) throw new Error(`dev store: nothing to remove at ${table} ${key}`)
      const before = { ...entries }
      Reflect.deleteProperty(entries, key)
      index.leave(table, touched.get(`${table} ${key}`)?.before ?? entity)
      touched.delete(`${table} ${key}`)
      // Order of keys is part of the dump, so the whole table is put back in its order.
      undo.push(() => {
        restore(entries, before)
        index.enter(table, key)
      })
    },
    append(log, entry) {
      const list: unknown[] = state.logs[log]
      list.push(entry)
      undo.push(() => list.pop())
    },
    emit: (event) => events.push(event),
    commit() {
      const adopts = touched.size <= FEW
      for (const { table, key, before } of touched.values()) {
        if (before) index.leave(table, before)
        index.enter(table, key, adopts)
      }
      const queued: WebhookEvent[] = []
      // One merchant action that touches several topics shares an event id (returns-api §8.3).
      const eventId = events.length > 0 ? uuidFrom(random) : ''
      for (const event of events) queued.push({ eventId, ...event })
      state.logs.webhookEvents.push(...queued)
      if (state.logs.webhookEvents.length > WEBHOOK_EVENTS_KEPT) {
        state.logs.webhookEvents.splice(0, state.logs.webhookEvents.length - WEBHOOK_EVENTS_KEPT)
      }
      return queued
    },
    rollback() {
      for (const step of undo.reverse()) step()
      state.counters = counters
      state.random = randomBefore
    },
  }
}
