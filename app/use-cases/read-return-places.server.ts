import type { ShopContext } from '#app/context.server.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { listLocations, type ShopLocation } from '#app/shopify/locations.server.ts'

/** A place that goods go back to, with its whole address, and which lines go there. */
export type ReturnPlace = Omit<ShopLocation, 'gid'> & { readonly lineIds: readonly string[] }

/**
 * Where the lines of a request go back to: the location that the policy names, else the only one that the shop has. Lines without an
 * address are left out: the shop has several places, and the address comes with the approval. Empty where Shopify does not answer.
 */
export async function readReturnPlaces(
  ctx: ShopContext,
  lines: readonly LineDecision[],
): Promise<readonly ReturnPlace[]> {
  const sent = lines.filter(({ terms }) => !terms.keepItem)
  if (sent.length === 0) return []
  const locations = await listLocations(ctx.admin).catch(() => [])
  const only = locations.length === 1 ? locations[0]?.gid : undefined
  return locations.flatMap(({ gid, name, address }) => {
    const own = sent.filter(({ terms }) => (terms.destination ?? only) === gid)
    return own.length === 0 ? [] : [{ name, address, lineIds: own.map(({ lineId }) => lineId) }]
  })
}
