import type { Prisma } from '@prisma/client'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { hashOf } from './hash-chain.ts'

type HashedEvent = {
  readonly shop: string
  readonly returnId: string
  readonly id: string
  readonly sequence: number
  readonly kind: string
  readonly data: Prisma.JsonValue | Prisma.InputJsonValue
  readonly actor: Prisma.JsonValue | Prisma.InputJsonValue
  readonly at: string | Date
  readonly previousHash: string
}

/** The hash of an event over all that it says and the hash of the one before it. */
export function eventHash(event: HashedEvent): string {
  const { shop, returnId, id, sequence, previousHash, kind, data, actor, at } = event
  return hashOf([shop, returnId, id, sequence, previousHash, kind, data, actor, new Date(at).toISOString()])
}

/** An event that does not continue the history of its return. */
export type BrokenEvent = { readonly returnId: string; readonly sequence: number }

const pageSize = 1000

/**
 * Computes the histories of all returns of a shop again, in parts, and answers how many events were checked and the first one
 * that was changed, taken out or put in between. Events from before the chain have no hash and are passed over.
 */
export async function verifyEvents(
  tx: Transaction,
  shop: ShopDomain,
): Promise<{ readonly events: number; readonly broken: BrokenEvent | null }> {
  let checked = 0
  let last: { returnId: string; sequence: number; hash: string | null } | null = null
  for (;;) {
    const rows = await readEvents(tx, shop, last)
    for (const row of rows) {
      const before = last?.returnId === row.returnId ? last : null
      const isNext = row.sequence === (before?.sequence ?? 0) + 1
      // A row without a hash is older than the chain; after one with a hash there can be none.
      const isOld = row.hash === null && (before === null || before.hash === null)
      if (!isNext || !(isOld || continues(row, before)))
        return { events: checked, broken: { returnId: row.returnId, sequence: row.sequence } }
      checked += 1
      last = { returnId: row.returnId, sequence: row.sequence, hash: row.hash }
    }
    if (rows.length < pageSize) return { events: checked, broken: null }
  }
}

type EventRow = Awaited<ReturnType<typeof readEvents>>[number]

function readEvents(
  tx: Transaction,
  shop: ShopDomain,
  last: { readonly returnId: string; readonly sequence: number } | null,
) {
  const after: Prisma.EventWhereInput =
    last === null
      ? {}
      : {
          OR: [
            { returnId: { gt: last.returnId } },
            { returnId: last.returnId, sequence: { gt: last.sequence } },
          ],
        }
  return tx.event.findMany({
    where: { shop, ...after },
    orderBy: [{ returnId: 'asc' }, { sequence: 'asc' }],
    take: pageSize,
  })
}

function continues(row: EventRow, before: { readonly hash: string | null } | null): boolean {
  const previousHash = before?.hash ?? ''
  return row.previousHash === previousHash && row.hash === eventHash({ ...row, previousHash })
}
