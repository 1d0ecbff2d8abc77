import type { GraphQLResolveInfo } from 'graphql'
import type { Engine } from './engine.ts'
import type { Index } from './index-of-state.ts'
import type { Entity, Logs, Shop, State, TableName, TokenRecord } from './state.ts'

/** A user error of a mutation; `code` only where the payload's error type has one. Return these, never throw them. */
export type UserErrorValue = { field: string[] | null; message: string; code?: string | null }

/**
 * What every resolver and mutation gets as its third argument.
 *
 * Changes go through `edit`, `insert`, `remove` and `append`, so that a mutation that fails (a thrown error, or a
 * payload with a non-empty `userErrors` / `orderCancelUserErrors` list) leaves no trace: ids, random state, tables,
 * ledger and webhook queue are put back. Mutation resolvers are synchronous.
 */
export type Context = {
  engine: Engine
  state: State
  index: Index
  shop: Shop
  token: TokenRecord
  /** '2026-10' */
  version: string
  /** ISO time with second precision; constant within one request. */
  now: string
  /** Request headers, lower case. */
  headers: Record<string, string>
  /** Next GID of a type: `gid://shopify/Return/1000001`. Undone when the mutation fails. */
  nextId(type: string): string
  /** A number in [0, 1) of the state's seeded generator. */
  random(): number
  /** A UUID from the seeded generator. */
  uuid(): string
  /** Announces the entity as about to change and returns it: mutate it in place afterwards. Throws for an unknown key. */
  edit<T extends TableName>(table: T, key: string): Entity<T>
  insert<T extends TableName>(table: T, key: string, entity: Entity<T>): void
  remove(table: TableName, key: string): void
  append<L extends keyof Logs>(log: L, entry: Logs[L][number]): void
  /** Queues a webhook ('returns/approve'); it leaves when the mutation has committed. Body: REST shapes, snake case. */
  emit(topic: string, payload: Record<string, unknown>): void
  /** An entity of this shop, or undefined (also for another shop's). */
  get<T extends TableName>(table: T, key: string): Entity<T> | undefined
}

/** `never` lets a module declare its own source and argument types; the schema has checked them before. */
export type Resolver = (source: never, args: never, context: Context, info: GraphQLResolveInfo) => unknown

/** Type name → field name → resolver. Mutations are the fields of `Mutation`, query roots those of `QueryRoot`. */
export type ResolverModule = Record<string, Record<string, Resolver>>
