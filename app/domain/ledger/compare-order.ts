import { z } from 'zod'
import { add, isSame, isZero, Money, negate, sub, sum, zero } from '../money.ts'
import type { MoneyState } from '../return.ts'
import { accountOf } from './book-intent.ts'
import type { LedgerEntry, NewEntry } from './entry.ts'

/** A refund of an order as Shopify has it. `returnGid` is null where it was made on the order and not on a return. */
export type OrderRefund = {
  readonly gid: string
  readonly note: string
  readonly createdAt: string
  readonly returnGid: string | null
  readonly transactions: readonly {
    readonly gid: string
    readonly status: 'settled' | 'pending' | 'failed'
    readonly gateway: string
    readonly amount: Money
  }[]
}

/** All that Shopify says about the money that went back for an order. */
export type OrderMoney = {
  readonly currency: string
  readonly refunds: readonly OrderRefund[]
  /** False when the order has more refunds than were read: then nothing is called missing. */
  readonly isComplete: boolean
  /** What the buyer paid and what went back, by Shopify's own totals. */
  readonly received: Money
  readonly refunded: Money
  /** Of the credits outside the order that the ledger names: those that Shopify still has. */
  readonly credits: readonly { readonly gid: string; readonly amount: Money }[]
}

/** An intent of the order: how its refund is found in Shopify, and whether it came to its end. */
export type ComparedIntent = {
  readonly id: string
  readonly returnId: string
  readonly correlation: string
  readonly state: MoneyState
  readonly amount: Money
}

/**
 * `missing_in_shopify`: the ledger says done, Shopify has no such movement. `not_booked`: a refund with our note moved money
 * that its intent knows nothing of. `amount_differs`: both have it, with two amounts. `not_balanced`: an intent is at its
 * end and what came out is not what was reserved. `total_differs`: every movement fits, Shopify's own total does not.
 * `over_received`: more went back than the buyer paid. `order_gone`: Shopify does not show us the order any more.
 */
const differenceKinds = [
  'missing_in_shopify',
  'not_booked',
  'amount_differs',
  'not_balanced',
  'total_differs',
  'over_received',
  'order_gone',
] as const

/** Something that a person must look at. `key` names it for as long as it stands; `amount` is what cannot be explained. */
export const Difference = z.object({
  kind: z.enum(differenceKinds),
  key: z.string(),
  amount: Money,
  inLedger: Money,
  inShopify: Money,
  intentId: z.string().nullable(),
  returnId: z.string().nullable(),
  refundGid: z.string().nullable(),
  transactionGid: z.string().nullable(),
  since: z.string(),
})
export type Difference = z.infer<typeof Difference>

/** A movement of Shopify's that the ledger does not have. Made past Homeward it is booked as `external`. */
export type ForeignMovement = {
  readonly refund: OrderRefund
  readonly transaction: OrderRefund['transactions'][number]
}

/** The last tender of a refund of ours whose other tenders are booked: the intent had come to its end without it. */
export type LateMovement = ForeignMovement & { readonly intentId: string }

export type Comparison = {
  /** Movements that both sides have, equal to the last unit. */
  readonly matched: number
  readonly foreign: readonly ForeignMovement[]
  readonly late: readonly LateMovement[]
  /** Intents that wait for an answer and have a refund in Shopify: reading them brings the answer. */
  readonly answered: readonly string[]
  readonly differences: readonly Difference[]
}

const openStates: readonly MoneyState[] = ['intended', 'sent', 'pending', 'unknown']

/**
 * Compares the ledger of one order with what Shopify has: by ids first, else by the note that only one intent has. Pure:
 * `entries` are all of the order. Refunds without our note are foreign, never wrong; everything else that is not equal is
 * a difference. A difference that a person has accepted (`adjusted`, naming its key) is none any more.
 */
