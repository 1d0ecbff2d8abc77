import { compilePolicy } from '../policy/compile.ts'
import type { Decision } from '../policy/decision.ts'
import { evaluateParts } from '../policy/evaluate.ts'
import type { Policy } from '../policy/policy.ts'
import type { AskedRequest } from './judge-request.ts'
import { sharedReasons } from './shared-reasons.ts'

type Side = { readonly number: number; readonly policy: Policy }

/** Both decisions of a request, written out with their traces: what a replay judged, for somebody who looks at it. */
export function explainReplay(
  { order, parts, at }: AskedRequest,
  sides: { readonly before: Side; readonly after: Side },
  timeZone: string,
): { readonly before: Decision; readonly after: Decision } {
  const policies = sharedReasons({
    before: compilePolicy(sides.before.policy),
    after: compilePolicy(sides.after.policy),
  })
  // The lines as the request has them: what was sent back counts as sent.
  const asked = { ...order, lines: parts.map(({ line }) => line) }
  const input = {
    order: asked,
    now: at,
    timeZone,
    parts: parts.map(({ line, request }) => ({ lineId: line.id, request })),
  }
  return {
    before: evaluateParts({ ...input, policy: policies.before, policyVersion: sides.before.number }),
    after: evaluateParts({ ...input, policy: policies.after, policyVersion: sides.after.number }),
  }
}
