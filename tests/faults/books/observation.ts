import type { Order, State } from '../../../dev-store/engine/state.ts'
import type { ReturnStatus } from '#app/domain/return.ts'
import type { MoneyState } from '#app/domain/return.ts'
import type { Quote } from '#app/domain/refund/quote.ts'

/*
 * What the rigs look at: the app's rows as they are stored, read past the app, and the dev store's state. Rows come as JSON
 * straight from PostgreSQL, so that a mistake in the app's own reading hides nothing.
 */

export type ReturnRow = {
  id: string
  shop: string
  orderGid: string
  orderName: string
  shopifyReturnGid: string | null
  status: ReturnStatus
  outcome: string
  currency: string
  promised: Quote | null
  submissionKey: string
  attention: string | null
  requestedAt: string
}
export type LineRow = { id: string; returnId: string; quantity: number; lineItemGid: string }
export type IntentRow = {
  id: string
  shop: string
  returnId: string
  purpose: string
  unitsKey: string
  method: string
  state: MoneyState
  amountMinor: number
  currency: string
  request: {
    units?: { returnLineId: string; from: number; to: number }[]
    /** Goods that are sent with the units. */
    exchanges?: { quantity: number }[]
    quote?: Quote
    refundIntentId?: string
  }
  correlation: string
  sendCount: number
  refusedKind: string | null
  report: { gid?: string | null } | null
  createdAt: string
  actor: { kind: string; id?: string }
}
export type EventRow = {
  id: string
  returnId: string
  sequence: number
  kind: string
  data: Record<string, unknown>
  at: string
  previousHash: string | null
  hash: string | null
}
export type JobRow = {
  id: string
  name: string
  payload: Record<string, unknown>
  runAfter: string
  attempts: number
  leaseToken: string | null
  lastError: string | null
  doneAt: string | null
  failedAt: string | null
}
export type LedgerRow = {
  shop: string
  sequence: number
  kind: 'reserved' | 'done' | 'released' | 'failed' | 'external' | 'adjusted'
  orderGid: string
  intentId: string | null
  amountMinor: number
  currency: string
  refundGid: string | null
  transactionGid: string | null
  previousHash: string
  hash: string
}
export type LimitRow = {
  intentId: string
  userId: string
  role: string
  orderGid: string
  action: string
  amountMinor: number
  currency: string
}
export type ApprovalRow = {
  id: string
  state: string
  requestHash: string
  amountMinor: number
  requestedById: string
  decidedById: string | null
  intentId: string | null
}
export type DeliveryRow = { eventId: string; topic: string }
/** A change of a watched column, written by a trigger of the rig: nothing in between is missed. */
export type ChangeRow = {
  number: number
  table: string
  row: string
  column: string
  before: string | null
  after: string | null
  /** The shop that the transaction was bound to, and the one of the row. */
  boundTo: string | null
  shop: string
}
export type SentMail = { messageId: string; to: string; subject: string }
export type AdminCall = { at: number; shop: string; token: string; root: string }

/** Everything of one moment. `at` is the rig's time in epoch milliseconds. */
export type Observation = {
  readonly at: number
  readonly rows: {
    readonly returns: readonly ReturnRow[]
    readonly lines: readonly LineRow[]
    readonly intents: readonly IntentRow[]
    readonly events: readonly EventRow[]
    readonly jobs: readonly JobRow[]
    readonly deliveries: readonly DeliveryRow[]
    readonly changes: readonly ChangeRow[]
    readonly ledger: readonly LedgerRow[]
    readonly limits: readonly LimitRow[]
    readonly approvals: readonly ApprovalRow[]
  }
  readonly store: State
  readonly mails: readonly SentMail[]
  readonly calls: readonly AdminCall[]
  /** What somebody outside was told: these things must be there, whatever happened afterwards. */
  readonly acknowledged: {
    readonly submissions: readonly string[]
    readonly webhooks: readonly DeliveryRow[]
  }
  readonly story: Story
}

/** What the rig did, as far as a verdict depends on it. */
export type Story = {
  /** Processes that were killed, or slept until their lease was over: each may leave one mail that was sent and not marked. */
  readonly deaths: number
  /** Somebody acted in Shopify, a refusal was injected, a provider failed: then a refusal is no fault of the app. */
  readonly refusalsExplained: boolean
  /** Epoch milliseconds from which on the app is not installed; null while it is. */
  readonly uninstalledAt: number | null
  /** Epoch milliseconds from which on payments are stopped; null while they may go on. */
  readonly stoppedAt: number | null
}

/** The order of the dev store that a return is about. */
export function orderOf(store: State, orderGid: string): Order | undefined {
  return store.tables.orders[orderGid]
}
