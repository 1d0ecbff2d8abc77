import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { verifyEvents, type EventPlace, type VerifiedEvents } from '#app/db/event-chain.server.ts'
import { beginningOfChain, verifyEntries } from '#app/db/ledger.server.ts'
import { getMoneyCheck, saveMoneyCheck } from '#app/db/reconciliation.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { log } from '#app/log.server.ts'

/** What the chains of a shop came to: how much holds, and what is broken, as a sentence for a person; null when nothing is. */
export type Verified = { readonly entries: number; readonly events: number; readonly problem: string | null }

/**
 * Computes both chains of a shop again: the ledger, and the history of every return. In parts, each in a transaction of its
 * own, since nothing that was read can change any more. `entriesBefore` is how long the ledger was when it was last verified:
 * one that lost its end shows no other trace.
 */
export async function verifyChains(shop: ShopDomain, entriesBefore: number): Promise<Verified> {
  let place = beginningOfChain
  for (let isEnd = false; !isEnd;) {
    const from = place
    const part = await withShop(shop, (tx) => verifyEntries(tx, shop, from))
    if (part.broken !== null) {
      const { sequence, because } = part.broken
      return {
        entries: part.place.sequence,
        events: 0,
        problem: `Ledger entry ${sequence}: ${said[because]}`,
      }
    }
    place = part.place
    isEnd = part.isEnd
  }
  const entries = place.sequence
  if (entries < entriesBefore)
    return {
      entries,
      events: 0,
      problem: `The ledger has ${entries} entries and had ${entriesBefore} before`,
    }
  let events = 0
  let next: EventPlace | null = null
  do {
    const from: EventPlace | null = next
    const part: VerifiedEvents = await withShop(shop, (tx) => verifyEvents(tx, shop, from))
    events += part.events
    if (part.broken !== null) {
      const { returnId, sequence } = part.broken
      return { entries, events, problem: `Event ${sequence} of return ${returnId} was changed or taken out` }
    }
    next = part.place
  } while (next !== null)
  return { entries, events, problem: null }
}

const said = {
  gap: 'an entry before it was taken out',
  link: 'it does not go on from the entry before it',
  content: 'it was changed after it was written',
} as const

/** Verifies a shop's chains and keeps the result for the Money page. A broken chain is an error in the log, too. */
export async function verifyMoney(ctx: Pick<ShopContext, 'shop' | 'now'>): Promise<Verified> {
  const { shop } = ctx
  const before = await withShop(shop, (tx) => getMoneyCheck(tx, shop))
  const verified = await verifyChains(shop, before.verifiedEntries)
  const { entries, problem } = verified
  // The length that was reached stays: a ledger that was cut off must go on to be told as such.
  const verifiedEntries = Math.max(entries, before.verifiedEntries)
  await withShop(shop, (tx) => saveMoneyCheck(tx, shop, { verifiedAt: ctx.now(), verifiedEntries, problem }))
  if (problem !== null) log.error({ shop, problem }, 'A chain of hashes is broken')
  return verified
}
