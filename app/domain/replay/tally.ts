import { z } from 'zod'
import type { OrderFacts } from '../order.ts'
import { type AskedRequest, isBlocked, rise, type JudgedPart, type RequestSums } from './judge-request.ts'
import type { ReplayedRequest } from './replay-request.ts'

const Count = z.int().min(0)
const Row = z.object({ approve: Count, review: Count, deny: Count })
/** By the verdict before: how many have which verdict after. */
const Matrix = z.object({ approve: Row, review: Row, deny: Row })
export type Matrix = z.infer<typeof Matrix>

/** Minor units: whole numbers that are added exactly. */
const Minor = z.int()
const Sums = z.object({
  refund: Minor,
  store_credit: Minor,
  exchange: Minor,
  fees: Minor,
  bonus: Minor,
  inReview: Minor,
})
export type Sums = z.infer<typeof Sums>

const Group = z.object({ label: z.string().nullable(), lines: Count, up: Count, down: Count })
const Groups = z.record(z.string(), Group)
const LawHits = z.record(z.string(), z.object({ decides: Count, raises: Count }))

const Part = z.object({
  requests: Matrix,
  lines: Matrix,
  /** Lines that no policy could let come back; they count nowhere else. */
  blocked: Count,
  /** Requests of which only the money is another. */
  terms: Count,
  money: z.record(z.string(), z.object({ before: Sums, after: Sums })),
  /** By statute how often the law carried a line. */
  law: z.object({ before: LawHits, after: LawHits }),
  by: z.object({ because: Groups, reason: Groups, product: Groups, country: Groups, customer: Groups }),
})
export type TallyPart = z.infer<typeof Part>

/** What a replay came to so far: past orders as if all were asked back, and past returns as they were. Plain JSON, kept with the cursor. */
export const Tally = z.object({ orders: Part, returns: Part })
export type Tally = z.infer<typeof Tally>

export const groupNames = ['because', 'reason', 'product', 'country', 'customer'] as const
export type GroupName = (typeof groupNames)[number]

/** So many products are told apart; flips of further ones count together. */
const mostProducts = 5_000
const otherProducts = 'other'

/** A replay of nothing. */
export function emptyTally(): Tally {
  return { orders: emptyPart(), returns: emptyPart() }
}

function emptyPart(): TallyPart {
  const row = () => ({ approve: 0, review: 0, deny: 0 })
  const matrix = () => ({ approve: row(), review: row(), deny: row() })
  return {
    requests: matrix(),
    lines: matrix(),
    blocked: 0,
    terms: 0,
    money: {},
    law: { before: {}, after: {} },
    by: { because: {}, reason: {}, product: {}, country: {}, customer: {} },
  }
}

/**
 * Counts a request into a part of a tally, in place: a replay counts some hundred thousand. Throws where a sum of minor units is no
 * safe integer any more, as money does everywhere.
 */
export function countRequest(part: TallyPart, asked: AskedRequest, replayed: ReplayedRequest): void {
  const { before, after, way } = replayed
  let isQuestion = false
  for (const [place, old] of before.parts.entries()) {
    const next = after.parts[place]
    const from = asked.parts[place]
    if (next === undefined || from === undefined) continue
    if (isBlocked(old)) {
      part.blocked += 1
      continue
    }
    isQuestion = true
    part.lines[old.verdict][next.verdict] += 1
    countLaw(part.law.before, old)
    countLaw(part.law.after, next)
    countGroups(part, { asked, line: from.line, reason: from.request.reason, before: old, after: next })
  }
  if (!isQuestion) return
  part.requests[before.verdict][after.verdict] += 1
  if (way === 'terms') part.terms += 1
  const { currency } = asked.order
  const money = (part.money[currency] ??= { before: noSums(), after: noSums() })
  addSums(money.before, before.sums)
  addSums(money.after, after.sums)
}

function noSums(): Sums {
  return { refund: 0, store_credit: 0, exchange: 0, fees: 0, bonus: 0, inReview: 0 }
}

function addSums(sums: Sums, more: RequestSums): void {
  sums.refund = exact(sums.refund + more.refund.minor)
  sums.store_credit = exact(sums.store_credit + more.store_credit.minor)
  sums.exchange = exact(sums.exchange + more.exchange.minor)
  sums.fees = exact(sums.fees + more.fees.minor)
  sums.bonus = exact(sums.bonus + more.bonus.minor)
  sums.inReview = exact(sums.inReview + more.inReview.minor)
}

function exact(minor: number): number {
  if (!Number.isSafeInteger(minor))
    throw new RangeError(`A sum of ${minor} minor units is not exact any more`)
  return minor
}

function countLaw(hits: TallyPart['law']['before'], { law }: JudgedPart): void {
  if (law === null) return
  const hit = (hits[law.statute] ??= { decides: 0, raises: 0 })
  hit[law.kind] += 1
}

type Counted = {
  readonly asked: AskedRequest
  readonly line: AskedRequest['parts'][number]['line']
  readonly reason: string | null
  readonly before: JudgedPart
  readonly after: JudgedPart
}

function countGroups({ by }: TallyPart, { asked, line, reason, before, after }: Counted): void {
  const change = rise(before.verdict, after.verdict)
  const { order } = asked
  countIn(by.country, order.country ?? '', { label: null, change })
  countIn(by.customer, customerGroupOf(order), { label: null, change })
  if (reason !== null) countIn(by.reason, reason, { label: null, change })
  if (change === 0) return
  // The reason of the stricter side: why it was refused, or why it is now.
  countIn(by.because, change > 0 ? before.because : after.because, { label: null, change })
  const product = line.productId ?? line.title
  const isRoom = Object.hasOwn(by.product, product) || Object.keys(by.product).length < mostProducts
  countIn(by.product, isRoom ? product : otherProducts, { label: isRoom ? line.title : null, change })
}

function countIn(
  groups: z.infer<typeof Groups>,
  key: string,
  { label, change }: { readonly label: string | null; readonly change: number },
): void {
  const group = Object.hasOwn(groups, key) ? groups[key] : undefined
  const counted = group ?? { label, lines: 0, up: 0, down: 0 }
  counted.lines += 1
  if (change > 0) counted.up += 1
  if (change < 0) counted.down += 1
  if (group === undefined) groups[key] = counted
}

/** Who bought, as shops tell their customers apart. */
type CustomerGroup = 'business' | 'guest' | 'first' | 'returning'

function customerGroupOf({ customer, isBusiness, isFirst }: OrderFacts): CustomerGroup {
  if (isBusiness === true) return 'business'
  if (customer === null) return 'guest'
  return isFirst === true || (customer.orderCount ?? 2) <= 1 ? 'first' : 'returning'
}
