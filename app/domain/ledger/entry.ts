import { z } from 'zod'
import type { Actor } from '../events.ts'
import type { Money } from '../money.ts'

/**
 * `reserved`: an intent was committed. `done`: Shopify's transaction reached the buyer. `released`: nothing moved and nothing
 * will. `failed`: Shopify took it and the payment provider did not. `external`: a refund that was made past Homeward.
 * `adjusted`: a person accepted a difference; the only kind that may be negative. Entries are never edited: a correction is
 * a new one.
 */
const entryKinds = ['reserved', 'done', 'released', 'failed', 'external', 'adjusted'] as const
export const EntryKind = z.enum(entryKinds)
export type EntryKind = z.infer<typeof EntryKind>

/** What an entry says; its place in the chain comes when it is appended. Amounts are what goes to the buyer. */
export type NewEntry = {
  readonly kind: EntryKind
  readonly at: string
  readonly orderGid: string
  readonly orderName: string
  readonly returnId: string | null
  readonly intentId: string | null
  /** `refund`, `bonus_credit`, …: what the money was for. */
  readonly purpose: string
  readonly method: string
  readonly amount: Money
  readonly refundGid: string | null
  readonly transactionGid: string | null
  readonly gateway: string
  readonly note: string
  readonly actor: Actor
}

/** An entry in its shop's chain: `sequence` from 1 without gaps, `hash` over all of it and the hash before. */
export type LedgerEntry = NewEntry & {
  readonly sequence: number
  readonly previousHash: string
  readonly hash: string
}

/**
 * Everything that an entry's hash is made of, in a fixed order. `at` to the millisecond, as the column keeps it; the shop
 * belongs to it, so that no entry can be moved to another ledger.
 */
export function hashedParts(
  shop: string,
  entry: NewEntry & Pick<LedgerEntry, 'sequence' | 'previousHash'>,
): readonly unknown[] {
  return [
    shop,
    entry.sequence,
    entry.previousHash,
    entry.kind,
    new Date(entry.at).toISOString(),
    entry.orderGid,
    entry.orderName,
    entry.returnId,
    entry.intentId,
    entry.purpose,
    entry.method,
    entry.amount.minor,
    entry.amount.currency,
    entry.refundGid,
    entry.transactionGid,
    entry.gateway,
    entry.note,
    entry.actor,
  ]
}
