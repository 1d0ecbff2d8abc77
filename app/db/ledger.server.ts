import type { LedgerEntry as Row } from '@prisma/client'
import { Actor } from '#app/domain/events.ts'
import { EntryKind, hashedParts, type LedgerEntry, type NewEntry } from '#app/domain/ledger/entry.ts'
import type { OrderGid, ReturnId, ShopDomain } from '#app/domain/ids.ts'
import { money, type Money } from '#app/domain/money.ts'
import type { Transaction } from '#app/db.server.ts'
import { instant, jsonColumn, minorUnits } from './column.ts'
import { hashOf, redactedHash } from './hash-chain.ts'

/**
 * Appends entries to the shop's ledger, in their order, and answers them with their place in the chain. Takes the ledger's
 * lock until the transaction ends: lock returns and orders before, never after. A trigger refuses what does not continue
 * the chain, and a unique index a movement of Shopify that is booked already.
 */
export async function appendEntries(
  tx: Transaction,
  shop: ShopDomain,
  entries: readonly NewEntry[],
): Promise<LedgerEntry[]> {
  if (entries.length === 0) return []
  await lockLedger(tx, shop)
  const last = await tx.ledgerEntry.findFirst({
    where: { shop },
    orderBy: { sequence: 'desc' },
    select: { sequence: true, hash: true },
  })
  const chained: LedgerEntry[] = []
  for (const entry of entries) {
    const before = chained.at(-1) ?? last
    const linked = { ...entry, sequence: (before?.sequence ?? 0) + 1, previousHash: before?.hash ?? '' }
    chained.push({ ...linked, hash: hashOf(hashedParts(shop, linked)) })
  }
  // Row after row, in this order: the trigger sees each one's predecessor.
  await tx.ledgerEntry.createMany({
    data: chained.map(({ amount, actor, ...entry }) => ({
      ...entry,
      shop,
      amountMinor: BigInt(amount.minor),
      currency: amount.currency,
      actor: jsonColumn(actor),
    })),
  })
  return chained
}

