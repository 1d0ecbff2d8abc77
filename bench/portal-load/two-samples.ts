/** The value below which `share` (0 to 1) of the sample lies; NaN for none. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

/**
 * Two-sample Kolmogorov–Smirnov test: the largest distance of the two distributions, and how likely one at least as large is
 * when both samples come from one source (asymptotic, with Stephens' correction). It sees any difference, not only of the middle.
 */
export function kolmogorovSmirnov(
  a: readonly number[],
  b: readonly number[],
): { readonly distance: number; readonly p: number } {
  const [left, right] = [[...a].sort((x, y) => x - y), [...b].sort((x, y) => x - y)]
  let distance = 0
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const at = Math.min(left[i] ?? Infinity, right[j] ?? Infinity)
    while (i < left.length && (left[i] ?? 0) <= at) i += 1
    while (j < right.length && (right[j] ?? 0) <= at) j += 1
    distance = Math.max(distance, Math.abs(i / left.length - j / right.length))
  }
  const size = Math.sqrt((a.length * b.length) / (a.length + b.length))
  const lambda = (size + 0.12 + 0.11 / size) * distance
  let p = 0
  for (let k = 1; k <= 100; k += 1) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda)
  return { distance, p: lambda < 0.2 ? 1 : Math.min(1, Math.max(0, p)) }
}

/**
 * Mann–Whitney U test with normal approximation and correction for ties: how likely it is that values of one sample are as
 * often larger than those of the other when both come from one source. `lead` is the chance that one of `a` is the larger, minus a half.
 */
export function mannWhitney(
  a: readonly number[],
  b: readonly number[],
): { readonly lead: number; readonly p: number } {
  const all = [
    ...a.map((value) => ({ value, isA: true })),
    ...b.map((value) => ({ value, isA: false })),
  ].sort((x, y) => x.value - y.value)
  const [n, m, size] = [a.length, b.length, a.length + b.length]
  let ranks = 0
  let ties = 0
  for (let i = 0; i < size;) {
    let j = i
    while (j < size && all[j]?.value === all[i]?.value) j += 1
    const count = j - i
    const rank = (i + 1 + j) / 2
    for (let k = i; k < j; k += 1) if (all[k]?.isA) ranks += rank
    ties += count ** 3 - count
    i = j
  }
  const u = ranks - (n * (n + 1)) / 2
  const spread = Math.sqrt(((n * m) / 12) * (size + 1 - ties / (size * (size - 1))))
  const z = spread === 0 ? 0 : (u - (n * m) / 2) / spread
  return { lead: u / (n * m) - 0.5, p: 2 * (1 - normal(Math.abs(z))) }
}

/** The normal distribution (Abramowitz and Stegun 26.2.17; error below 1e-7). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
}
