import { decisionForGift, type GiftTerms, isForGift } from '#app/domain/gift.ts'
import { brokenBundles } from '#app/domain/policy/bundles.ts'
import { type EvidenceNeeds, joinNeeds } from '#app/domain/policy/evidence-needs.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import { type Asked, type AssessInput, outcomeOfLine } from './assessed-request.ts'
import type { JudgedOrderFacts } from './judged-order.server.ts'
import { requestParts } from './request-part.ts'

/** Judges the request as if it were paid by an outcome; lines with one of their own keep it. */
export function askedFor(
  judged: JudgedOrderFacts,
  { lines, gift }: Pick<AssessInput, 'lines' | 'gift'>,
  outcome: Outcome,
): Asked {
  const known = lines.flatMap((requested) => {
    const facts = judged.order.lines.find((one) => one.id === lineOfPart(requested.lineId))
    return facts === undefined ? [] : [{ requested, facts }]
  })
  const decision = judged.decide(
    requestParts(
      known.map(({ requested }) => requested),
      outcome,
    ),
  )
  const assessed = known.flatMap(({ requested, facts }, place) => {
    const decided = decision.lines[place]
    const reason = judged.reasons.find((one) => one.handle === requested.reasonHandle)
    if (decided === undefined || reason === undefined) return []
    const id = requested.lineId
    const judgement = gift === undefined ? decided : decisionForGift(decided, outcome)
    return [{ requested, facts: { ...facts, id }, decision: { ...judgement, lineId: id }, reason }]
  })
  const parts = assessed.map(({ decision: { terms }, requested }) => ({
    decision: { terms, lineId: lineOfPart(requested.lineId) },
    units: requested.quantity,
  }))
  const broken = brokenBundles(judged.order, parts)
  const denied = new Map(
    known.flatMap(({ requested }, place) => {
      const decided = decision.lines[place]
      return decided?.verdict === 'deny' ? [[requested.lineId, decided] as const] : []
    }),
  )
  const isOffered =
    broken.length === 0 &&
    assessed.every(
      ({ requested, decision: { verdict, terms } }) =>
        verdict !== 'deny' &&
        isPossible(judged, outcomeOfLine(requested, outcome), gift) &&
        terms.outcomes.includes(outcomeOfLine(requested, outcome)),
    )
  return { outcome, lines: assessed, denied, broken, isOffered }
}

/**
 * Store credit needs somebody whose it is: Shopify keeps it in the customer's account. Whether there are goods for an exchange
 * is looked at only where everything else allows it.
 */
export function isPossible(
  { order }: JudgedOrderFacts,
  outcome: Outcome,
  gift: GiftTerms | undefined,
): boolean {
  if (gift !== undefined) return isForGift(outcome, gift)
  return outcome !== 'store_credit' || order.customer !== null
}

/** How a line can be paid, the original payment first. */
export type LineWays = { readonly lineId: string; readonly outcomes: readonly Outcome[] }

/**
 * The ways of paying of each line by itself, where no way is common to all: then each line can go its own. Null where a line has
 * none, where lines have ways of their own already, or where there is one line only.
 */
export function waysOfLines(asked: readonly Asked[]): readonly LineWays[] | null {
  const lines = asked[0]?.lines ?? []
  if (lines.length < 2 || lines.some(({ requested }) => requested.outcome !== undefined)) return null
  const ways = lines.map(({ facts: { id: lineId } }, place) => ({
    lineId,
    outcomes: asked.flatMap(({ outcome, broken, lines: own }) => {
      const decision = own[place]?.decision
      const isPaid =
        broken.length === 0 &&
        decision !== undefined &&
        decision.verdict !== 'deny' &&
        decision.terms.outcomes.includes(outcome)
      return isPaid ? [outcome] : []
    }),
  }))
  return ways.some(({ outcomes }) => outcomes.length === 0) ? null : ways
}

/** Whether a line would be exchanged. */
export function hasExchange({ lines, outcome }: Pick<Asked, 'lines' | 'outcome'>): boolean {
  return lines.some(({ requested }) => outcomeOfLine(requested, outcome) === 'exchange')
}

/** What each line hangs on, however it is paid. */
export function needsOf(
  judged: JudgedOrderFacts,
  lines: readonly RequestedLine[],
  offered: readonly Asked[],
): readonly EvidenceNeeds[] {
  const perOutcome = offered.map(({ outcome }) => judged.needs(requestParts(lines, outcome)))
  return lines.map((_, place) =>
    perOutcome.flatMap((needs) => needs[place] ?? []).reduce(joinNeeds, { photos: 0, questions: [] }),
  )
}
