import { isZero, sum, zero } from '../money.ts'
import type { Difference } from './compare-order.ts'
import type { LedgerEntry } from './entry.ts'

/**
 * What an order comes to that Shopify does not show us any more: it was deleted, or it is older than 60 days and the right
 * to read such orders is missing. One difference per currency, of all that the ledger says was moved for it.
 */
export function orderGone(entries: readonly LedgerEntry[], now: string): Difference[] {
  const accepted = entries.filter((entry) => entry.kind === 'adjusted').map(({ note }) => note)
  const moved = entries.filter((entry) => entry.kind === 'done' || entry.kind === 'external')
  const currencies = [...new Set(moved.map(({ amount }) => amount.currency))]
  return currencies.flatMap((currency) => {
    const key = `gone:${currency}`
    const amount = sum(
      moved.filter((entry) => entry.amount.currency === currency).map((entry) => entry.amount),
      currency,
    )
    if (isZero(amount) || accepted.some((note) => note.startsWith(`[${key}]`))) return []
    return [
      {
        kind: 'order_gone' as const,
        key,
        amount,
        inLedger: amount,
        inShopify: zero(currency),
        intentId: null,
        returnId: null,
        refundGid: null,
        transactionGid: null,
        since: now,
      },
    ]
  })
}
