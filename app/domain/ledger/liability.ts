import { secondsBetween } from '../dates.ts'
import { allocate, compare, isPositive, money, type Money, sub, zero } from '../money.ts'

/** Ages in days: from the first number, below the second. */
export const ageBands = [
  { id: 'week', from: 0, to: 7 },
  { id: 'month', from: 7, to: 30 },
  { id: 'two_months', from: 30, to: 60 },
  { id: 'older', from: 60, to: Infinity },
] as const
export type AgeBand = (typeof ageBands)[number]['id']

/**
 * `owed`: the goods are there, or the policy pays without them. `in_flight`: sent to Shopify or about to be. `failed`: the
 * payment provider failed, the buyer has nothing. `expected`: approved, and the goods are still on their way.
 */
export const owedKinds = ['owed', 'in_flight', 'failed', 'expected'] as const
export type OwedKind = (typeof owedKinds)[number]

/** Money that a shop owes for one return, and since when. */
export type Owed = {
  readonly kind: OwedKind
  readonly returnId: string
  readonly amount: Money
  readonly since: string
}

/** What the liability needs to know of a return. Worths weigh the promise: what each unit gives back by its receipt. */
export type OwingReturn = {
  readonly id: string
  readonly status: 'in_review' | 'approved' | 'received' | 'declined' | 'cancelled' | 'closed'
  readonly paysOnApproval: boolean
  /** All that was promised: refund and bonus. Null where nothing was. */
  readonly promised: Money | null
  readonly currency: string
  readonly decidedAt: string | null
  readonly receivedAt: string | null
  readonly requestedAt: string
  /** The worth of the promise that no refund has taken up yet, and of all of it, in minor units. */
  readonly unpaidWorth: number
  readonly wholeWorth: number
  /** Amounts of its intents that have not come to their end, with when they were meant. */
  readonly inFlight: readonly { readonly amount: Money; readonly since: string }[]
  readonly failed: readonly { readonly amount: Money; readonly since: string }[]
  /** What was paid back past Homeward for this return. */
  readonly external: Money
}

/** What one return owes, in its parts. Refunds made past Homeward are netted: first with what is owed, never below nothing. */
export function owedOf(one: OwingReturn): readonly Owed[] {
  const owed: Owed[] = [
    ...unpaid(one),
    ...one.failed.map(({ amount, since }) => ({ kind: 'failed' as const, returnId: one.id, amount, since })),
  ]
  const netted = net(owed, one.external)
  const inFlight = one.inFlight.map((part) => ({ kind: 'in_flight' as const, returnId: one.id, ...part }))
  return [...netted, ...inFlight].filter(({ amount }) => isPositive(amount))
}

function unpaid(one: OwingReturn): Owed[] {
  if ((one.status !== 'approved' && one.status !== 'received') || one.promised === null) return []
  if (one.unpaidWorth <= 0) return []
  const rest = Math.max(0, one.wholeWorth - one.unpaidWorth)
  const amount = allocate(one.promised, [one.unpaidWorth, rest])[0] ?? zero(one.currency)
  const isDue = one.status === 'received' || one.paysOnApproval
  const since = (one.status === 'received' ? one.receivedAt : one.decidedAt) ?? one.requestedAt
  return [{ kind: isDue ? 'owed' : 'expected', returnId: one.id, amount, since }]
}

function net(owed: readonly Owed[], external: Money): Owed[] {
  let left = external
  return owed.map((one) => {
    if (one.amount.currency !== left.currency) return one
    const taken = compare(left, one.amount) > 0 ? one.amount : left
    left = sub(left, taken)
    return { ...one, amount: sub(one.amount, taken) }
  })
}

/** One currency's liability: sums per kind and, of what is due (everything but `expected`), per age. */
export type Liability = {
  readonly currency: string
  readonly returns: number
  readonly due: Money
  readonly byKind: Readonly<Record<OwedKind, Money>>
  readonly byAge: Readonly<Record<AgeBand, Money>>
}

/** Adds up what is owed, one sum per currency, largest first by what is due. */
export function liabilities(owed: readonly Owed[], now: string): readonly Liability[] {
  const currencies = [...new Set(owed.map(({ amount }) => amount.currency))].sort()
  return currencies.map((currency) => {
    const ours = owed.filter(({ amount }) => amount.currency === currency)
    const due = ours.filter(({ kind }) => kind !== 'expected')
    const total = (list: readonly Owed[]) =>
      money(
        list.reduce((minor, { amount }) => minor + amount.minor, 0),
        currency,
      )
    const ofKind = (kind: OwedKind) => total(ours.filter((one) => one.kind === kind))
    const ofAge = (band: AgeBand) => total(due.filter((one) => ageBandOf(one.since, now) === band))
    return {
      currency,
      returns: new Set(due.map(({ returnId }) => returnId)).size,
      due: total(due),
      byKind: {
        owed: ofKind('owed'),
        in_flight: ofKind('in_flight'),
        failed: ofKind('failed'),
        expected: ofKind('expected'),
      },
      byAge: {
        week: ofAge('week'),
        month: ofAge('month'),
        two_months: ofAge('two_months'),
        older: ofAge('older'),
      },
    }
  })
}

/** The band of an age; what lies in the future (a clock that was put back) counts as new. */
export function ageBandOf(since: string, now: string): AgeBand {
  const days = Math.max(0, secondsBetween(since, now)) / 86_400
  return ageBands.find(({ to }) => days < to)?.id ?? 'older'
}
