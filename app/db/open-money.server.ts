import type { ShopDomain } from '#app/domain/ids.ts'
import { OrderGid } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import {
  type MoneyIntentRecord,
  moneyIntentRecord,
  returnRecord,
  type ReturnRecord,
  withParts,
} from './return-record.ts'

const openStates = ['intended', 'sent', 'pending', 'unknown']

/** Intents that have not come to their end, oldest first. */
export async function listOpenIntents(
  tx: Transaction,
  shop: ShopDomain,
  limit: number,
): Promise<readonly MoneyIntentRecord[]> {
  const rows = await tx.moneyIntent.findMany({
    where: { shop, state: { in: openStates } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit,
  })
  return rows.map(moneyIntentRecord)
}

/**
 * Returns that may owe money, oldest first: approved or received ones, and those of any status with an intent that is open
 * or that the payment provider failed.
 */
export async function listOwingReturns(
  tx: Transaction,
  shop: ShopDomain,
  input: { readonly after: string | null; readonly limit: number },
): Promise<readonly ReturnRecord[]> {
  const rows = await tx.return.findMany({
    where: {
      shop,
      OR: [
        { status: { in: ['approved', 'received'] } },
        { moneyIntents: { some: { state: { in: [...openStates, 'failed'] } } } },
      ],
      ...(input.after === null ? {} : { id: { gt: input.after } }),
    },
    include: withParts,
    orderBy: { id: 'asc' },
    take: input.limit,
  })
  return rows.map(returnRecord)
}

/** Orders with returns asked for since an instant or with money still open, by their id, from one on. */
export async function listOrdersToCheck(
  tx: Transaction,
  shop: ShopDomain,
  input: { readonly since: string; readonly after: OrderGid | null; readonly limit: number },
): Promise<readonly OrderGid[]> {
  const rows = await tx.return.findMany({
    where: {
      shop,
      OR: [
        { requestedAt: { gte: input.since } },
        {
          moneyIntents: {
            some: { OR: [{ state: { in: openStates } }, { finishedAt: { gte: input.since } }] },
          },
        },
      ],
      ...(input.after === null ? {} : { orderGid: { gt: input.after } }),
    },
    distinct: ['orderGid'],
    select: { orderGid: true },
    orderBy: { orderGid: 'asc' },
    take: input.limit,
  })
  return rows.map(({ orderGid }) => OrderGid.parse(orderGid))
}
