import { createHash } from 'node:crypto'

/** The SHA-256 (hex) of a value's canonical JSON: keys sorted, nothing between the tokens. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/**
 * The hash of a row that privacy law emptied, over what is left of it: its own `hash` stays what it was, so that the chain goes on,
 * and can not be computed any more. Null where the row is from before the chain.
 */
export function redactedHash(
  row: { readonly hash: string | null; readonly redactedAt: Date | string | null },
  parts: readonly unknown[],
): string | null {
  if (row.hash === null || row.redactedAt === null) return null
  return hashOf(['redacted', row.hash, new Date(row.redactedAt).toISOString(), ...parts])
}

/**
 * JSON that is the same for the same value, whatever way it took: what `JSON.stringify` leaves out is left out, keys are
 * sorted. A JSON column keeps neither the order of keys nor white space.
 */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((part) => canonicalJson(part ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`
}
