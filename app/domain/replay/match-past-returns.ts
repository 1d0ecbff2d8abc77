/** A row of an invoice: what was bought, or (with a negative quantity) what came back. */
export type InvoiceRow = {
  /** Its place in the file: the later of two with the same time is the one further down. */
  readonly line: number
  readonly customerId: string | null
  readonly stockCode: string
  readonly quantity: number
  /** Local time `YYYY-MM-DDTHH:MM:SS`: as text it sorts as time does. */
  readonly invoicedAt: string
}

/** A past return and the purchase that it answers; null where there is none. */
export type PastReturn<Row extends InvoiceRow> = {
  readonly returned: Row
  readonly quantity: number
  readonly purchase: Row | null
}

/**
 * Finds for every returned row of a known customer the purchase that it answers: the latest row of the same customer and stock
 * code (compared exactly), not after it, whose quantity is at least what came back; of two at the same time the later row.
 * Nothing is used up: a purchase may answer several returns. Returns of unknown customers, and rows without units, are left out.
 */
export function matchPastReturns<Row extends InvoiceRow>(
  purchases: readonly Row[],
  returned: readonly Row[],
): readonly PastReturn<Row>[] {
  const byKey = new Map<string, Row[]>()
  for (const row of purchases) {
    if (row.customerId === null) continue
    const key = keyOf(row)
    const known = byKey.get(key)
    if (known) known.push(row)
    else byKey.set(key, [row])
  }
  for (const rows of byKey.values()) rows.sort(byTime)
  return returned.flatMap((row) => {
    if (row.customerId === null || row.quantity >= 0) return []
    const quantity = -row.quantity
    return [{ returned: row, quantity, purchase: latest(byKey.get(keyOf(row)) ?? [], row, quantity) }]
  })
}

function keyOf({ customerId, stockCode }: InvoiceRow): string {
  return JSON.stringify([customerId, stockCode])
}

function byTime(one: InvoiceRow, other: InvoiceRow): number {
  if (one.invoicedAt !== other.invoicedAt) return one.invoicedAt < other.invoicedAt ? -1 : 1
  return one.line - other.line
}

function latest<Row extends InvoiceRow>(
  sorted: readonly Row[],
  { invoicedAt }: Row,
  quantity: number,
): Row | null {
  return sorted.findLast((row) => row.invoicedAt <= invoicedAt && row.quantity >= quantity) ?? null
}
