import type { LeafCondition } from '../../conditions/index.ts'
import type { PolicyFacts } from '../../facts.ts'
import type { Policy } from '../../policy.ts'
import { type ReasonNode, reasonLookup, usualFaults } from '../../reasons.ts'
import { plainFacts } from './plain-facts.ts'

/** A reason that a shopper may choose, with facts that have nothing else to say. */
export type ReasonCell = { readonly reason: string | null; readonly facts: PolicyFacts }

/**
 * All that a reason can be: none, one of the policy's tree, one of Shopify's usual handles, one that a condition names,
 * any other. Names and fault come from the same look-up that judges.
 */
export function reasonCells(leaves: readonly LeafCondition[], policy: Policy): readonly ReasonCell[] {
  const factsOf = reasonLookup(policy.reasons)
  const named = leaves.flatMap((leaf) => ('values' in leaf ? leaf.values : []))
  const known = new Set([...idsOf(policy.reasons), ...Object.keys(usualFaults), ...named])
  let other = 'another-reason'
  while (known.has(other)) other = `${other}-`
  return [...known, other, null].map((reason) => ({
    reason,
    facts: { ...plainFacts, reason: factsOf(reason) },
  }))
}

function idsOf(nodes: readonly ReasonNode[]): readonly string[] {
  return nodes.flatMap(({ id, parts }) => [id, ...idsOf(parts)])
}
