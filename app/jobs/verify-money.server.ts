import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { verifyAudit, type VerifiedAudit } from '#app/db/audit.server.ts'
import { verifyEvents, type EventPlace, type VerifiedEvents } from '#app/db/event-chain.server.ts'
import { beginningOfChain, verifyEntries } from '#app/db/ledger.server.ts'
import { getMoneyCheck, saveMoneyCheck } from '#app/db/reconciliation.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { log } from '#app/log.server.ts'

/** What the chains of a shop came to: how much holds, and what is broken, as a sentence for a person; null when nothing is. */
export type Verified = {
  readonly entries: number
  readonly audit: number
  readonly events: number
  readonly problem: string | null
}

/** How long the ledger and the log were when they were last verified: one that lost its end shows no other trace. */
export type VerifiedBefore = { readonly verifiedEntries: number; readonly verifiedAudit: number }

/**
 * Computes the chains of a shop again: the ledger, the log of payment safety, and the history of every return. In parts, each
 * in a transaction of its own, since nothing that was read can change any more.
 */
export async function verifyChains(shop: ShopDomain, before: VerifiedBefore): Promise<Verified> {
  let place = beginningOfChain
  for (let isEnd = false; !isEnd;) {
    const from = place
    const part = await withShop(shop, (tx) => verifyEntries(tx, shop, from))
    if (part.broken !== null) {
      const { sequence, because } = part.broken
      return {
        entries: part.place.sequence,
        audit: 0,
        events: 0,
        problem: `Ledger entry ${sequence}: ${said[because]}`,
      }
    }
    place = part.place
    isEnd = part.isEnd
  }
  const entries = place.sequence
  if (entries < before.verifiedEntries) {
    const problem = `The ledger has ${entries} entries and had ${before.verifiedEntries} before`
    return { entries, audit: 0, events: 0, problem }
  }
  const log = await verifyLog(shop, before.verifiedAudit)
  const { audit } = log
  if (log.problem !== null) return { entries, audit, events: 0, problem: log.problem }
  let events = 0
  let next: EventPlace | null = null
  do {
    const from: EventPlace | null = next
    const part: VerifiedEvents = await withShop(shop, (tx) => verifyEvents(tx, shop, from))
    events += part.events
    if (part.broken !== null) {
      const { returnId, sequence } = part.broken
      return {
        entries,
        audit,
        events,
        problem: `Event ${sequence} of return ${returnId} was changed or taken out`,
      }
    }
    next = part.place
  } while (next !== null)
  return { entries, audit, events, problem: null }
}

async function verifyLog(
  shop: ShopDomain,
  lengthBefore: number,
): Promise<{ readonly audit: number; readonly problem: string | null }> {
  let place: VerifiedAudit['place'] = { sequence: 0, hash: '' }
  for (let isEnd = false; !isEnd;) {
    const from = place
    const part = await withShop(shop, (tx) => verifyAudit(tx, shop, from))
    place = part.place
    isEnd = part.isEnd
    if (part.broken !== null)
      return {
        audit: place.sequence,
        problem: `Log entry ${part.broken} was changed, or one before it was taken out`,
      }
  }
  const audit = place.sequence
  return audit < lengthBefore
    ? { audit, problem: `The log has ${audit} entries and had ${lengthBefore} before` }
    : { audit, problem: null }
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
  const verified = await verifyChains(shop, before)
  const { entries, audit, problem } = verified
  // The length that was reached stays: a ledger that was cut off must go on to be told as such.
  const verifiedEntries = Math.max(entries, before.verifiedEntries)
  const verifiedAudit = Math.max(audit, before.verifiedAudit)
  const change = { verifiedAt: ctx.now(), verifiedEntries, verifiedAudit, problem }
  await withShop(shop, (tx) => saveMoneyCheck(tx, shop, change))
  if (problem !== null) log.error({ shop, problem }, 'A chain of hashes is broken')
  return verified
}
