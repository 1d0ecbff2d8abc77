import { epochDay } from '../dates.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { bonusPercentOf, flatBonusOf, flatChargesOf, restockingPercentOf } from './charges.ts'
import type { LineDecision } from './decision.ts'
import { type Outcome, Outcome as Outcomes } from './terms/outcomes.ts'
import { payMoments } from './terms/pay-when.ts'
import { ReturnMethod } from './terms/return-methods.ts'
import { payerFor } from './terms/return-shipping-payer.ts'

/**
 * Orders two decisions for the same part of a request, for the buyer: positive when the first is better, 0 when they are as
 * good. A total order: what matters most comes first (whether it may come back, then money, then time, then ease).
 */
export function compareForBuyer(order: OrderFacts, one: LineDecision, other: LineDecision): number {
  const [mine, theirs] = [meritsOf(order, one), meritsOf(order, other)]
  for (const [place, merit] of mine.entries()) {
    const against = theirs[place] ?? merit
    if (merit !== against) return merit > against ? 1 : -1
  }
  return 0
}

/**
 * Whether the first decision is better for the buyer beyond doubt: what the other refuses may come back, or it is better in
 * something and worse in nothing. A longer window, or nobody who must look, does not make up for a higher fee: who would rather have
 * which, nobody can say.
 */
export function isBetterForBuyer(order: OrderFacts, one: LineDecision, other: LineDecision): boolean {
  if (one.verdict === 'deny') return false
  if (other.verdict === 'deny') return true
  const [mine, theirs] = [meritsOf(order, one), meritsOf(order, other)]
  const isWorse = mine.some((merit, place) => merit < (theirs[place] ?? merit))
  return !isWorse && mine.some((merit, place) => merit > (theirs[place] ?? merit))
}

/** What a decision is worth to the buyer in each respect, the weightiest first; more is better. */
function meritsOf(order: OrderFacts, decision: LineDecision): readonly number[] {
  const line = order.lines.find(({ id }) => id === decision.lineId)
  if (decision.verdict === 'deny' || line === undefined) return nothing
  const { terms, window, fault } = decision
  return [
    decision.verdict === 'approve' ? 2 : 1,
    ...Outcomes.options.flatMap((outcome) => worthsOf(outcome, { order, line, decision })),
    terms.keepItem ? 1 : 0,
    payerFor(terms.returnShippingPayer, fault) === 'merchant' ? 1 : 0,
    window === null ? Infinity : epochDay(window.lastDay),
    -payMoments.indexOf(terms.payWhen),
    -terms.evidence.photos,
    -terms.evidence.questions.length,
    ...ReturnMethod.options.map((method) => (terms.returnMethods.includes(method) ? 1 : 0)),
    terms.bundles === 'parts' ? 1 : 0,
    exchangePrices.indexOf(terms.exchangePrice),
    reviews.indexOf(terms.review),
  ]
}

/** A refusal; it is never compared beyond its first place. */
const nothing: readonly number[] = [0]
const exchangePrices: readonly LineDecision['terms']['exchangePrice'][] = [
  'even_only',
  'difference',
  'price_paid',
]
const reviews: readonly LineDecision['terms']['review'][] = ['manager', 'staff', 'automatic']

type Worth = { readonly order: OrderFacts; readonly line: LineFacts; readonly decision: LineDecision }

/**
 * What an outcome brings for the first unit, and for each one more: what is charged or given once counts only for the first, so a
 * fee per item can be the smaller for one unit and the greater for three. Nothing at all where it is not offered.
 */
function worthsOf(outcome: Outcome, at: Worth): readonly [first: number, further: number] {
  if (!at.decision.terms.outcomes.includes(outcome)) return [-Infinity, -Infinity]
  const first = worthOf(outcome, at, 1)
  return [first, worthOf(outcome, at, 2) - first]
}

/** In hundredths of a hundredth of the minor unit, so that nothing is rounded. */
function worthOf(outcome: Outcome, { order, line, decision }: Worth, units: number): number {
  const part = { decision, units, outcome }
  const { currency } = order
  const flat = flatChargesOf([part], currency).reduce((total, { amount }) => total + amount.minor, 0)
  const percent = Math.round((bonusPercentOf(part) - restockingPercentOf(part)) * 100)
  return (
    units * line.discountedUnitPrice.minor * (10_000 + percent) +
    (flatBonusOf([part], currency).minor - flat) * 10_000
  )
}
