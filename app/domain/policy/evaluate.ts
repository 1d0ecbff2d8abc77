import type { OrderFacts } from '../order.ts'
import { alternativesOf } from './alternatives.ts'
import type { CompiledPolicy } from './compile.ts'
import type { Decision, LineDecision } from './decision.ts'
import { explainRuling } from './explain.ts'
import { factsOfLine, openRequest, orderContext, type PolicyFacts, type RequestFacts } from './facts.ts'
import { judgeLine } from './judge.ts'
import { lawVersion } from './law/index.ts'

export type EvaluateInput = {
  readonly policy: CompiledPolicy
  readonly policyVersion: number
  readonly order: OrderFacts
  /** What the shopper says of each line, by line id; lines without one are judged with everything still open. */
  readonly requests?: Readonly<Record<string, Partial<RequestFacts>>>
  readonly now: string
  readonly timeZone: string
  /** False leaves the law's floor out: for figures of the policy alone, never for a decision. */
  readonly floor?: boolean
}

/**
 * Judges every line of an order. Deterministic and total: the same facts give the same decision, and no valid facts make
 * it throw. Per term the first rule that holds and sets it wins; what no rule sets comes from the baseline; then the law of the
 * destination raises what falls below it.
 */
export function evaluate(input: EvaluateInput): Decision {
  const { policy, order, floor = true } = input
  const context = orderContext(order, input.now, input.timeZone)
  const lines = order.lines.map((line) => {
    const request = { ...openRequest, ...input.requests?.[line.id] }
    const facts = factsOfLine(context, line, { request, reason: policy.reasonFacts(request.reason) })
    return decideLine(policy, facts, floor)
  })
  return decisionOf(input, lines)
}

/** One part of a request: units of a line that are asked back in the same way. */
export type RequestPart = { readonly lineId: string; readonly request: Partial<RequestFacts> }

/**
 * Judges the parts of a request, in their order: one line may be asked back in several parts with different reasons and outcomes. Parts
 * of unknown lines are left out: check them before.
 */
export function evaluateParts(
  input: Omit<EvaluateInput, 'requests'> & { readonly parts: readonly RequestPart[] },
): Decision {
  const { policy, order, floor = true } = input
  const context = orderContext(order, input.now, input.timeZone)
  const lines = input.parts.flatMap((part) => {
    const line = order.lines.find((one) => one.id === part.lineId)
    if (line === undefined) return []
    const request = { ...openRequest, ...part.request }
    const facts = factsOfLine(context, line, { request, reason: policy.reasonFacts(request.reason) })
    return [decideLine(policy, facts, floor)]
  })
  return decisionOf(input, lines)
}

/** Judges one part and writes the decision out, with its trace and what is possible instead. */
function decideLine(policy: CompiledPolicy, facts: PolicyFacts, floor = true): LineDecision {
  const ruling = judgeLine(policy, facts, floor)
  return explainRuling(policy, facts, {
    ruling,
    alternatives: alternativesOf(policy, facts, ruling, floor),
  })
}

function decisionOf(
  input: { readonly policyVersion: number; readonly now: string; readonly floor?: boolean },
  lines: readonly LineDecision[],
): Decision {
  return {
    policyVersion: input.policyVersion,
    judgedAt: input.now,
    lawVersion: input.floor === false ? null : lawVersion,
    lines,
  }
}
