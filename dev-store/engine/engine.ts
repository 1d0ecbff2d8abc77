import type { Clock } from './clock.ts'
import type { Context } from './context.ts'
import type { Index } from './index-of-state.ts'
import type { State, TokenRecord, WebhookEvent } from './state.ts'

export type { Clock } from './clock.ts'
export { createClock } from './clock.ts'
export type { Context, Resolver, ResolverModule, UserErrorValue } from './context.ts'
export type { State, TokenRecord, WebhookEvent } from './state.ts'

export type GraphqlRequest = {
  version: string
  shop: string
  token: TokenRecord
  query: string
  variables?: Record<string, unknown>
  operationName?: string
  headers?: Record<string, string>
}
export type GraphqlReply = { status: number; headers: Record<string, string>; body: unknown }

/** The dev store without any surface: state, clock and GraphQL in process. */
export type Engine = {
  state: State
  clock: Clock
  index: Index
  graphql(request: GraphqlRequest): Promise<GraphqlReply>
  /** Runs a document as staff in Shopify's own admin: every scope, no throttle; throws on top-level errors. */
  asMerchant<T>(shop: string, query: string, variables?: Record<string, unknown>): Promise<T>
  tokenByValue(value: string): TokenRecord | undefined
  /** Called after a mutation committed, once per webhook event. */
  onEmit(listener: (event: WebhookEvent) => void): () => void
  /**
   * Changes the state outside of GraphQL (tokens, installs, mailbox, deliveries, settles of refunds): the same journal,
   * ids and webhooks as a mutation. `change` is synchronous; when it throws nothing has changed.
   */
  transact<T>(shop: string, change: (context: Context) => T): T
  /** JSON of the whole state. */
  dump(): string
  load(dump: string): void
  /** Back to the seed, relative to the clock's now. */
  reset(): void
}
