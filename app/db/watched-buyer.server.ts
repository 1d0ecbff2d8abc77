import { Actor } from '#app/domain/events.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn } from './column.ts'

/** A buyer on the watch list: an e-mail address in lower case, or a customer's GID. */
export type WatchedBuyer = {
  readonly buyer: string
  readonly note: string
  readonly addedBy: Actor
  readonly addedAt: string
}

/** Everybody on the watch list, the latest first. */
export async function listWatchedBuyers(tx: Transaction, shop: ShopDomain): Promise<readonly WatchedBuyer[]> {
  const rows = await tx.watchedBuyer.findMany({
    where: { shop },
    orderBy: [{ addedAt: 'desc' }, { buyer: 'asc' }],
  })
  return rows.map(({ buyer, note, addedBy, addedAt }) => ({
    buyer,
    note,
    addedBy: Actor.parse(addedBy),
    addedAt: instant(addedAt),
  }))
}

/** Whether one of these (the buyer's address and GID) is on the list. */
export async function isWatched(
  tx: Transaction,
  shop: ShopDomain,
  names: readonly string[],
): Promise<boolean> {
  const buyer = { in: names.map((name) => name.toLowerCase()).concat(names) }
  return (await tx.watchedBuyer.count({ where: { shop, buyer } })) > 0
}

/** Puts a buyer on the list; false when they are on it already. */
export async function watchBuyer(
  tx: Transaction,
  shop: ShopDomain,
  { buyer, note, addedBy, addedAt }: WatchedBuyer,
): Promise<boolean> {
  const data = [{ shop, buyer, note, addedBy: jsonColumn(addedBy), addedAt }]
  return (await tx.watchedBuyer.createMany({ data, skipDuplicates: true })).count === 1
}

/** Takes a buyer off the list; false when they were not on it. */
export async function unwatchBuyer(tx: Transaction, shop: ShopDomain, buyer: string): Promise<boolean> {
  return (await tx.watchedBuyer.deleteMany({ where: { shop, buyer } })).count === 1
}
