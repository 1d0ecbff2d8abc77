import { unitShare } from './apportion.ts'

/**
 * Which physical units of an order line a return or refund claims, as half-open index ranges. A line of 3 units for 20.00
 * is worth 6.67 + 6.66 + 6.67; giving each claim its own units makes the amount promised at request the amount paid, in
 * whatever order claims are settled, and lets all claims together be worth exactly the line.
 */
export type UnitRange = readonly [from: number, to: number]

/** Number of units in the ranges. */
export function countUnits(ranges: readonly UnitRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + (to - from), 0)
}

/** Sorts and joins ranges; overlapping units count once. */
export function mergeRanges(ranges: readonly UnitRange[]): UnitRange[] {
  const merged: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (to <= from) continue
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Units of 0…units that no range of `taken` covers. */
export function freeRanges(units: number, taken: readonly UnitRange[]): UnitRange[] {
  const free: UnitRange[] = []
  let cursor = 0
  for (const [from, to] of mergeRanges(taken)) {
    if (from > cursor) free.push([cursor, Math.min(from, units)])
    cursor = Math.max(cursor, to)
  }
  if (cursor < units) free.push([cursor, units])
  return free.filter(([from, to]) => to > from)
}

/** Skips `skip` units of the ranges and takes the next `count`, in order. Fewer when there are fewer. */
export function sliceRanges(ranges: readonly UnitRange[], skip: number, count: number): UnitRange[] {
  const taken: UnitRange[] = []
  let toSkip = skip
  let left = count
  for (const [from, to] of ranges) {
    const start = Math.min(to, from + toSkip)
    toSkip -= start - from
    const end = Math.min(to, start + left)
    if (end > start) {
      taken.push([start, end])
      left -= end - start
    }
  }
  return taken
}

/** What the ranges' units are worth when `units` units together are worth `total`. */
export function rangesShare(total: number, units: number, ranges: readonly UnitRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + unitShare(total, units, from, to), 0)
}
