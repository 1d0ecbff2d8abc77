import { withShop } from '#app/db.server.ts'
import { findReturn } from '#app/db/return.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { readStatusToken } from '#app/status-link.server.ts'
import { tooMany } from './find-order.server.tsx'
import { takeGuess } from './lookup-limits.server.ts'
import { readOrderToken } from './order-token.server.ts'
import type { Visit } from './visit.server.tsx'
import { visitedOrder } from './visited-order.server.tsx'

/** What a visitor may write about: the order of the visit, or the return whose link she holds. */
export type CaseSubject =
  | { readonly kind: 'order'; readonly orderGid: OrderGid }
  | { readonly kind: 'return'; readonly record: ReturnRecord }

/** Reads either token; what is none is counted, and answered as the steps of a request answer it. */
export async function caseSubject(
  visit: Visit,
  token: string,
): Promise<
  { readonly ok: true; readonly value: CaseSubject } | { readonly ok: false; readonly error: Response }
> {
  const { ctx, proxy, scope, now } = visit
  const returnId = readStatusToken(scope, token, now)
  const record = returnId === null ? null : await withShop(ctx.shop, (tx) => findReturn(tx, returnId))
  if (record !== null) return { ok: true, value: { kind: 'return', record } }
  const read = readOrderToken(scope, { token, customer: proxy.customer, now })
  if (!read.ok && read.error.kind === 'forged') {
    const wait = await takeGuess(proxy.shop, proxy.clientNetwork)
    if (wait > 0) return { ok: false, error: tooMany(visit, wait) }
  }
  const visited = visitedOrder(visit, token)
  if (!visited.ok) return visited
  return { ok: true, value: { kind: 'order', orderGid: visited.value.order } }
}
