import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { JobId } from '#app/jobs/outbox.server.ts'

/** A verified webhook, seen for the first time. */
export type Webhook = {
  readonly shop: ShopDomain
  readonly topic: string
  /** JSON as Shopify sent it: parse what you use. */
  readonly payload: object
  /** When it happened, by Shopify's clock; when it arrived, where Shopify does not say. */
  readonly triggeredAt: string
  readonly receivedAt: string
}

/** What a topic leaves to do once the transaction is committed. */
export type AfterCommit = { readonly jobs?: readonly JobId[] }

/** Takes in one webhook. Throws when its payload is not what the topic promises: Shopify then sends it again. */
export type Topic = (tx: Transaction, webhook: Webhook) => Promise<AfterCommit>
