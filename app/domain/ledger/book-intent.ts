import { z } from 'zod'
import type { Actor } from '../events.ts'
import { add, isPositive, isSame, Money, sub, sum, zero } from '../money.ts'
import type { MoneyState } from '../return.ts'
import type { NewEntry } from './entry.ts'

/** What the ledger needs to know of an intent and of what Shopify reported. */
export type BookedIntent = {
  readonly id: string
  readonly returnId: string
  readonly orderGid: string
  readonly orderName: string
  readonly purpose: string
  readonly method: string
  readonly amount: Money
  readonly state: MoneyState
  readonly report: unknown
  readonly actor: Actor
}

const Transaction = z.object({
  gid: z.string(),
  status: z.enum(['settled', 'pending', 'failed']),
  gateway: z.string(),
  amount: Money,
})

/** A refund as it was reported, or a credit outside the order. Anything else (a refusal, nothing) names no movement. */
const Report = z.union([
  z.object({ refund: z.object({ gid: z.string(), transactions: z.array(Transaction) }) }),
  z.object({ gid: z.string().nullable() }),
])

type Movement = Pick<NewEntry, 'kind' | 'amount' | 'refundGid' | 'transactionGid' | 'gateway' | 'note'>

/**
 * The entries that an intent still owes the ledger, given those it has: none when the ledger says already what the intent
 * says. Run it after every change of the intent, in the same transaction. Idempotent; it also brings an intent up to date
 * that is older than the ledger. What was reserved is always what is done, released, failed or still open.
 */
export function entriesOwed(
  intent: BookedIntent,
  booked: readonly NewEntry[],
  now: string,
): readonly NewEntry[] {
  const base = {
    at: now,
    orderGid: intent.orderGid,
    orderName: intent.orderName,
    returnId: intent.returnId,
    intentId: intent.id,
    purpose: intent.purpose,
    method: intent.method,
    actor: intent.actor,
  }
  const times = (kind: NewEntry['kind']) => booked.filter((entry) => entry.kind === kind).length
  const [reserved, released] = [times('reserved'), times('released')]
  const isRefused = intent.state === 'refused'
  // Given up and released, and then it arrived after all: it is reserved once more, and the note tells the two apart.
  const isReserved = isRefused ? reserved > 0 : reserved > released
  const reserve = { ...movement('reserved', intent.amount), note: round(released) }
  const release = { ...movement('released', intent.amount), note: round(released) }
  const isOver = times('done') + times('failed') > 0
  const seen = new Set(booked.map((entry) => entry.transactionGid))
  const news = isRefused
    ? reserved > released || !isReserved
      ? [release]
      : []
    : movements(intent, isOver).filter((one) => one.transactionGid === null || !seen.has(one.transactionGid))
  return [...(isReserved ? [] : [reserve]), ...news].map((entry) => ({ ...entry, ...base }))
}

function round(released: number): string {
  return released === 0 ? '' : `again ${released}`
}

/** What moved so far, as the report tells it: of several tenders one may be done and another pending. */
function movements(intent: BookedIntent, isOver: boolean): readonly Movement[] {
  const { data: report } = Report.safeParse(intent.report)
  if (report !== undefined && 'refund' in report) return ofRefund(intent, report.refund, isOver)
  if ((intent.state !== 'settled' && intent.state !== 'failed') || isOver) return []
  const gid = report === undefined ? null : report.gid
  return [{ ...movement(intent.state === 'settled' ? 'done' : 'failed', intent.amount), transactionGid: gid }]
}

function ofRefund(
  intent: BookedIntent,
  refund: { readonly gid: string; readonly transactions: readonly z.infer<typeof Transaction>[] },
  isOver: boolean,
): readonly Movement[] {
  const of = (one: z.infer<typeof Transaction>, kind: 'done' | 'failed') => ({
    ...movement(kind, one.amount),
    refundGid: refund.gid,
    transactionGid: one.gid,
    gateway: one.gateway,
  })
  const found = refund.transactions.flatMap((one) =>
    one.status === 'settled' ? [of(one, 'done')] : one.status === 'failed' ? [of(one, 'failed')] : [],
  )
  const isFinal = intent.state === 'settled' || intent.state === 'failed'
  if (found.length > 0 || isOver || !isFinal) return found
  // Shopify calls it settled and names no transaction of it: the refund itself is the movement.
  const kind = intent.state === 'settled' ? 'done' : 'failed'
  return [{ ...movement(kind, intent.amount), refundGid: refund.gid }]
}

/**
 * What a payment provider failed to pay of a failed intent: of several tenders only the failed ones; all of it where Shopify
 * names no transaction. What the provider did pay has moved and is not owed any more.
 */
export function amountFailed({ amount, report }: Pick<BookedIntent, 'amount' | 'report'>): Money {
  const { data } = Report.safeParse(report)
  const failed =
    data !== undefined && 'refund' in data
      ? data.refund.transactions.filter(({ status }) => status === 'failed')
      : []
  if (failed.length === 0) return amount
  return sum(
    failed.map((one) => one.amount),
    amount.currency,
  )
}

function movement(kind: Movement['kind'], amount: Money): Movement {
  return { kind, amount, refundGid: null, transactionGid: null, gateway: '', note: '' }
}

/** The account of one intent: what was reserved and what became of it. */
export type IntentAccount = {
  readonly reserved: Money
  readonly done: Money
  readonly failed: Money
  readonly released: Money
  /** Reserved and not at its end. Negative when more was done than reserved, which must not happen. */
  readonly open: Money
}

/** Adds up the entries of one intent. Throws for two currencies. */
export function accountOf(entries: readonly NewEntry[], currency: string): IntentAccount {
  const total = (kind: NewEntry['kind']) =>
    sum(
      entries.filter((entry) => entry.kind === kind).map((entry) => entry.amount),
      currency,
    )
  const [reserved, done, failed, released] = [
    total('reserved'),
    total('done'),
    total('failed'),
    total('released'),
  ]
  return { reserved, done, failed, released, open: sub(reserved, sum([done, failed, released], currency)) }
}

/** Whether what was reserved is exactly what is done, failed, released or open, and nothing more came out than went in. */
export function isConserved(account: IntentAccount): boolean {
  const out = add(add(account.done, account.failed), account.released)
  return (
    isSame(add(out, account.open), account.reserved) && !isPositive(sub(zero(out.currency), account.open))
  )
}
