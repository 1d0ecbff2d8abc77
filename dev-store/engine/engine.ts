import type { Clock } from './clock.ts'
import type { Context } from './context.ts'
import { runBulk } from './bulk-runner.ts'
import { createExecutor } from './execute.ts'
import type { GraphqlReply, GraphqlRequest } from './execute.ts'
import { createIndex } from './index-of-state.ts'
import type { Index } from './index-of-state.ts'
import { createRequestContext } from './request-context.ts'
import { LATEST_VERSION } from './schema.ts'
import { seedDemo } from './seed/seed-demo.ts'
import { emptyState } from './state.ts'
import type { State, TokenRecord, WebhookEvent } from './state.ts'
import { beginTransaction } from './transaction.ts'

export type { Clock } from './clock.ts'
export { createClock } from './clock.ts'
export type { Context, Resolver, ResolverModule, UserErrorValue } from './context.ts'
export type { GraphqlReply, GraphqlRequest } from './execute.ts'
export type { State, TokenRecord, WebhookEvent } from './state.ts'

/** The dev store without any surface: state, clock and GraphQL in process. */
export type Engine = {
  readonly state: State
  clock: Clock
  index: Index
  /** Where browsers reach what the main host serves (`/files/…`) and each shop's storefront; the server sets them. Not state. */
  origins: { files: string; storefronts: Record<string, string> }
  graphql(request: GraphqlRequest): Promise<GraphqlReply>
  /** Runs a document as staff in Shopify's own admin: every scope, no throttle; throws on top-level errors. */
  asMerchant<T>(shop: string, query: string, variables?: Record<string, unknown>): Promise<T>
  tokenByValue(value: string): TokenRecord | undefined
  /** Called after a mutation committed, once per webhook event. */
  onEmit(listener: (event: WebhookEvent) => void): () => void
  /**
   * Changes the state outside of GraphQL (tokens, installs, mailbox, deliveries, settling refunds): the same journal,
   * ids and webhooks as a mutation. `change` is synchronous; when it throws nothing has changed.
   */
  transact<T>(shop: string, change: (context: Context) => T): T
  /** Starts a bulk operation in the background; the mutation that made it has committed by then. */
  startBulk(id: string, token: TokenRecord, uploadKey: string | null): void
  /** JSON of the whole state. */
  dump(): string
  load(dump: string): void
  /** Takes a state over without a copy: what `load` does, for one that is longer than the longest text of JavaScript. */
  adopt(state: State): void
  /** Back to the seed, relative to the clock's now. */
  reset(): void
}

export type EngineOptions = { clock: Clock; state?: State; seed?: 'demo' | 'empty' }

/** A token of Shopify's own admin: every scope, never throttled, no 60-day rule. */
export const staffToken = (shop: string): TokenRecord => ({
  value: '',
  shop,
  appId: 'gid://shopify/App/1',
  mode: 'staff',
  scopes: [],
  expiresAt: null,
  refreshToken: null,
  refreshExpiresAt: null,
  replaces: null,
  used: true,
  revoked: false,
  userId: 'gid://shopify/StaffMember/1',
  plan: 'enterprise',
  createdAt: '2026-01-01T00:00:00Z',
})

const failure = (errors: unknown): Error => {
  const messages = Array.isArray(errors)
    ? errors.map((one: unknown) =>
        typeof one === 'object' && one !== null && 'message' in one ? String(one.message) : String(one),
      )
    : [String(errors)]
  return new Error(messages.join('; '))
}

/** Makes a dev store in memory. `seed` (default 'demo') fills it unless a state is given. */
export const createEngine = (options: EngineOptions): Engine => {
  const { clock } = options
  let state = options.state ?? emptyState()
  const index = createIndex(() => state)
  const listeners = new Set<(event: WebhookEvent) => void>()
  const deliver = (events: WebhookEvent[]) => {
    for (const event of events) for (const listener of listeners) listener(event)
  }

  const engine: Engine = {
    get state() {
      return state
    },
    clock,
    index,
    origins: { files: 'http://127.0.0.1', storefronts: {} },
    graphql: (request) => execute(request),
    async asMerchant<T>(shop: string, query: string, variables: Record<string, unknown> = {}) {
      const reply = await execute({
        version: LATEST_VERSION,
        shop,
        token: staffToken(shop),
        query,
        variables,
      })
      // Every GraphQL reply has this shape; the caller names the type of its own document's data.
      const body = reply.body as { data?: T; errors?: unknown }
      if (body.errors !== undefined || body.data === undefined)
        throw failure(body.errors ?? `HTTP ${reply.status}`)
      return body.data
    },
    tokenByValue: (value) =>
      Object.hasOwn(state.tables.tokens, value) ? state.tables.tokens[value] : undefined,
    onEmit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    transact(shop, change) {
      const transaction = beginTransaction(state, index)
      const { context, hold } = createRequestContext(engine, {
        version: LATEST_VERSION,
        shop,
        token: staffToken(shop),
        headers: {},
      })
      hold(transaction)
      try {
        const result = change(context)
        deliver(transaction.commit())
        return result
      } catch (problem) {
        transaction.rollback()
        throw problem
      } finally {
        hold(undefined)
      }
    },
    startBulk(id, token, uploadKey) {
      setImmediate(() => runBulk(engine, id, token, uploadKey, executor.askNow))
    },
    dump: () => JSON.stringify(state),
    load(dump) {
      // Written by dump(); nothing else makes these files.
      engine.adopt(JSON.parse(dump) as State)
    },
    adopt(parsed) {
      // Tables that a newer version added are empty in an older dump.
      const empty = emptyState()
      state = {
        ...empty,
        ...parsed,
        tables: { ...empty.tables, ...parsed.tables },
        logs: { ...empty.logs, ...parsed.logs },
      }
      index.rebuild()
    },
    reset() {
      state = emptyState()
      index.rebuild()
      if (options.seed !== 'empty') seedDemo(engine)
    },
  }
  const executor = createExecutor(engine, deliver)
  const { execute } = executor
  if (options.state) index.rebuild()
  else engine.reset()
  return engine
}
