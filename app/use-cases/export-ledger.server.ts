import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listEntriesAfter, type EntryFilter } from '#app/db/ledger.server.ts'
import { listShopAmounts } from '#app/db/reconciliation.server.ts'
import { listReturnNames } from '#app/db/return-list.server.ts'
import { csvRow, type Cell } from '#app/domain/ledger/csv.ts'
import type { LedgerEntry } from '#app/domain/ledger/entry.ts'
import { type Money, toDecimal } from '#app/domain/money.ts'
import { ok, type Result } from '#app/domain/result.ts'
import type { Forbidden } from '#app/domain/roles.ts'
import { mayAct } from './may-act.server.ts'

const atOnce = 1000

const columns = [
  'Entry',
  'Date (UTC)',
  'Kind',
  'Order',
  'Return',
  'Purpose',
  'Method',
  'Gateway',
  'Amount',
  'Currency',
  'Amount in store currency',
  'Store currency',
  'Shopify refund',
  'Shopify transaction',
  'Decided by',
  'Note',
  'Hash',
]

/**
 * The ledger as a CSV file for accounting, in parts as they are read, so that a long one needs no memory. Amounts are plain
 * decimals of their currency; texts cannot become formulas. The amount in the store's currency is Shopify's, and empty
 * until the order was compared.
 */
export async function exportLedger(
  ctx: ShopContext,
  filter: EntryFilter,
): Promise<Result<AsyncGenerator<string>, Forbidden>> {
  const allowed = await mayAct(ctx, 'ledger.export')
  return allowed.ok ? ok(rows(ctx, filter)) : allowed
}

async function* rows(ctx: ShopContext, filter: EntryFilter): AsyncGenerator<string> {
  // The mark that lets spreadsheets read UTF-8.
  yield `\uFEFF${csvRow(columns.map((text) => ({ text })))}`
  let after = 0
  for (;;) {
    const from = after
    const part = await withShop(ctx.shop, async (tx) => {
      const entries = await listEntriesAfter(tx, ctx.shop, { ...filter, after: from, limit: atOnce })
      const orders = [...new Set(entries.map(({ orderGid }) => orderGid))]
      const returns = [...new Set(entries.flatMap(({ returnId }) => (returnId === null ? [] : [returnId])))]
      return {
        entries,
        shopAmounts: await listShopAmounts(tx, ctx.shop, orders),
        names: await listReturnNames(tx, ctx.shop, returns),
      }
    })
    yield part.entries.map((entry) => csvRow(cells(entry, part))).join('')
    after = part.entries.at(-1)?.sequence ?? after
    if (part.entries.length < atOnce) return
  }
}

function cells(
  entry: LedgerEntry,
  { shopAmounts, names }: { shopAmounts: ReadonlyMap<string, Money>; names: ReadonlyMap<string, string> },
): readonly Cell[] {
  const inShop = entry.transactionGid === null ? undefined : shopAmounts.get(entry.transactionGid)
  return [
    { number: String(entry.sequence) },
    { text: entry.at },
    { text: entry.kind },
    { text: entry.orderName },
    { text: entry.returnId === null ? '' : (names.get(entry.returnId) ?? '') },
    { text: entry.purpose },
    { text: entry.method },
    { text: entry.gateway },
    { number: toDecimal(entry.amount) },
    { text: entry.amount.currency },
    { number: inShop === undefined ? '' : toDecimal(inShop) },
    { text: inShop?.currency ?? '' },
    { text: entry.refundGid ?? '' },
    { text: entry.transactionGid ?? '' },
    { text: entry.actor.kind === 'staff' ? entry.actor.name : entry.actor.kind },
    { text: entry.note },
    { text: entry.hash },
  ]
}
