import { z } from 'zod'
import type { Transaction } from '#app/db.server.ts'
import type { OrderGid, ShopDomain } from '#app/domain/ids.ts'
import { type Money, money, zero } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { type AskedReplay, bucketOf, buckets } from '#app/domain/replay/asked-replay.ts'
import { addDays, startOfDay } from '#app/domain/dates.ts'
import { instant, instantOrNull, minorUnits } from './column.ts'
import { packOrderFacts, StoredOrderFacts, unpackOrderFacts } from './stored-order-facts.ts'

/** Where a reading of kept orders goes on: after this order, by the day of the order and its id. */
export type OrderCursor = { readonly placedAt: string; readonly orderGid: string }

/** Which kept orders a replay is about: those placed before an instant, within its scope. */
export type ReplayedOrders = {
  readonly scope: AskedReplay['scope']
  readonly until: string
  readonly timeZone: string
}

/** Keeps facts that were read at an instant; what was read later stays. One statement for all of them. */
export async function keepOrderFacts(
  tx: Transaction,
  shop: ShopDomain,
  read: { readonly orders: readonly OrderFacts[]; readonly readAt: string },
): Promise<void> {
  if (read.orders.length === 0) return
  const rows = read.orders.map((order) => ({
    orderGid: order.id,
    placedAt: order.placedAt,
    customerGid: order.customer?.id ?? null,
    bucket: bucketOf(order.id),
    lineCount: order.lines.length,
    facts: packOrderFacts(order),
  }))
  await tx.$executeRaw`
    insert into "OrderFacts" ("shop", "orderGid", "placedAt", "readAt", "customerGid", "bucket", "lineCount", "facts")
    select ${shop}, r."orderGid", r."placedAt", ${read.readAt}::timestamptz, r."customerGid", r."bucket", r."lineCount", r."facts"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("orderGid" text, "placedAt" timestamptz, "customerGid" text, "bucket" int, "lineCount" int, "facts" jsonb)
    on conflict ("shop", "orderGid") do update set "placedAt" = excluded."placedAt", "readAt" = excluded."readAt",
      "customerGid" = excluded."customerGid", "lineCount" = excluded."lineCount", "facts" = excluded."facts"
    where "OrderFacts"."readAt" <= excluded."readAt"`
}

/** Forgets an order that is gone. */
export async function forgetOrderFacts(
  tx: Transaction,
  shop: ShopDomain,
  orderGids: readonly string[],
): Promise<void> {
  const orderGid = { in: [...orderGids] }
  await tx.orderFacts.deleteMany({ where: { shop, orderGid } })
  await tx.replayChange.deleteMany({ where: { shop, orderGid } })
}

/** One kept order; null when it is not there (any more). */
export async function findOrderFacts(
  tx: Transaction,
  shop: ShopDomain,
  orderGid: OrderGid,
): Promise<OrderFacts | null> {
  const row = await tx.orderFacts.findUnique({ where: { shop_orderGid: { shop, orderGid } } })
  return row === null ? null : unpackRow(row)
}

/** How many orders, and lines of them, a replay is about; `oldest` and `newest` are instants. */
export async function countReplayedOrders(
  tx: Transaction,
  shop: ShopDomain,
  about: ReplayedOrders,
): Promise<{ readonly orders: number; readonly lines: number; readonly oldest: string | null }> {
  const found = await tx.orderFacts.aggregate({
    where: whereOf(shop, about),
    _count: { _all: true },
    _sum: { lineCount: true },
    _min: { placedAt: true },
  })
  return {
    orders: found._count._all,
    lines: found._sum.lineCount ?? 0,
    oldest: instantOrNull(found._min.placedAt),
  }
}

/** The next kept orders of a replay after a cursor, so many lines at most (and one order at least). */
export async function readReplayedOrders(
  tx: Transaction,
  shop: ShopDomain,
  at: ReplayedOrders & { readonly after: OrderCursor | null; readonly lines: number },
): Promise<readonly OrderFacts[]> {
  const { after } = at
  const where = whereOf(shop, at)
  const next =
    after === null
      ? {}
      : {
          OR: [
            { placedAt: { gt: after.placedAt } },
            { placedAt: after.placedAt, orderGid: { gt: after.orderGid } },
          ],
        }
  const sizes = await tx.orderFacts.findMany({
    where: { AND: [where, next] },
    orderBy: [{ placedAt: 'asc' }, { orderGid: 'asc' }],
    select: { orderGid: true, lineCount: true },
    take: at.lines,
  })
  let lines = 0
  const chosen = sizes.filter(({ lineCount }, index) => {
    lines += lineCount
    return index === 0 || lines <= at.lines
  })
  const rows = await tx.orderFacts.findMany({
    where: { shop, orderGid: { in: chosen.map(({ orderGid }) => orderGid) } },
    orderBy: [{ placedAt: 'asc' }, { orderGid: 'asc' }],
  })
  return rows.map(unpackRow)
}

