import type { CompiledPolicy } from '../policy/compile.ts'
import { ownReasons } from '../policy/own-reasons.ts'
import type { ReplayedPolicies } from './replay-request.ts'

/** A reason of the tree of one policy is known to the other, which lacks it, by what Shopify keeps it as: as when an order is judged. */
export function sharedReasons({ before, after }: ReplayedPolicies): ReplayedPolicies {
  return { before: withReasonsOf(before, after), after: withReasonsOf(after, before) }
}

function withReasonsOf(policy: CompiledPolicy, other: CompiledPolicy): CompiledPolicy {
  const known = new Set(ownReasons(policy.policy.reasons).map(({ id }) => id))
  const foreign = ownReasons(other.policy.reasons).filter(({ id }) => !known.has(id))
  if (foreign.length === 0) return policy
  const handles = new Map(foreign.map(({ id, shopifyReason }) => [id, shopifyReason]))
  return { ...policy, reasonFacts: (reason) => policy.reasonFacts(handles.get(reason ?? '') ?? reason) }
}
