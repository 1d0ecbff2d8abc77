import type { Prisma } from '@prisma/client'
import type { ShopDomain } from '#app/domain/ids.ts'
import type { Transaction } from '#app/db.server.ts'
import { hashOf, redactedHash } from './hash-chain.ts'

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
  return hashOf(partsOf(event))
}

function partsOf({ shop, returnId, id, sequence, previousHash, kind, data, actor, at }: HashedEvent) {
  return [shop, returnId, id, sequence, previousHash, kind, data, actor, new Date(at).toISOString()]
}

/** The hash of an event that privacy law emptied; null where it is from before the chain. */
export function redactedEventHash(
  event: HashedEvent & { readonly hash: string | null; readonly redactedAt: Date | string | null },
): string | null {
  return redactedHash(event, partsOf(event))
}

/** An event that does not continue the history of its return. */
export type BrokenEvent = { readonly returnId: string; readonly sequence: number }

/** A place in the histories of a shop, which are read return by return. */
export type EventPlace = {
  readonly returnId: string
  readonly sequence: number
  readonly hash: string | null
}

/** A verified part of a shop's histories. `place` is null when nothing comes after it. */
export type VerifiedEvents = {
  readonly events: number
  readonly place: EventPlace | null
  readonly broken: BrokenEvent | null
}

const verifiedAtOnce = 1000

/**
 * Computes the next part of a shop's histories again, from a place on (null: from the start), and answers how many events it
 * had and the first one that was changed, taken out or put in between. Events from before the chain have no hash and are
 * passed over.
 */
export async function verifyEvents(
  tx: Transaction,
  shop: ShopDomain,
  from: EventPlace | null,
): Promise<VerifiedEvents> {
  const rows = await readEvents(tx, shop, from)
  let last = from
  for (const [events, row] of rows.entries()) {
    const before: EventPlace | null = last?.returnId === row.returnId ? last : null
    const isNext = row.sequence === (before?.sequence ?? 0) + 1
    // A row without a hash is older than the chain; after one with a hash there can be none.
    const isOld = row.hash === null && (before === null || before.hash === null)
    if (!isNext || !(isOld || continues(row, before)))
      return { events, place: null, broken: { returnId: row.returnId, sequence: row.sequence } }
    last = { returnId: row.returnId, sequence: row.sequence, hash: row.hash }
  }
  return { events: rows.length, place: rows.length < verifiedAtOnce ? null : last, broken: null }
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
    take: verifiedAtOnce,
  })
}

function continues(row: EventRow, before: { readonly hash: string | null } | null): boolean {
  const previousHash = before?.hash ?? ''
  if (row.previousHash !== previousHash) return false
  return row.redactedAt === null
    ? row.hash === eventHash({ ...row, previousHash })
    : row.redactedHash === redactedEventHash({ ...row, previousHash })
}