/** Kept orders placed from one instant to another, a sample of them where there are more lines than wanted: `share` of all, 0 to 1. */
export async function readRecentOrders(
  tx: Transaction,
  shop: ShopDomain,
  { since, until, lines }: { readonly since: string; readonly until: string; readonly lines: number },
): Promise<{ readonly orders: readonly OrderFacts[]; readonly share: number }> {
  const where = { shop, placedAt: { gte: since, lt: until } }
  const all = await tx.orderFacts.aggregate({ where, _sum: { lineCount: true } })
  const wanted = Math.ceil((buckets * lines) / Math.max(1, all._sum.lineCount ?? 0))
  const share = Math.min(1, wanted / buckets)
  const rows = await tx.orderFacts.findMany({
    where: share === 1 ? where : { ...where, bucket: { lt: wanted } },
    orderBy: { placedAt: 'desc' },
    // A bound, whatever the sample came to.
    take: 2 * lines,
  })
  return { orders: rows.map(unpackRow), share }
}

/** Kept orders by their GIDs or names. */
export async function readNamedOrders(
  tx: Transaction,
  shop: ShopDomain,
  { gids, names }: { readonly gids: readonly string[]; readonly names: readonly string[] },
): Promise<readonly OrderFacts[]> {
  if (gids.length + names.length === 0) return []
  const isNamed = [{ orderGid: { in: [...gids] } }, { orderName: { in: [...names] } }]
  return (await tx.orderFacts.findMany({ where: { shop, OR: isNamed } })).map(unpackRow)
}

function whereOf(shop: ShopDomain, { scope, until, timeZone }: ReplayedOrders) {
  const before = { lt: until }
  switch (scope.kind) {
    case 'all':
      return { shop, placedAt: before }
    case 'sample':
      return { shop, placedAt: before, bucket: { lt: (scope.percent * buckets) / 100 } }
    case 'span': {
      const end = startOfDay(addDays(scope.to, 1), timeZone)
      return { shop, placedAt: { gte: startOfDay(scope.from, timeZone), lt: end < until ? end : until } }
    }
  }
}

function unpackRow(row: {
  readonly orderGid: string
  readonly placedAt: Date
  readonly facts: unknown
}): OrderFacts {
  const { orderGid, placedAt } = row
  return unpackOrderFacts({ orderGid, placedAt: instant(placedAt) }, StoredOrderFacts.parse(row.facts))
}

const Sum = z.object({ customerGid: z.string(), currency: z.string(), minor: z.bigint() })

/**
 * Adds what our own database knows of the buyers of some orders (returns, what was refunded, the watch list) to their facts: few
 * queries for all of them.
 */
export async function withReplayedBuyers(
  tx: Transaction,
  shop: ShopDomain,
  orders: readonly OrderFacts[],
): Promise<readonly OrderFacts[]> {
  const gids = [...new Set(orders.flatMap(({ customer }) => customer?.id ?? []))]
  if (gids.length === 0) return orders
  const counts = await tx.return.groupBy({
    by: ['customerGid'],
    where: { shop, customerGid: { in: gids }, status: { not: 'cancelled' } },
    _count: { _all: true },
  })
  const countOf = new Map(counts.map((row) => [row.customerGid, row._count._all]))
  const rows = await tx.$queryRaw<unknown[]>`
    select r."customerGid", i."currency", sum(i."amountMinor")::bigint as "minor" from "MoneyIntent" i
    join "Return" r on r."shop" = i."shop" and r."id" = i."returnId"
    where i."shop" = ${shop} and i."state" = 'settled' and r."customerGid" = any(${gids})
    group by r."customerGid", i."currency"`
  const sums = Map.groupBy(
    rows.map((row) => Sum.parse(row)),
    ({ customerGid }) => customerGid,
  )
  const watched = await tx.watchedBuyer.findMany({
    where: { shop, buyer: { in: gids } },
    select: { buyer: true },
  })
  const isWatched = new Set(watched.map(({ buyer }) => buyer))
  return orders.map((order) => {
    const { customer } = order
    if (customer === null) return order
    return {
      ...order,
      customer: {
        ...customer,
        returnCount: countOf.get(customer.id) ?? 0,
        refunded: refundedOf(sums.get(customer.id) ?? [], order.shopCurrency),
        isBlocklisted: isWatched.has(customer.id),
      },
    }
  })
}

function refundedOf(sums: readonly z.infer<typeof Sum>[], shopCurrency: string): Money | null {
  const [first, ...others] = sums
  if (first === undefined) return zero(shopCurrency)
  return others.length > 0 ? null : money(minorUnits.parse(first.minor), first.currency)
}
