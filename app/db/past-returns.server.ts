import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { PastReturnRequest } from '#app/domain/replay/past-request.ts'
import { instant } from './column.ts'

/** The returns that were asked for of some orders, by order GID, oldest first; cancelled ones are left out. */
export async function listPastReturns(
  tx: Transaction,
  shop: ShopDomain,
  orderGids: readonly string[],
): Promise<ReadonlyMap<string, readonly PastReturnRequest[]>> {
  const rows = await tx.return.findMany({
    where: { shop, orderGid: { in: [...orderGids] }, status: { not: 'cancelled' } },
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      orderGid: true,
      requestedAt: true,
      lines: {
        orderBy: { position: 'asc' },
        select: { lineId: true, lineItemGid: true, quantity: true, reasonHandle: true, outcome: true },
      },
    },
  })
  const byOrder = Map.groupBy(rows, ({ orderGid }) => orderGid)
  return new Map(
    [...byOrder].map(([orderGid, returns]) => [
      orderGid,
      returns.map(({ id, requestedAt, lines }) => ({
        id,
        requestedAt: instant(requestedAt),
        lines: lines.map(({ reasonHandle, outcome, ...line }) => ({
          ...line,
          reason: reasonHandle,
          outcome: Outcome.parse(outcome),
        })),
      })),
    ]),
  )
}
