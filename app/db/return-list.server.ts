import type { Prisma } from '@prisma/client'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import type { Transaction } from '#app/db.server.ts'
import { type ReturnRecord, returnRecord, withParts } from './return-record.ts'

/** The views of the returns list. `needs_you`: a person has to decide, look or pay. */
export const returnViews = ['all', 'needs_you', 'in_review', 'on_the_way', 'to_pay', 'done'] as const
export type ReturnView = (typeof returnViews)[number]

export type ReturnListFilter = {
  readonly view: ReturnView
  /** Part of an order or return name, or of the buyer's name or e-mail. */
  readonly search: string
  readonly outcome: Outcome | null
  readonly sort: 'newest' | 'oldest'
  /** From 1. */
  readonly page: number
  readonly pageSize: number
}

const paidOrOnItsWay = ['intended', 'sent', 'pending', 'settled', 'unknown']
const toPay: Prisma.ReturnWhereInput = {
  status: 'received',
  moneyIntents: { none: { purpose: { in: ['refund', 'gift_credit'] }, state: { in: paidOrOnItsWay } } },
}
const conditionOfView: Record<ReturnView, Prisma.ReturnWhereInput> = {
  all: {},
  needs_you: { OR: [{ status: 'in_review' }, { attention: { not: null } }, toPay] },
  in_review: { status: 'in_review' },
  on_the_way: { status: 'approved' },
  to_pay: toPay,
  done: { status: { in: ['declined', 'cancelled', 'closed'] } },
}

/** One page of the returns that the filter leaves, and how many it leaves in all. */
export async function listReturnsByView(
  tx: Transaction,
  shop: ShopDomain,
  filter: ReturnListFilter,
): Promise<{ returns: ReturnRecord[]; total: number }> {
  const where: Prisma.ReturnWhereInput = {
    shop,
    AND: [conditionOfView[filter.view], searched(filter.search)],
    ...(filter.outcome ? { outcome: filter.outcome } : {}),
  }
  const direction = filter.sort === 'newest' ? 'desc' : 'asc'
  const total = await tx.return.count({ where })
  const rows = await tx.return.findMany({
    where,
    include: withParts,
    orderBy: [{ requestedAt: direction }, { id: direction }],
    skip: (filter.page - 1) * filter.pageSize,
    take: filter.pageSize,
  })
  return { returns: rows.map(returnRecord), total }
}

/** How many returns each view holds. */
export async function countReturnViews(
  tx: Transaction,
  shop: ShopDomain,
): Promise<Record<ReturnView, number>> {
  const counts = { all: 0, needs_you: 0, in_review: 0, on_the_way: 0, to_pay: 0, done: 0 }
  for (const view of returnViews) {
    counts[view] = await tx.return.count({ where: { shop, ...conditionOfView[view] } })
  }
  return counts
}

/** How many returns and units were asked back since an instant. */
export async function countRequested(
  tx: Transaction,
  shop: ShopDomain,
  since: string,
): Promise<{ returns: number; units: number; keptReturns: number }> {
  const where = { shop, requestedAt: { gte: since } }
  const returns = await tx.return.count({ where })
  const keptReturns = await tx.return.count({ where: { ...where, outcome: 'store_credit' } })
  const units = await tx.returnLine.aggregate({ where: { shop, return: where }, _sum: { quantity: true } })
  return { returns, units: units._sum.quantity ?? 0, keptReturns }
}

function searched(search: string): Prisma.ReturnWhereInput {
  // Prisma passes LIKE's own signs through.
  const contains = search.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)
  if (contains === '') return {}
  const part = { contains, mode: 'insensitive' } as const
  const reference = { gift: { path: ['reference'], string_contains: search.trim().toUpperCase() } }
  return { OR: [{ orderName: part }, { name: part }, { buyerEmail: part }, { buyerName: part }, reference] }
}

/** What people call some returns: Shopify's name, for those that have one. */
export async function listReturnNames(
  tx: Transaction,
  shop: ShopDomain,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.return.findMany({
    where: { shop, id: { in: [...ids] }, name: { not: null } },
    select: { id: true, name: true },
  })
  return new Map(rows.map(({ id, name }) => [id, name ?? '']))
}
