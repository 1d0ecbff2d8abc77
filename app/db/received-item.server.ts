import { randomUUID } from 'node:crypto'
import type { Actor } from '#app/domain/events.ts'
import type { ReturnId, ShopDomain } from '#app/domain/ids.ts'
import type { DispositionType } from '#app/domain/return.ts'
import type { Transaction } from '#app/db.server.ts'
import { jsonColumn } from './column.ts'

/** Records units that arrived, and answers the ids of the new rows in the order given. */
export async function addReceivedItems(
  tx: Transaction,
  input: {
    shop: ShopDomain
    returnId: ReturnId
    actor: Actor
    at: string
    items: readonly {
      readonly returnLineId: string
      readonly quantity: number
      readonly disposition: DispositionType
      readonly locationGid: string | null
    }[]
  },
): Promise<string[]> {
  const { shop, returnId, at } = input
  const rows = input.items.map((item) => ({ ...item, id: randomUUID() }))
  const actor = jsonColumn(input.actor)
  await tx.receivedItem.createMany({
    data: rows.map((row) => ({ ...row, shop, returnId, actor, receivedAt: at })),
  })
  return rows.map((row) => row.id)
}

/** Marks received items as told to Shopify. */
export async function markDisposed(tx: Transaction, ids: readonly string[], at: string): Promise<void> {
  await tx.receivedItem.updateMany({
    where: { id: { in: [...ids] }, disposedAt: null },
    data: { disposedAt: at },
  })
}
