import type { Engine } from '../engine/engine.ts'
import { formatFixed } from '../engine/money/minor-units.ts'
import type { LedgerEntry, Order } from '../engine/state.ts'

/** An entry of the independent ledger for reading: names instead of ids, the amount as an exact decimal. */
export type LedgerRow = {
  at: string
  shop: string
  order: string | null
  return: string | null
  refund: string | null
  kind: LedgerEntry['kind']
  gateway: string
  amount: string
  currency: string
  status: LedgerEntry['status']
  note: string | null
}

/** The ledger of one shop or all, oldest first; `order` is a name such as `#1001`. */
export function ledgerRows(engine: Engine, filter: { shop?: string; order?: string }): LedgerRow[] {
  return engine.state.logs.ledger
    .filter((entry) => filter.shop === undefined || entry.shop === filter.shop)
    .map((entry) => rowOf(engine, entry))
    .filter((row) => filter.order === undefined || bare(row.order) === bare(filter.order))
}

function bare(name: string | null): string {
  return (name ?? '').replace(/^#/, '')
}

function rowOf(engine: Engine, entry: LedgerEntry): LedgerRow {
  const order: Order | undefined =
    entry.orderId === null ? undefined : engine.state.tables.orders[entry.orderId]
  return {
    at: entry.at,
    shop: entry.shop,
    order: order?.name ?? null,
    return: order?.returns.find((one) => one.id === entry.returnId)?.name ?? entry.returnId,
    refund: entry.refundId,
    kind: entry.kind,
    gateway: entry.gateway,
    amount: formatFixed(entry.amount.amount, entry.amount.currency),
    currency: entry.amount.currency,
    status: entry.status,
    note: entry.note,
  }
}
