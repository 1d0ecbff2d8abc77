import type { ReturnId } from './ids.ts'
import type { Money } from './money.ts'
import type { Outcome } from './policy/terms/outcomes.ts'

/**
 * Where a return stands. Goods and money are separate tracks: what arrived is kept per line, what moved is kept per
 * money intent. `in_review` waits for a person; `approved` waits for the parcel; `received` has goods to settle.
 */
export const returnStatuses = [
  'in_review',
  'approved',
  'received',
  'declined',
  'cancelled',
  'closed',
] as const
export type ReturnStatus = (typeof returnStatuses)[number]

/** What a person or a job may ask a return to do. */
export const returnCommands = ['approve', 'decline', 'receive', 'refund', 'cancel', 'close'] as const
export type ReturnCommand = (typeof returnCommands)[number]

/** One line of a request as the shopper sends it. Everything else about it is computed by us. */
export type RequestedLine = {
  /** A line of the order, or a part of one (see `return-part.ts`). */
  readonly lineId: string
  readonly quantity: number
  readonly reasonHandle: string
  readonly note: string
  /** Where this line is paid otherwise than the request as a whole. */
  readonly outcome?: Outcome
  /** Answers to the policy's questions: answer id by question id. Absent while none was asked. */
  readonly answers?: Readonly<Record<string, string>>
  /** Ids of the photos for it. Absent while none were asked for. */
  readonly photos?: readonly string[]
  /** GID of the variant that she wants for it, where it is exchanged. */
  readonly exchangeFor?: string
  /** What she looks for among all goods of the shop, while she chooses. */
  readonly exchangeSearch?: string
}

/** The states of a money intent. `unknown` is read back, never sent again blindly. */
export const moneyStates = ['intended', 'sent', 'pending', 'settled', 'refused', 'failed', 'unknown'] as const
export type MoneyState = (typeof moneyStates)[number]

/** Where a unit went after it arrived: Shopify's disposition types. */
export const dispositionTypes = ['RESTOCKED', 'NOT_RESTOCKED', 'PROCESSING_REQUIRED', 'MISSING'] as const
export type DispositionType = (typeof dispositionTypes)[number]

/** What the lifecycle needs to know of a return to say what may happen next. */
export type ReturnState = {
  readonly id: ReturnId
  readonly status: ReturnStatus
  readonly requestedUnits: number
  readonly receivedUnits: number
  readonly refundedUnits: number
  readonly openMoneyIntents: number
  readonly outcome: Outcome
  readonly promised: Money | null
}
