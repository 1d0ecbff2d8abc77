import { describe, expect, it } from 'vitest'
import { kolmogorovSmirnov, mannWhitney, quantile } from './two-samples.ts'

/** Numbers that look like chance and are the same each time. */
function series(seed: number, count: number, shift = 0): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return 200 + (state / 2_147_483_648) * 10 + shift
  })
}

describe('two samples', () => {
  it('of one source do not separate', () => {
    const [a, b] = [series(1, 2_000), series(77, 2_000)]
    expect(kolmogorovSmirnov(a, b).p).toBeGreaterThan(0.01)
    expect(mannWhitney(a, b).p).toBeGreaterThan(0.01)
  })

  it('that differ by half a millisecond of ten separate', () => {
    const [a, b] = [series(1, 2_000), series(77, 2_000, 0.5)]
    expect(kolmogorovSmirnov(a, b).p).toBeLessThan(0.001)
    expect(mannWhitney(a, b).p).toBeLessThan(0.001)
    expect(mannWhitney(a, b).lead).toBeLessThan(0)
  })

  it('that differ in spread alone separate by the first test', () => {
    const wide = series(5, 2_000).map((value) => 205 + (value - 205) * 2)
    expect(kolmogorovSmirnov(series(1, 2_000), wide).p).toBeLessThan(0.001)
  })

  it('agree with worked examples', () => {
    // scipy.stats.mannwhitneyu([1,2,3,4], [3,4,5,6], use_continuity=False): U = 2, p ≈ 0.0814
    const { p } = mannWhitney([1, 2, 3, 4], [3, 4, 5, 6])
    expect(p).toBeCloseTo(0.0814, 2)
    expect(kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6]).distance).toBe(0.5)
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2)
  })
})
