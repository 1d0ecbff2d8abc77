/**
 * Gives every wanted thing the first given one that fits and that nothing before it took; null where none is left. Two parts of
 * one order line look alike to Shopify: in the order in which they were asked for, each gets its own.
 */
export function pairOff<Wanted, Given>(
  wanted: readonly Wanted[],
  given: readonly Given[],
  fits: (wanted: Wanted, given: Given) => boolean,
): readonly (Given | null)[] {
  const left = [...given]
  return wanted.map((one) => {
    const at = left.findIndex((candidate) => fits(one, candidate))
    if (at < 0) return null
    return left.splice(at, 1)[0] ?? null
  })
}
