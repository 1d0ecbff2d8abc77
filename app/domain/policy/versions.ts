import type { OrderFacts } from '../order.ts'
import { compareForBuyer, isBetterForBuyer } from './better-for-buyer.ts'
import type { CompiledPolicy } from './compile.ts'
import type { Decision, LineDecision } from './decision.ts'

/** A published version, ready to judge. */
export type VersionedPolicy = { readonly number: number; readonly policy: CompiledPolicy }

/** The versions that have a say in an order: the one in force when it was placed, and later ones that say so themselves. */
export type PolicyVersions = {
  readonly inForce: VersionedPolicy
  /** Published after the order, with `appliesToEarlierOrders: 'where_better'`; oldest first. */
  readonly later: readonly VersionedPolicy[]
}

/**
 * Judges an order by the version in force when it was placed, and each part by a later version where that is better for the
 * buyer in something and worse in nothing. A part that another version judged names it. `judge` is `evaluate` or
 * `evaluateParts`: it must answer the same parts in the same order for every version.
 */
export function decideByVersions(
  order: OrderFacts,
  { inForce, later }: PolicyVersions,
  judge: (version: VersionedPolicy) => Decision,
): Decision {
  const decision = judge(inForce)
  if (later.length === 0) return decision
  const others = later.map((version) => ({ number: version.number, lines: judge(version).lines }))
  const lines = decision.lines.map((line, place) => {
    let best: LineDecision = line
    for (const { number, lines: judged } of others) {
      const candidate = judged[place]
      if (candidate === undefined || !isBetterForBuyer(order, candidate, line)) continue
      // Of several better ones the best; of equal ones the oldest.
      if (best === line || compareForBuyer(order, candidate, best) > 0) {
        best = { ...candidate, policyVersion: number }
      }
    }
    return best
  })
  return { ...decision, lines }
}
