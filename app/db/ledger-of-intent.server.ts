import { entriesOwed } from '#app/domain/ledger/book-intent.ts'
import type { LedgerEntry } from '#app/domain/ledger/entry.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { appendEntries, listEntriesOfIntent } from './ledger.server.ts'
import { moneyIntentRecord } from './return-record.ts'

/**
 * Books what an intent owes the ledger: what was reserved, and what became of it by its state and report. Runs with every
 * change of an intent, in its transaction; books nothing that is booked already. Answers the new entries. An intent that
 * was made before there was a ledger is brought up to date by the same call. `at` is the instant of the step, null where
 * the change names none.
 */
export async function bookIntent(
  tx: Transaction,
  intentId: string,
  at: string | null,
): Promise<LedgerEntry[]> {
  const row = await tx.moneyIntent.findUniqueOrThrow({
    where: { id: intentId },
    include: { return: { select: { orderGid: true, orderName: true } } },
  })
  const { return: order, ...plain } = row
  const shop = ShopDomain.parse(row.shop)
  const intent = { ...moneyIntentRecord(plain), ...order }
  const booked = await listEntriesOfIntent(tx, shop, intentId)
  // Only a part of a refund comes to its end without the intent: with the answer to its sending.
  const when = at ?? intent.sentAt ?? intent.createdAt
  return appendEntries(tx, shop, entriesOwed(intent, booked, when))
}
