import type { Context } from '../context.ts'
import type { LedgerEntry, State } from '../state.ts'

/**
 * The oracle's book: one line for every movement of money, written as it happens and never read by the engine's own
 * arithmetic. A movement that changes its mind (pending, then paid or refused) gets another line; the last one counts.
 */
export type Movement = Omit<LedgerEntry, 'at' | 'shop'>

/** Writes one line into the ledger; it disappears again when the mutation fails. */
export function recordMovement(context: Context, movement: Movement): void {
  context.append('ledger', { at: context.now, shop: context.shop.domain, ...movement })
}

export type LedgerLine = {
  at: string
  shop: string
  order: string | null
  return: string | null
  refund: string | null
  kind: LedgerEntry['kind']
  gateway: string
  /** decimal with all digits of the currency, "42.50" */
  amount: string
  currency: string
  status: LedgerEntry['status']
  note: string | null
}

// The ledger's own decimals: it shares no arithmetic with the engine that it checks.
const NO_DIGITS = [
  'JPY',
  'KRW',
  'VND',
  'CLP',
  'ISK',
  'UGX',
  'XAF',
  'XOF',
  'XPF',
  'PYG',
  'RWF',
  'KMF',
  'GNF',
  'DJF',
  'BIF',
  'VUV',
]
const THREE_DIGITS = ['KWD', 'BHD', 'OMR', 'TND', 'JOD', 'IQD', 'LYD']

/** How the ledger prints a minor amount. */
export function ledgerDecimal(minor: number, currency: string): string {
  const digits = NO_DIGITS.includes(currency) ? 0 : THREE_DIGITS.includes(currency) ? 3 : 2
  const scale = 10n ** BigInt(digits)
  const value = BigInt(minor)
  const magnitude = value < 0n ? -value : value
  const fraction = digits === 0 ? '' : `.${(magnitude % scale).toString().padStart(digits, '0')}`
  return `${value < 0n ? '-' : ''}${magnitude / scale}${fraction}`
}

/**
 * Ledger of a shop (or of all), or of one order by name ("#1001"), oldest first. A movement with a transaction is one line
 * in its last status, so that the lines with status SUCCESS add up to what really moved.
 */
export function ledgerLines(state: State, shop?: string, orderName?: string): LedgerLine[] {
  const nameOf = new Map(Object.values(state.tables.orders).map((order) => [order.id, order.name]))
  const returnName = new Map(
    Object.values(state.tables.orders).flatMap((order) =>
      order.returns.map((one) => [one.id, one.name] as const),
    ),
  )
  const latest = new Map<string, LedgerEntry>()
  state.logs.ledger.forEach((entry, position) => {
    if (shop === undefined || entry.shop === shop)
      latest.set(entry.transactionId ?? `line ${position}`, entry)
  })
  return [...latest.values()]
    .map((entry) => ({
      at: entry.at,
      shop: entry.shop,
      order: entry.orderId === null ? null : (nameOf.get(entry.orderId) ?? entry.orderId),
      return: entry.returnId === null ? null : (returnName.get(entry.returnId) ?? entry.returnId),
      refund: entry.refundId,
      kind: entry.kind,
      gateway: entry.gateway,
      amount: ledgerDecimal(entry.amount.amount, entry.amount.currency),
      currency: entry.amount.currency,
      status: entry.status,
      note: entry.note,
    }))
    .filter((line) => orderName === undefined || line.order === orderName)
}
