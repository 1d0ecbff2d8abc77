import { z } from 'zod'
import { Difference } from '#app/domain/ledger/compare-order.ts'
import type { OrderGid, ShopDomain } from '#app/domain/ids.ts'
import { Money } from '#app/domain/money.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, instantOrNull, jsonColumn } from './column.ts'

const ShopAmounts = z.array(z.object({ gid: z.string(), amount: Money, shopAmount: Money }))
const Differences = z.array(Difference)

/** An order whose money was compared with Shopify: what Shopify said, and what differs. */
export type Reconciliation = {
  readonly orderGid: string
  readonly orderName: string
  readonly checkedAt: string
  readonly transactions: z.infer<typeof ShopAmounts>
  readonly differences: readonly Difference[]
}

/** What the last comparison of an order said; null when there was none. */
export async function findReconciliation(
  tx: Transaction,
  shop: ShopDomain,
  orderGid: OrderGid,
): Promise<Reconciliation | null> {
  const row = await tx.orderReconciliation.findUnique({ where: { shop_orderGid: { shop, orderGid } } })
  return row && reconciliation(row)
}

/** Keeps what a comparison said, in place of the one before. */
export async function saveReconciliation(
  tx: Transaction,
  shop: ShopDomain,
  input: Reconciliation,
): Promise<void> {
  const { orderGid, orderName, checkedAt, transactions, differences } = input
  const data = {
    orderName,
    checkedAt,
    transactions: jsonColumn(transactions),
    differences: jsonColumn(differences),
    differenceCount: differences.length,
  }
  await tx.orderReconciliation.upsert({
    where: { shop_orderGid: { shop, orderGid } },
    create: { shop, orderGid, ...data },
    update: data,
  })
}

/** Orders with differences, the ones that were found first at the top. */
export async function listUnreconciled(
  tx: Transaction,
  shop: ShopDomain,
  limit: number,
): Promise<readonly Reconciliation[]> {
  const rows = await tx.orderReconciliation.findMany({
    where: { shop, differenceCount: { gt: 0 } },
    orderBy: [{ checkedAt: 'asc' }, { orderGid: 'asc' }],
    take: limit,
  })
  return rows.map(reconciliation)
}

/** How many orders were compared since an instant, and how many of all differ. */
export async function countReconciled(
  tx: Transaction,
  shop: ShopDomain,
  since: string,
): Promise<{ readonly checked: number; readonly different: number }> {
  return {
    checked: await tx.orderReconciliation.count({ where: { shop, checkedAt: { gte: since } } }),
    different: await tx.orderReconciliation.count({ where: { shop, differenceCount: { gt: 0 } } }),
  }
}

/** The shop's side of transactions, by their id, for the orders named: what the merchant's books say. */
export async function listShopAmounts(
  tx: Transaction,
  shop: ShopDomain,
  orderGids: readonly string[],
): Promise<ReadonlyMap<string, Money>> {
  const rows = await tx.orderReconciliation.findMany({
    where: { shop, orderGid: { in: [...orderGids] } },
    select: { transactions: true },
  })
  return new Map(
    rows.flatMap(({ transactions }) =>
      ShopAmounts.parse(transactions).map(({ gid, shopAmount }) => [gid, shopAmount] as const),
    ),
  )
}

function reconciliation(row: {
  orderGid: string
  orderName: string
  checkedAt: Date
  transactions: unknown
  differences: unknown
}): Reconciliation {
  return {
    orderGid: row.orderGid,
    orderName: row.orderName,
    checkedAt: instant(row.checkedAt),
    transactions: ShopAmounts.parse(row.transactions),
    differences: Differences.parse(row.differences),
  }
}

/** When a shop's money was last looked through, and whether its chains held. */
export type MoneyCheckRecord = {
  readonly openCheckedAt: string | null
  readonly allCheckedAt: string | null
  readonly verifiedAt: string | null
  readonly verifiedEntries: number
  readonly verifiedAudit: number
  readonly problem: string | null
}

/** The shop's checks; all empty before the first one. */
export async function getMoneyCheck(tx: Transaction, shop: ShopDomain): Promise<MoneyCheckRecord> {
  const row = await tx.moneyCheck.findUnique({ where: { shop } })
  return {
    openCheckedAt: instantOrNull(row?.openCheckedAt ?? null),
    allCheckedAt: instantOrNull(row?.allCheckedAt ?? null),
    verifiedAt: instantOrNull(row?.verifiedAt ?? null),
    verifiedEntries: row?.verifiedEntries ?? 0,
    verifiedAudit: row?.verifiedAudit ?? 0,
    problem: row?.problem ?? null,
  }
}

/** Notes that a check ran, and what it found. */
export async function saveMoneyCheck(
  tx: Transaction,
  shop: ShopDomain,
  change: Partial<MoneyCheckRecord>,
): Promise<void> {
  await tx.moneyCheck.upsert({ where: { shop }, create: { shop, ...change }, update: change })
}
