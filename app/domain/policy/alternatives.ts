import type { CompiledPolicy } from './compile.ts'
import type { Alternative } from './decision.ts'
import type { PolicyFacts } from './facts.ts'
import { judgeLine, type Ruling } from './judge.ts'
import { Outcome } from './terms/outcomes.ts'

/**
 * What the policy does allow when it says no, the nearest first: another outcome, the counter of a shop, a claim for faulty
 * goods. Each was judged by the same engine, so what is offered would pass. An exception can always be asked for; facts that
 * no policy can change have no alternative.
 */
export function alternativesOf(
  policy: CompiledPolicy,
  facts: PolicyFacts,
  ruling: Ruling,
  floor: boolean,
): readonly Alternative[] {
  if (ruling.verdict !== 'deny' || ruling.reasons.some((reason) => blocking.has(reason))) return none
  const judged = (request: Partial<PolicyFacts['request']>) =>
    judgeLine(policy, { ...facts, request: { ...facts.request, ...request } }, floor)
  const found: Alternative[] = []
  for (const outcome of Outcome.options) {
    if (outcome === facts.request.outcome) continue
    const other = judged({ outcome })
    if (other.verdict !== 'deny' && other.terms.outcomes.includes(outcome)) {
      found.push({ kind: 'outcome', outcome, verdict: other.verdict })
    }
  }
  if (facts.request.channel !== 'store') {
    const atCounter = judged({ channel: 'store' })
    if (atCounter.verdict !== 'deny')
      found.push({ kind: 'channel', channel: 'store', verdict: atCounter.verdict })
  }
  if (ruling.law.kind === 'statute' && ruling.law.faultRights && facts.reason.fault === null) {
    found.push({ kind: 'fault_claim' })
  }
  return [...found, { kind: 'exception' }]
}

const none: readonly Alternative[] = []
const blocking: ReadonlySet<string> = new Set([
  'order_cancelled',
  'gift_card',
  'not_fulfilled',
  'nothing_left',
])
