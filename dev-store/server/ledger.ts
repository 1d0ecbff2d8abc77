import type { Engine } from '../engine/engine.ts'
import { ledgerLines } from '../engine/money/ledger.ts'
import type { LedgerLine } from '../engine/money/ledger.ts'

/** An entry of the independent ledger for reading: names instead of ids, the amount as an exact decimal. */
export type LedgerRow = LedgerLine

/** The ledger of one shop or all, oldest first, one row per movement; `order` is a name with or without its `#`. */
export function ledgerRows(engine: Engine, filter: { shop?: string; order?: string }): LedgerRow[] {
  return ledgerLines(engine.state, filter.shop).filter(
    (row) => filter.order === undefined || bare(row.order) === bare(filter.order),
  )
}

function bare(name: string | null): string {
  return (name ?? '').replace(/^#/, '')
}
