import type { LineFacts } from '#app/domain/order.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import { lineOfPart } from '#app/domain/return-part.ts'
import { type Asked, noteLimit } from './assessed-request.ts'
import type { JudgedOrderFacts } from './judged-order.server.ts'
import type { LineProblem } from './quote-return.server.ts'

/** What is wrong with the lines however they are paid; with all of them, not only the first. */
export function problemsOf(
  judged: JudgedOrderFacts,
  requested: readonly RequestedLine[],
  asked: readonly Asked[],
): readonly LineProblem[] {
  const seen = new Set<string>()
  const problems = requested.flatMap((line) => {
    const isTwice = seen.has(line.lineId)
    seen.add(line.lineId)
    const lineId = lineOfPart(line.lineId)
    const together = requested.filter((one) => lineOfPart(one.lineId) === lineId)
    const problem = problemOf(line, {
      facts: judged.order.lines.find((one) => one.id === lineId),
      decision: judged.decision.lines.find((one) => one.lineId === lineId),
      units: together.reduce((units, { quantity }) => units + quantity, 0),
      denial: asked.every(({ denied }) => denied.has(line.lineId))
        ? asked[0]?.denied.get(line.lineId)
        : undefined,
      isTwice,
      hasReason: judged.reasons.some((one) => one.handle === line.reasonHandle),
    })
    return problem === null ? [] : [problem]
  })
  if (problems.length > 0 || asked.some(({ broken }) => broken.length === 0)) return problems
  const broken = asked[0]?.broken ?? []
  return requested.flatMap(({ lineId }) => {
    const own = judged.order.lines.find((one) => one.id === lineOfPart(lineId))?.bundleId
    const missing = broken.find(({ bundleId }) => bundleId === own)?.missing
    if (missing === undefined) return []
    return [{ lineId, problem: 'bundle_incomplete' as const, missing: missing.map(({ title }) => title) }]
  })
}

type KnownOfLine = {
  readonly facts: LineFacts | undefined
  readonly decision: LineDecision | undefined
  /** Of all parts of the line together. */
  readonly units: number
  /** Why it is refused however it is paid. */
  readonly denial: LineDecision | undefined
  readonly isTwice: boolean
  readonly hasReason: boolean
}

function problemOf(line: RequestedLine, known: KnownOfLine): LineProblem | null {
  const { lineId } = line
  const { facts, decision } = known
  if (facts === undefined || decision === undefined) return { lineId, problem: 'unknown_line' }
  if (!Number.isSafeInteger(line.quantity) || line.quantity < 1 || known.isTwice) {
    return { lineId, problem: 'quantity_invalid' }
  }
  const returnable = facts.returnableQuantity
  const isSent = facts.fulfillmentLineItemId !== null
  // Nothing left of a line that could be returned otherwise: the number says more than a refusal.
  if (isSent && !facts.isGiftCard && decision.reasons.some((reason) => reason.key === 'fact.nothing_left')) {
    return { lineId, problem: 'quantity_exceeded', returnable }
  }
  if (known.denial !== undefined) return { lineId, problem: 'not_returnable', denial: known.denial }
  if (line.quantity > returnable || known.units > returnable)
    return { lineId, problem: 'quantity_exceeded', returnable }
  if (!known.hasReason) return { lineId, problem: 'reason_missing' }
  if (line.note.length > noteLimit) return { lineId, problem: 'note_too_long' }
  return null
}
