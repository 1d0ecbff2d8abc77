import { numberCondition } from './families/number-condition.ts'

/**
 * How much cheaper than its original price the unit was sold, in per cent of it, cut off after the fourth decimal so that
 * no rounding lifts a line over an edge. Unknown when the original price is zero.
 */
export const discountShare = numberCondition({
  kind: 'discountShare',
  group: 'line',
  fact: 'originalPrice',
  unit: 'percent',
  most: 100,
  read: ({ line }) =>
    shareOf(line.originalUnitPrice.minor - line.discountedUnitPrice.minor, line.originalUnitPrice.minor),
})

/** `part` in per cent of `whole` (same minor unit); null where the whole is nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole <= 0 ? null : Math.floor((part * 1_000_000) / whole) / 10_000
}
