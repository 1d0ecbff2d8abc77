import { randomUUID } from 'node:crypto'
import type { ShopContext } from '#app/context.server.ts'
import type { Transaction } from '#app/db.server.ts'
import { createMoneyIntent, type NewMoneyIntent } from '#app/db/money-intent.server.ts'
import { correlationOf, requestHash } from './refund-request.ts'

/** What is to be paid, and for what; whoever acts now wants it, unless `actor` is somebody before. */
type Intended = Omit<NewMoneyIntent, 'id' | 'requestHash' | 'correlation' | 'actor' | 'createdAt'> &
  Partial<Pick<NewMoneyIntent, 'actor'>>

/**
 * Writes an intent to move money, with the hash of its request and the mark by which it is found again in Shopify. Answers its
 * id, or null, and writes nothing, where an intent for the same return, purpose and units is there already.
 */
export async function writeIntent(
  ctx: ShopContext,
  tx: Transaction,
  intended: Intended,
): Promise<string | null> {
  const id = randomUUID()
  const isNew = await createMoneyIntent(tx, ctx.shop, {
    actor: ctx.actor,
    ...intended,
    id,
    requestHash: requestHash(intended.request),
    correlation: correlationOf(id),
    createdAt: ctx.now(),
  })
  return isNew ? id : null
}
