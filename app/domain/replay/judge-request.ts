import { add, isZero, money, type Money, percentOf, times, zero } from '../money.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { bonusPercentOf, flatBonusOf, flatChargesOf, restockingPercentOf } from '../policy/charges.ts'
import type { CompiledPolicy } from '../policy/compile.ts'
import type { LineDecision } from '../policy/decision.ts'
import { factsOfLine, orderContext, type OrderContext, type RequestFacts } from '../policy/facts.ts'
import { judgeLine, raisedTerms, type Ruling, type RulingReason } from '../policy/judge.ts'
import { Outcome } from '../policy/terms/outcomes.ts'

export type Verdict = LineDecision['verdict']

/** Units of a line that are asked back, or would have been. */
export type AskedPart = {
  readonly line: LineFacts
  readonly quantity: number
  readonly request: RequestFacts
}

/** A request to judge: a past return, or a past order as if all of it were asked back. */
export type AskedRequest = {
  readonly order: OrderFacts
  readonly parts: readonly AskedPart[]
  /** The instant at which it is asked. */
  readonly at: string
}

/** How far the law carries a line: it comes back only by law, or some of its terms are the law's. */
export type LawHit = { readonly statute: string; readonly kind: 'decides' | 'raises' }

export type JudgedPart = {
  readonly verdict: Verdict
  /** The first reason: why it may come back, or why not. */
  readonly because: RulingReason
  readonly law: LawHit | null
  /** What it would be paid as, where it may come back. */
  readonly outcome: Outcome | null
  /** Price of its units. */
  readonly value: Money
}

/** The money of what is approved, in the order's currency. `fees` are kept from it, `bonus` is given on top. */
export type RequestSums = {
  readonly refund: Money
  readonly store_credit: Money
  readonly exchange: Money
  readonly fees: Money
  readonly bonus: Money
  /** Price of what a person would have to decide. */
  readonly inReview: Money
}

export type JudgedRequest = {
  readonly verdict: Verdict
  readonly parts: readonly JudgedPart[]
  readonly sums: RequestSums
}

/** Facts that no policy can change: such a line is no question for a policy. */
const blocking: ReadonlySet<RulingReason> = new Set([
  'order_cancelled',
  'gift_card',
  'not_fulfilled',
  'nothing_left',
])

/** Whether a line could not come back whatever a policy said. */
export function isBlocked({ because }: JudgedPart): boolean {
  return blocking.has(because)
}

/** Whether the first reason of a ruling is one that no policy can change. */
export function isBlockedBy(because: RulingReason | undefined): boolean {
  return because !== undefined && blocking.has(because)
}

/** What both policies share of a request: made once. */
export function contextOfRequest({ order, at }: AskedRequest, timeZone: string): OrderContext {
  return orderContext(order, at, timeZone)
}

/** Judges a request by one policy, with the law below it, and adds up what it comes to. Pure; only the compact ruling is made. */
export function judgeRequest(
  policy: CompiledPolicy,
  { order, parts }: AskedRequest,
  context: OrderContext,
): JudgedRequest {
  const judged = parts.map((part) => judgePart(policy, part, context))
  const asked = judged.filter(({ part }) => !isBlocked(part))
  return {
    verdict: worst(asked.map(({ part }) => part.verdict)),
    parts: judged.map(({ part }) => part),
    sums: sumsOf(judged, order.currency),
  }
}

type Judged = {
  readonly part: JudgedPart
  readonly units: number
  readonly decision: Pick<LineDecision, 'terms' | 'fault'>
}

function judgePart(policy: CompiledPolicy, asked: AskedPart, context: OrderContext): Judged {
  const { line, quantity, request } = asked
  const facts = factsOfLine(context, line, { request, reason: policy.reasonFacts(request.reason) })
  const ruling = judgeLine(policy, facts)
  const { verdict, terms } = ruling
  const part: JudgedPart = {
    verdict,
    // Every ruling has a reason: its type cannot say so.
    because: ruling.reasons[0] ?? 'window_open',
    law: lawHitOf(ruling),
    outcome: verdict === 'deny' ? null : outcomeOf(terms.outcomes, request.outcome),
    value: times(line.discountedUnitPrice, quantity),
  }
  return { part, units: quantity, decision: { terms, fault: facts.reason.fault } }
}

function lawHitOf(ruling: Ruling): LawHit | null {
  if (ruling.law.kind !== 'statute' || ruling.verdict === 'deny') return null
  const { statute } = ruling.law
  if (ruling.lawDecides) return { statute, kind: 'decides' }
  return raisedTerms(ruling).length > 0 ? { statute, kind: 'raises' } : null
}

/** What is asked for where it is offered, else the first that is. */
function outcomeOf(offered: readonly Outcome[], asked: Outcome | null): Outcome | null {
  if (asked !== null && offered.includes(asked)) return asked
  return Outcome.options.find((outcome) => offered.includes(outcome)) ?? null
}

const rank: Readonly<Record<Verdict, number>> = { deny: 0, review: 1, approve: 2 }

/** Positive when the second verdict is better for the buyer. */
export function rise(before: Verdict, after: Verdict): number {
  return rank[after] - rank[before]
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0 || verdicts.includes('deny')) return 'deny'
  return verdicts.includes('review') ? 'review' : 'approve'
}

function sumsOf(judged: readonly Judged[], currency: string): RequestSums {
  const none = zero(currency)
  const sums = { refund: none, store_credit: none, exchange: none, fees: none, bonus: none, inReview: none }
  const charged: { units: number; outcome: Outcome; decision: Judged['decision'] }[] = []
  let paid = none
  for (const { part, units, decision } of judged) {
    const { outcome, value } = part
    if (part.verdict === 'review') sums.inReview = add(sums.inReview, value)
    if (part.verdict !== 'approve' || outcome === null) continue
    sums[outcome] = add(sums[outcome], value)
    paid = add(paid, value)
    charged.push({ units, outcome, decision })
    const restocking = share(value, restockingPercentOf({ decision, outcome }))
    if (!isZero(restocking)) sums.fees = add(sums.fees, restocking)
    // As when it is paid: on top of what is refunded, which is what the fee leaves.
    const bonus = share(
      money(value.minor - restocking.minor, currency),
      bonusPercentOf({ decision, outcome }),
    )
    if (!isZero(bonus)) sums.bonus = add(sums.bonus, bonus)
  }
  if (charged.length === 0) return sums
  for (const { amount } of flatChargesOf(charged, currency)) sums.fees = add(sums.fees, amount)
  // Nobody pays for sending goods back that are worth less than the fees.
  if (sums.fees.minor > paid.minor) sums.fees = paid
  sums.bonus = add(sums.bonus, flatBonusOf(charged, currency))
  return sums
}

function share(value: Money, percent: number): Money {
  return percent === 0 ? zero(value.currency) : percentOf(value, percent)
}