/** Waits until nobody else writes the shop's ledger; held until the transaction ends. */
async function lockLedger(tx: Transaction, shop: ShopDomain): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`ledger ${shop}`}, 0))`
}

/** The entries of one order, oldest first. */
export async function listEntriesOfOrder(
  tx: Transaction,
  shop: ShopDomain,
  orderGid: OrderGid,
): Promise<LedgerEntry[]> {
  const rows = await tx.ledgerEntry.findMany({ where: { shop, orderGid }, orderBy: { sequence: 'asc' } })
  return rows.map(ledgerEntry)
}

/** The entries of one intent, oldest first. */
export async function listEntriesOfIntent(
  tx: Transaction,
  shop: ShopDomain,
  intentId: string,
): Promise<LedgerEntry[]> {
  const rows = await tx.ledgerEntry.findMany({ where: { shop, intentId }, orderBy: { sequence: 'asc' } })
  return rows.map(ledgerEntry)
}

/** Which entries a list or an export shows. Days are instants: from the first, before the second. */
export type EntryFilter = {
  readonly from: string | null
  readonly before: string | null
  readonly kinds: readonly EntryKind[]
}

const whereOf = (shop: ShopDomain, filter: EntryFilter) => ({
  shop,
  ...(filter.kinds.length > 0 ? { kind: { in: [...filter.kinds] } } : {}),
  ...(filter.from || filter.before
    ? {
        at: { ...(filter.from ? { gte: filter.from } : {}), ...(filter.before ? { lt: filter.before } : {}) },
      }
    : {}),
})

/** Entries after a place in the chain, oldest first: the export reads the ledger in such parts. */
export async function listEntriesAfter(
  tx: Transaction,
  shop: ShopDomain,
  input: EntryFilter & { readonly after: number; readonly limit: number },
): Promise<LedgerEntry[]> {
  const where = { ...whereOf(shop, input), sequence: { gt: input.after } }
  const rows = await tx.ledgerEntry.findMany({ where, orderBy: { sequence: 'asc' }, take: input.limit })
  return rows.map(ledgerEntry)
}

/** One page of the ledger, newest first, and how many entries the filter leaves. `page` from 1. */
export async function listLatestEntries(
  tx: Transaction,
  shop: ShopDomain,
  input: EntryFilter & { readonly page: number; readonly pageSize: number },
): Promise<{ readonly entries: readonly LedgerEntry[]; readonly total: number }> {
  const where = whereOf(shop, input)
  const total = await tx.ledgerEntry.count({ where })
  const rows = await tx.ledgerEntry.findMany({
    where,
    orderBy: { sequence: 'desc' },
    skip: (input.page - 1) * input.pageSize,
    take: input.pageSize,
  })
  return { entries: rows.map(ledgerEntry), total }
}

/** What was paid back past Homeward, per return and currency, for the returns named. */
export async function sumExternalOfReturns(
  tx: Transaction,
  shop: ShopDomain,
  returnIds: readonly ReturnId[],
): Promise<readonly { readonly returnId: string; readonly amount: Money }[]> {
  const groups = await tx.ledgerEntry.groupBy({
    by: ['returnId', 'currency'],
    where: { shop, kind: 'external', returnId: { in: [...returnIds] } },
    _sum: { amountMinor: true },
  })
  return groups.flatMap(({ returnId, currency, _sum }) =>
    returnId === null
      ? []
      : [{ returnId, amount: money(minorUnits.parse(_sum.amountMinor ?? 0n), currency) }],
  )
}

/** Where the chain breaks: `sequence` is the entry that does not continue it. */
export type BrokenChain = { readonly sequence: number; readonly because: 'gap' | 'link' | 'content' }

/** A place in the chain up to which it holds. */
export type ChainPlace = { readonly sequence: number; readonly hash: string }
export const beginningOfChain: ChainPlace = { sequence: 0, hash: '' }

const verifiedAtOnce = 1000

/**
 * Computes the next part of the chain again and answers up to where it holds, or where it breaks: a row was taken out
 * (`gap`), put in between (`link`) or changed (`content`). `isEnd` when nothing comes after this part.
 */
export async function verifyEntries(
  tx: Transaction,
  shop: ShopDomain,
  from: ChainPlace,
): Promise<{ readonly place: ChainPlace; readonly isEnd: boolean; readonly broken: BrokenChain | null }> {
  const rows = await tx.ledgerEntry.findMany({
    where: { shop, sequence: { gt: from.sequence } },
    orderBy: { sequence: 'asc' },
    take: verifiedAtOnce,
  })
  let place = from
  for (const row of rows) {
    const because = brokenBy(shop, row, place)
    if (because !== null) return { place, isEnd: true, broken: { sequence: row.sequence, because } }
    place = { sequence: row.sequence, hash: row.hash }
  }
  return { place, isEnd: rows.length < verifiedAtOnce, broken: null }
}

function brokenBy(shop: ShopDomain, row: Row, last: ChainPlace): BrokenChain['because'] | null {
  if (row.sequence !== last.sequence + 1) return 'gap'
  if (row.previousHash !== last.hash) return 'link'
  if (row.redactedAt !== null) return row.redactedHash === redactedEntryHash(shop, row) ? null : 'content'
  return hashOf(hashedParts(shop, ledgerEntry(row))) === row.hash ? null : 'content'
}

/** The hash of an entry whose note privacy law emptied, over what is left. */
export function redactedEntryHash(shop: ShopDomain, row: Row): string | null {
  return redactedHash(row, hashedParts(shop, ledgerEntry(row)))
}

function ledgerEntry(stored: Row): LedgerEntry {
  const { shop: _shop, redactedAt: _at, redactedHash: _hash, amountMinor, currency, ...row } = stored
  return {
    ...row,
    kind: EntryKind.parse(row.kind),
    at: instant(row.at),
    amount: money(minorUnits.parse(amountMinor), currency),
    actor: Actor.parse(row.actor),
  }
}