export function compareOrder(input: {
  readonly entries: readonly LedgerEntry[]
  readonly intents: readonly ComparedIntent[]
  readonly money: OrderMoney
  readonly now: string
}): Comparison {
  const { entries, intents, money } = input
  const movements = money.refunds.flatMap((refund) =>
    refund.transactions.map((transaction) => ({ refund, transaction })),
  )
  const settled = movements.filter(
    ({ transaction }) => transaction.status === 'settled' && !isZero(transaction.amount),
  )
  // Goods exchanged for goods move no money: Shopify has no counterpart of such an entry.
  const moved = entries.filter(
    (entry) => (entry.kind === 'done' && !isZero(entry.amount)) || entry.kind === 'external',
  )
  const book = new Map(moved.map((entry) => [nameOf(entry.refundGid, entry.transactionGid), entry]))
  const unknown = settled.filter(
    ({ refund, transaction }) =>
      !book.has(nameOf(refund.gid, transaction.gid)) && !isZero(transaction.amount),
  )
  const intentOf = (refund: OrderRefund) => intents.find((intent) => refund.note.includes(intent.correlation))
  const foreign = unknown.filter(({ refund }) => intentOf(refund) === undefined)
  const ours = unknown.flatMap((one) => {
    const intent = intentOf(one.refund)
    return intent === undefined ? [] : [{ ...one, intent }]
  })
  const isWaiting = ({ state }: ComparedIntent) => openStates.includes(state)
  const late = lateMovements(input)
  const isLate = (one: Ours) => late.some(({ transaction }) => transaction.gid === one.transaction.gid)
  const found = [
    ...moved.flatMap((entry) => compareMovement(entry, input)),
    ...ours.filter((one) => !isWaiting(one.intent) && !isLate(one)).map((one) => notBooked(one, input)),
    ...intents.filter((intent) => !isWaiting(intent)).flatMap((intent) => notBalanced(intent, input, late)),
  ]
  const standing = [...found, ...totals(input, { foreign, ours, found })].filter(
    (one) => !isAccepted(one, entries),
  )
  return {
    matched: settled.length - unknown.length,
    foreign,
    late,
    answered: [...new Set(ours.filter(({ intent }) => isWaiting(intent)).map(({ intent }) => intent.id))],
    differences: standing,
  }
}

type Input = Parameters<typeof compareOrder>[0]
type Ours = ForeignMovement & { readonly intent: ComparedIntent }

/** How a movement is called on both sides. */
function nameOf(refundGid: string | null, transactionGid: string | null): string {
  return `${refundGid ?? ''} ${transactionGid ?? ''}`
}

/** Of a refund that is booked for an intent at its end: movements that came to their own end since. */
function lateMovements({ entries, intents, money }: Input): LateMovement[] {
  const booked = new Set(entries.map((entry) => nameOf(entry.refundGid, entry.transactionGid)))
  return money.refunds.flatMap((refund) => {
    const intent = intents.find(
      ({ id, state }) =>
        !openStates.includes(state) &&
        entries.some((entry) => entry.intentId === id && entry.refundGid === refund.gid),
    )
    if (intent === undefined) return []
    const ended = refund.transactions.filter(({ status, amount }) => status !== 'pending' && !isZero(amount))
    return ended
      .filter((transaction) => !booked.has(nameOf(refund.gid, transaction.gid)))
      .map((transaction) => ({ refund, transaction, intentId: intent.id }))
  })
}

function compareMovement(entry: LedgerEntry, { money, now }: Input): Difference[] {
  const nothing = zero(entry.amount.currency)
  const base = {
    inLedger: entry.amount,
    intentId: entry.intentId,
    returnId: entry.returnId,
    refundGid: entry.refundGid,
    transactionGid: entry.transactionGid,
    since: now,
  }
  const inShopify = amountInShopify(entry, money)
  if (inShopify === null) {
    if (!money.isComplete) return []
    const key = `missing:${entry.sequence}`
    return [{ ...base, kind: 'missing_in_shopify', key, amount: entry.amount, inShopify: nothing }]
  }
  if (isSame(inShopify, entry.amount)) return []
  const isOneCurrency = inShopify.currency === entry.amount.currency
  const amount = isOneCurrency ? sub(inShopify, entry.amount) : inShopify
  return [
    { ...base, kind: 'amount_differs', key: `amount:${entry.sequence}`, amount: size(amount), inShopify },
  ]
}

/** What Shopify has for an entry; null when it has nothing. */
function amountInShopify(entry: LedgerEntry, money: OrderMoney): Money | null {
  if (entry.refundGid === null) {
    return money.credits.find((credit) => credit.gid === entry.transactionGid)?.amount ?? null
  }
  const refund = money.refunds.find((one) => one.gid === entry.refundGid)
  if (refund === undefined) return null
  const settled = refund.transactions.filter((one) => one.status === 'settled')
  if (entry.transactionGid !== null) {
    return settled.find((one) => one.gid === entry.transactionGid)?.amount ?? null
  }
  return sum(
    settled.map((one) => one.amount),
    entry.amount.currency,
  )
}

function notBooked({ refund, transaction, intent }: Ours, { now }: Input): Difference {
  return {
    kind: 'not_booked',
    key: `unbooked:${transaction.gid}`,
    amount: transaction.amount,
    inLedger: zero(transaction.amount.currency),
    inShopify: transaction.amount,
    intentId: intent.id,
    returnId: intent.returnId,
    refundGid: refund.gid,
    transactionGid: transaction.gid,
    since: now,
  }
}

