/**
 * Brings the JSON of a policy that was stored before the full condition language into today's shape: list conditions had
 * `isOneOf`, prices one amount with its currency, shares a `percent`. What has today's shape is left as it is.
 */
export function upgradePolicy(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(upgradePolicy)
  if (typeof stored !== 'object' || stored === null) return stored
  const old = Object.fromEntries(Object.entries(stored).map(([key, value]) => [key, upgradePolicy(value)]))
  if (Array.isArray(old.isOneOf)) {
    const { isOneOf, ...rest } = old
    return { ...rest, is: 'anyOf', values: isOneOf }
  }
  if (old.kind === 'price' && typeof old.amount === 'string' && typeof old.currency === 'string') {
    const { amount, currency, ...rest } = old
    return { ...rest, amounts: { [currency]: amount } }
  }
  if (old.kind === 'discountShare' && typeof old.percent === 'number') {
    const { percent, ...rest } = old
    return { ...rest, value: percent }
  }
  return old
}
