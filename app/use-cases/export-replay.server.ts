import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { findReplayRun, listReplayChanges, type ReplayChangeRecord } from '#app/db/replay-run.server.ts'
import { type Cell, csvRow } from '#app/domain/ledger/csv.ts'
import { money, toDecimal } from '#app/domain/money.ts'
import { err, ok, type Result } from '#app/domain/result.ts'

const atOnce = 500

const columns = [
  'Order',
  'Kind',
  'Date (UTC)',
  'Way',
  'Item',
  'Units',
  'Decision before',
  'Because',
  'Paid as',
  'Decision after',
  'Because after',
  'Paid as after',
  'Request pays before',
  'Request pays after',
  'Currency',
]

/**
 * The changes of a replay as a CSV file, a row per line that comes out otherwise (one without an item where only the amounts do,
 * one that says how many more there are where an order is too long to keep them all), in
 * parts as they are read. Codes are those of the decisions; texts cannot become formulas.
 */
export async function exportReplay(
  ctx: ShopContext,
  { runId }: { readonly runId: string },
): Promise<Result<AsyncGenerator<string>, { readonly kind: 'not_found' }>> {
  const run = await withShop(ctx.shop, (tx) => findReplayRun(tx, ctx.shop, runId))
  return run === null ? err({ kind: 'not_found' }) : ok(rows(ctx, runId))
}

async function* rows({ shop }: ShopContext, runId: string): AsyncGenerator<string> {
  // The mark that lets spreadsheets read UTF-8.
  yield `\uFEFF${csvRow(columns.map((text) => ({ text })))}`
  let after: { readonly at: string; readonly subject: string } | null = null
  for (;;) {
    const from: typeof after = after
    const part: readonly ReplayChangeRecord[] = await withShop(shop, (tx) =>
      listReplayChanges(tx, shop, { runId, after: from, limit: atOnce }),
    )
    for (const change of part) yield rowsOf(change)
    const last = part.at(-1)
    if (last === undefined || part.length < atOnce) return
    after = { at: last.at, subject: last.subject }
  }
}

type Line = ReplayChangeRecord['change']['lines'][number]

function rowsOf({ orderName, at, way, change }: ReplayChangeRecord): string {
  const { kind, currency, before, after, lines, more } = change
  const pays = (minor: number): Cell => ({ number: toDecimal(money(minor, currency)) })
  const row = (line: Line | null) =>
    csvRow([
      { text: orderName },
      { text: kind },
      { text: at },
      { text: way },
      { text: line?.title ?? (more > 0 ? `${more} further lines` : '') },
      { number: line === null ? '' : String(line.units) },
      { text: line?.before.verdict ?? before.verdict },
      { text: line?.before.because ?? '' },
      { text: line?.before.outcome ?? '' },
      { text: line?.after.verdict ?? after.verdict },
      { text: line?.after.because ?? '' },
      { text: line?.after.outcome ?? '' },
      pays(before.pays),
      pays(after.pays),
      { text: currency },
    ])
  const rest = lines.length === 0 || more > 0 ? row(null) : ''
  return `${lines.map(row).join('')}${rest}`
}