function notBalanced(
  intent: ComparedIntent,
  { entries, now, money }: Input,
  late: readonly LateMovement[],
): Difference[] {
  const { currency } = intent.amount
  if (late.some(({ intentId }) => intentId === intent.id)) return []
  const account = accountOf(
    entries.filter((entry) => entry.intentId === intent.id && entry.kind !== 'adjusted'),
    currency,
  )
  const waits = money.refunds.some(
    (refund) =>
      refund.note.includes(intent.correlation) && refund.transactions.some((one) => one.status === 'pending'),
  )
  // Of several tenders one failed and another is still on its way: what is open is open in Shopify as well.
  if (isZero(account.open) || (waits && account.open.minor > 0)) return []
  const out = sub(account.reserved, account.open)
  return [
    {
      kind: 'not_balanced',
      key: `balance:${intent.id}`,
      amount: size(account.open),
      inLedger: account.reserved,
      inShopify: out,
      intentId: intent.id,
      returnId: intent.returnId,
      refundGid: null,
      transactionGid: null,
      since: now,
    },
  ]
}

/** The totals, only where the single movements left nothing to say: one mistake is told once. */
function totals(
  { entries, money, now }: Input,
  seen: { foreign: readonly ForeignMovement[]; ours: readonly Ours[]; found: readonly Difference[] },
): Difference[] {
  if (!money.isComplete || seen.found.length > 0) return []
  const { currency } = money
  const inOrder = entries.filter(
    (one) => one.refundGid !== null && (one.kind === 'done' || one.kind === 'external'),
  )
  const news = [...seen.foreign, ...seen.ours].map(({ transaction }) => transaction.amount)
  const booked = sum([...inOrder.map((entry) => entry.amount), ...news], currency)
  const base = {
    inLedger: booked,
    inShopify: money.refunded,
    intentId: null,
    returnId: null,
    refundGid: null,
    transactionGid: null,
    since: now,
  }
  const difference = size(sub(money.refunded, booked))
  if (!isZero(difference)) return [{ ...base, kind: 'total_differs', key: 'total', amount: difference }]
  const over = sub(booked, money.received)
  if (over.minor <= 0) return []
  return [{ ...base, kind: 'over_received', key: 'over', amount: over, inShopify: money.received }]
}

/** A person has accepted exactly this difference: its key and amount stand in an adjustment. */
function isAccepted(difference: Difference, entries: readonly LedgerEntry[]): boolean {
  const [first, ...others] = entries
    .filter((entry) => entry.kind === 'adjusted' && keyOfNote(entry.note) === difference.key)
    .map((entry) => entry.amount)
  if (first === undefined) return false
  return isSame(size(others.reduce(add, first)), difference.amount)
}

/** The note of an adjustment names the difference it accepts, then what the person wrote. */
export function noteOf(key: string, words: string): string {
  return `[${key}] ${words}`
}

/** The key in the note of an adjustment. */
function keyOfNote(note: string): string {
  return /^\[([^\]]*)\]/.exec(note)?.[1] ?? ''
}

/** The correction that accepts a difference: what Shopify has more than the ledger (negative: less). */
export function adjustmentOf(difference: Difference): Money {
  const { inLedger, inShopify, amount } = difference
  if (inLedger.currency !== inShopify.currency) return amount
  return inShopify.minor >= inLedger.minor ? amount : negate(amount)
}

/** Keeps since when a difference stands: by its key. */
export function sinceBefore(now: readonly Difference[], before: readonly Difference[]): Difference[] {
  return now.map((one) => ({ ...one, since: before.find(({ key }) => key === one.key)?.since ?? one.since }))
}

/** The entries that book late movements, each for its intent, like the entries of it that are there. */
export function entriesOfLate(
  late: readonly LateMovement[],
  entries: readonly LedgerEntry[],
  now: string,
): NewEntry[] {
  return late.flatMap(({ refund, transaction, intentId }) => {
    const like = entries.find((entry) => entry.intentId === intentId && entry.kind === 'reserved')
    if (like === undefined) return []
    const { sequence: _sequence, hash: _hash, previousHash: _previous, ...base } = like
    const kind = transaction.status === 'settled' ? 'done' : 'failed'
    const { gateway, amount, gid: transactionGid } = transaction
    return [{ ...base, kind, at: now, amount, refundGid: refund.gid, transactionGid, gateway, note: '' }]
  })
}

/** The entries that book foreign movements. Each keeps Shopify's time and belongs to a return where Shopify says so. */
export function entriesOfForeign(
  foreign: readonly ForeignMovement[],
  order: {
    readonly orderGid: string
    readonly orderName: string
    readonly returnIdOf: (refund: OrderRefund) => string | null
  },
): NewEntry[] {
  return foreign.map(({ refund, transaction }) => ({
    kind: 'external',
    at: refund.createdAt,
    orderGid: order.orderGid,
    orderName: order.orderName,
    returnId: order.returnIdOf(refund),
    intentId: null,
    purpose: 'refund',
    method: 'outside',
    amount: transaction.amount,
    refundGid: refund.gid,
    transactionGid: transaction.gid,
    gateway: transaction.gateway,
    // Not Shopify's note: people write names into it, and an entry can never be changed again.
    note: '',
    actor: { kind: 'system' },
  }))
}

function size(value: Money): Money {
  return value.minor < 0 ? negate(value) : value
}
