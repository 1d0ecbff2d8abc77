import type { Transaction } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { PastReturnRequest } from '#app/domain/replay/past-request.ts'
import { type FiledReturn, requestsOfFile } from '#app/domain/replay/past-returns-file.ts'
import { instant, instantOrNull } from './column.ts'

type Requests = ReadonlyMap<string, readonly PastReturnRequest[]>

/**
 * The returns that were asked for of some orders, by order GID, oldest first: Homeward's own (cancelled ones are left out), then
 * those of the merchant's file.
 */
export async function listPastReturns(
  tx: Transaction,
  shop: ShopDomain,
  orders: readonly Pick<OrderFacts, 'id' | 'name' | 'lines'>[],
): Promise<Requests> {
  const own = await listOwnReturns(
    tx,
    shop,
    orders.map(({ id }) => id),
  )
  const filed = await tx.pastReturn.findMany({
    where: { shop, orderName: { in: orders.map(({ name }) => name) } },
    orderBy: [{ returnedAt: 'asc' }, { position: 'asc' }],
  })
  if (filed.length === 0) return own
  const rowsOf = Map.groupBy(filed, ({ orderName }) => orderName)
  return new Map(
    orders.map((order) => {
      const rows = (rowsOf.get(order.name) ?? []).map(({ returnedAt, outcome, ...row }): FiledReturn => ({
        ...row,
        returnedAt: instant(returnedAt),
        outcome: Outcome.nullable().parse(outcome),
      }))
      return [order.id, [...(own.get(order.id) ?? []), ...requestsOfFile(order, rows)]]
    }),
  )
}

async function listOwnReturns(
  tx: Transaction,
  shop: ShopDomain,
  orderGids: readonly string[],
): Promise<Requests> {
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

/** Keeps the rows of a file in the place of those of the file before; none: there is no file any more. */
export async function keepFiledReturns(
  tx: Transaction,
  shop: ShopDomain,
  rows: readonly FiledReturn[],
): Promise<void> {
  await tx.pastReturn.deleteMany({ where: { shop } })
  // A statement has 65,535 parameters at most: as one text there is one.
  if (rows.length === 0) return
  await tx.$executeRaw`
    insert into "PastReturn" ("shop", "position", "orderName", "sku", "quantity", "returnedAt", "reason", "outcome")
    select ${shop}, r."position", r."orderName", r."sku", r."quantity", r."returnedAt", r."reason", r."outcome"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("position" int, "orderName" text, "sku" text, "quantity" int, "returnedAt" timestamptz, "reason" text, "outcome" text)`
}

/** How many past returns there are: Homeward's own, and lines of the file with their first and last instant. */
export async function countPastReturns(tx: Transaction, shop: ShopDomain) {
  const filed = await tx.pastReturn.aggregate({
    where: { shop },
    _count: { _all: true },
    _min: { returnedAt: true },
    _max: { returnedAt: true },
  })
  return {
    own: await tx.return.count({ where: { shop, status: { not: 'cancelled' } } }),
    filedLines: filed._count._all,
    from: instantOrNull(filed._min.returnedAt),
    to: instantOrNull(filed._max.returnedAt),
  }
}

/** Homeward's own returns and those of the file since an instant: the orders that they are of, by GID or by name, newest first. */
export async function listReturnedOrders(
  tx: Transaction,
  shop: ShopDomain,
  { since, limit }: { readonly since: string; readonly limit: number },
): Promise<{ readonly gids: readonly string[]; readonly names: readonly string[] }> {
  const own = await tx.return.findMany({
    where: { shop, requestedAt: { gte: since }, status: { not: 'cancelled' } },
    distinct: ['orderGid'],
    select: { orderGid: true },
    orderBy: { requestedAt: 'desc' },
    take: limit,
  })
  const filed = await tx.pastReturn.findMany({
    where: { shop, returnedAt: { gte: since } },
    distinct: ['orderName'],
    select: { orderName: true },
    orderBy: { returnedAt: 'desc' },
    take: limit,
  })
  return { gids: own.map(({ orderGid }) => orderGid), names: filed.map(({ orderName }) => orderName) }
}
