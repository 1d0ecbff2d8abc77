/**
 * Splitting money without losing a cent. Nothing here divides and forgets: every part is the difference of two roundings
 * of the running total, so parts always sum to the whole and the last one takes the remainder.
 */

/** round(a × b / c), half up, exact for any safe integers (the product may exceed 2^53). `c` must be positive. */
export function mulDivRound(a: number, b: number, c: number): number {
  if (!(c > 0)) throw new RangeError(`mulDivRound: divisor ${c}`)
  const product = a * b
  if (Number.isSafeInteger(product) && Math.abs(product) < 2 ** 51) {
    return product < 0 ? -Math.floor((2 * -product + c) / (2 * c)) : Math.floor((2 * product + c) / (2 * c))
  }
  const big = BigInt(a) * BigInt(b)
  const divisor = BigInt(c)
  const magnitude = ((big < 0n ? -big : big) * 2n + divisor) / (2n * divisor)
  return Number(big < 0n ? -magnitude : magnitude)
}

/** What the first `count` of `units` equal units of `total` are worth; all of them are worth exactly `total`. */
function prefixShare(total: number, units: number, count: number): number {
  if (units <= 0 || count <= 0) return 0
  return mulDivRound(total, Math.min(count, units), units)
}

/** What the units from index `from` up to but not including `to` are worth. */
export function unitShare(total: number, units: number, from: number, to: number): number {
  return prefixShare(total, units, to) - prefixShare(total, units, from)
}

/**
 * Splits `total` over `weights` (all ≥ 0) in proportion, each part rounded on the running sum; parts sum to `total`.
 * With every weight 0 the last part takes all. No part of a positive total is negative.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((running, weight) => running + weight, 0)
  let before = 0
  let given = 0
  return weights.map((weight, index) => {
    before += weight
    const upTo = sum > 0 ? mulDivRound(total, before, sum) : index === weights.length - 1 ? total : 0
    const part = upTo - given
    given = upTo
    return part
  })
}

const PERCENT_SCALE = 10_000_000

/** `percentage` % of a minor amount, half up ("10 % of 20.00 = 2.0", recorded in return-query-roots). */
export function percentOf(minor: number, percentage: number): number {
  return mulDivRound(minor, Math.round(percentage * PERCENT_SCALE), 100 * PERCENT_SCALE)
}
