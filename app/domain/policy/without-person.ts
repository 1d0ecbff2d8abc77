import type { Decision } from './decision.ts'
import type { FactName } from './facts.ts'

/** What a decision found of the buyer, and not of the order: privacy law takes it out of the trace. */
const personal: ReadonlySet<FactName> = new Set([
  'postcode',
  'customer',
  'customerTags',
  'customerOrders',
  'customerReturns',
  'refundedSum',
  'accountAge',
  'blocklist',
  'answers',
])

/** The decision as it was, without what it had found of the buyer: rules and what they came to stay. */
export function withoutPerson(decision: Decision): Decision {
  return {
    ...decision,
    lines: decision.lines.map((line) => ({
      ...line,
      trace: line.trace.map((rule) => ({
        ...rule,
        leaves: rule.leaves.map((leaf) => (personal.has(leaf.fact) ? { ...leaf, found: null } : leaf)),
      })),
    })),
  }
}
