import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import { readLineEntries } from './line-entries.ts'
import { makeOrderToken } from './order-token.server.ts'
import { showItems } from './show-items.server.tsx'
import type { Visit } from './visit.server.tsx'

/** Begins the visit of an order that the shopper may see: on to its items, with what was typed before a visit ended. */
export async function openVisitedOrder(
  visit: Visit,
  who: { readonly order: OrderGid; readonly customer: CustomerGid | null },
): Promise<Response> {
  const visited = { ...who, now: visit.now }
  const token = makeOrderToken(visit.scope, visited)
  const entries = readLineEntries(visit.form)
  // What was typed before a visit ended cannot travel through a redirect.
  if (entries.length > 0) return showItems(visit, { token, visited, entries })
  return visit.goTo(visit.frame.to('order', { t: token }))
}
