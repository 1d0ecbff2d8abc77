import type { OrderFacts } from '../order.ts'
import type { LineDecision } from './decision.ts'

/** A bundle of which a request leaves something out although it may only come back whole. */
export type BrokenBundle = {
  readonly bundleId: string
  /** The lines and units that the request would have to take in as well. */
  readonly missing: readonly { readonly lineId: string; readonly title: string; readonly units: number }[]
}

type AskedUnits = { readonly decision: Pick<LineDecision, 'lineId' | 'terms'>; readonly units: number }

/**
 * The bundles that a request breaks: one of their lines is decided to come back with the whole bundle only, and not every unit
 * that could still come back is asked for. Where the law grants a right to send back a part, the decision's terms say so already.
 */
export function brokenBundles(order: OrderFacts, asked: readonly AskedUnits[]): readonly BrokenBundle[] {
  const units = new Map<string, number>()
  for (const part of asked) {
    units.set(part.decision.lineId, (units.get(part.decision.lineId) ?? 0) + part.units)
  }
  const whole = new Set(
    asked
      .filter(({ decision }) => decision.terms.bundles === 'whole')
      .flatMap(({ decision }) => order.lines.find((line) => line.id === decision.lineId)?.bundleId ?? []),
  )
  return [...whole].flatMap((bundleId) => {
    const missing = order.lines
      .filter((line) => line.bundleId === bundleId)
      .map((line) => ({
        lineId: line.id,
        title: line.title,
        units: line.returnableQuantity - (units.get(line.id) ?? 0),
      }))
      .filter((line) => line.units > 0)
    return missing.length === 0 ? [] : [{ bundleId, missing }]
  })
}
