const GID = /^gid:\/\/shopify\/([A-Za-z0-9]+)\/([^?]+)/

/** `{ type, key }` of a GID (query parameters dropped), or undefined when it is none. */
export const parseGid = (gid: string): { type: string; key: string } | undefined => {
  const match = GID.exec(gid)
  const type = match?.[1]
  const key = match?.[2]
  return type !== undefined && key !== undefined ? { type, key } : undefined
}

/** `gid://shopify/Order/1001` */
export const gid = (type: string, key: string | number): string => `gid://shopify/${type}/${key}`

/** The number at the end of a GID, as REST bodies and `legacyResourceId` carry it. */
export const legacyId = (id: string): number => Number(id.slice(id.lastIndexOf('/') + 1))

/** First number that a type gives out, so that ids look like ids and never like order numbers. */
export const FIRST_ID = 1_000_001

/** One step of mulberry32: the next state and a number in [0, 1). */
export const nextRandom = (state: number): { state: number; value: number } => {
  const next = (state + 0x6d2b79f5) | 0
  let t = Math.imul(next ^ (next >>> 15), 1 | next)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return { state: next, value: ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296 }
}

/** A version-4 UUID out of a number source. */
export const uuidFrom = (random: () => number): string => {
  const hex = Array.from({ length: 32 }, (_, i) => {
    const digit = i === 12 ? 4 : i === 16 ? 8 + Math.floor(random() * 4) : Math.floor(random() * 16)
    return digit.toString(16)
  }).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
