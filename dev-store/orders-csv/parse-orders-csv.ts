import { csvRecords, fileText } from './csv-records.ts'
import type { CsvRecord } from './csv-records.ts'
import { ORDERS_CSV_COLUMNS, readRow } from './orders-csv-row.ts'
import type { OrdersCsvColumn, OrdersCsvRow } from './orders-csv-row.ts'

/** One invoice with its goods, in the order of the file. `invoicedAt` is the local time of its first row. */
export type CsvOrder = {
  invoice: string
  invoicedAt: string
  customerId: string | null
  country: string
  lines: OrdersCsvRow[]
}

/** What became of the rows below the header. Every row is counted in exactly one of the parts. */
export type OrdersCsvCounts = {
  rows: number
  orders: number
  orderRows: number
  pastReturnRows: number
  /** Rows that are no goods, by stock code. */
  excludedCodes: Record<string, number>
  /** Rows with a zero or negative price. */
  nonPositivePrice: number
  /** Rows of ordinary invoices with a zero or negative quantity, and of C-invoices with a zero or positive one. */
  wrongSign: number
  broken: number
}

export type BrokenRow = { line: number; reason: string; text: string }

export type OrdersCsv = {
  orders: CsvOrder[]
  pastReturns: OrdersCsvRow[]
  counts: OrdersCsvCounts
  /** The first 1,000 broken rows; `counts.broken` counts all. */
  brokenRows: BrokenRow[]
  /** First and last calendar day of all readable rows, `YYYY-MM-DD`; null in a file without any. */
  firstDay: string | null
  lastDay: string | null
}

export type ParseOptions = { onRows?: (rows: number) => void }

const MOST_NAMED_ROWS = 1_000

type Draft = Omit<OrdersCsv, 'orders'> & { byInvoice: Map<string, CsvOrder> }

function columnPositions(cells: readonly string[]): Record<OrdersCsvColumn, number> {
  const names = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/^\uFEFF/, ''),
  )
  const missing = ORDERS_CSV_COLUMNS.filter((column) => !names.includes(column))
  if (missing.length > 0) {
    throw new Error(`This is not an orders file: its first line does not name ${missing.join(', ')}.`)
  }
  // Every column was found just above.
  return Object.fromEntries(ORDERS_CSV_COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<
    OrdersCsvColumn,
    number
  >
}

function noteBroken(draft: Draft, row: BrokenRow): void {
  draft.counts.broken += 1
  if (draft.brokenRows.length < MOST_NAMED_ROWS) draft.brokenRows.push(row)
}

function noteDay(draft: Draft, day: string): void {
  if (draft.firstDay === null || day < draft.firstDay) draft.firstDay = day
  if (draft.lastDay === null || day > draft.lastDay) draft.lastDay = day
}

function addRow(draft: Draft, row: OrdersCsvRow): void {
  noteDay(draft, row.invoicedAt.slice(0, 10))
  const isReturn = row.invoice.startsWith('C')
  if (isReturn ? row.quantity >= 0 : row.quantity <= 0) {
    draft.counts.wrongSign += 1
    return
  }
  if (isReturn) {
    draft.counts.pastReturnRows += 1
    draft.pastReturns.push(row)
    return
  }
  draft.counts.orderRows += 1
  const order = draft.byInvoice.get(row.invoice)
  if (order) {
    order.lines.push(row)
    return
  }
  const { invoice, invoicedAt, customerId, country } = row
  draft.byInvoice.set(invoice, { invoice, invoicedAt, customerId, country, lines: [row] })
}

function addRecord(
  draft: Draft,
  positions: Record<OrdersCsvColumn, number>,
  width: number,
  record: CsvRecord,
): void {
  draft.counts.rows += 1
  if ('broken' in record) {
    noteBroken(draft, { line: record.line, reason: record.broken, text: record.text })
    return
  }
  const { cells, line } = record
  const text = (): string => cells.join(',').slice(0, 120)
  if (cells.length !== width) {
    noteBroken(draft, { line, reason: `${cells.length} columns instead of ${width}`, text: text() })
    return
  }
  const reading = readRow(line, (column) => cells[positions[column]] ?? '')
  switch (reading.kind) {
    case 'broken':
      noteBroken(draft, { line, reason: reading.reason, text: text() })
      return
    case 'excluded':
      noteDay(draft, reading.day)
      draft.counts.excludedCodes[reading.stockCode] = (draft.counts.excludedCodes[reading.stockCode] ?? 0) + 1
      return
    case 'price':
      noteDay(draft, reading.day)
      draft.counts.nonPositivePrice += 1
      return
    case 'row':
      addRow(draft, reading.row)
  }
}

/**
 * Reads the text of an orders file (columns of `ORDERS_CSV_COLUMNS`, in any order) into orders, past returns (rows of
 * invoices that start with C) and counts of what was left out. Broken rows are named with their line and the rest is
 * read. Throws with a clear sentence when the first line lacks a column or the file is empty.
 */
export async function parseOrdersCsv(
  text: AsyncIterable<string>,
  options: ParseOptions = {},
): Promise<OrdersCsv> {
  const counts: OrdersCsvCounts = {
    rows: 0,
    orders: 0,
    orderRows: 0,
    pastReturnRows: 0,
    excludedCodes: {},
    nonPositivePrice: 0,
    wrongSign: 0,
    broken: 0,
  }
  const draft: Draft = {
    byInvoice: new Map(),
    pastReturns: [],
    counts,
    brokenRows: [],
    firstDay: null,
    lastDay: null,
  }
  let header: { positions: Record<OrdersCsvColumn, number>; width: number } | undefined
  for await (const records of csvRecords(text)) {
    for (const record of records) {
      if (header) {
        addRecord(draft, header.positions, header.width, record)
        continue
      }
      if ('broken' in record)
        throw new Error(`This is not an orders file: ${record.broken} in its first line.`)
      header = { positions: columnPositions(record.cells), width: record.cells.length }
    }
    options.onRows?.(counts.rows)
  }
  if (!header) throw new Error('This is not an orders file: it is empty.')
  const { byInvoice, ...rest } = draft
  const orders = [...byInvoice.values()]
  counts.orders = orders.length
  return { ...rest, orders }
}

/** `parseOrdersCsv` of a file, plain or gzip. */
export function parseOrdersCsvFile(file: string, options: ParseOptions = {}): Promise<OrdersCsv> {
  return parseOrdersCsv(fileText(file), options)
}

/** What was read and what was left out, as sentences for the terminal; broken rows named with their lines (ten of them). */
export function describeOrdersCsv(csv: OrdersCsv): string[] {
  const { counts } = csv
  const codes = Object.entries(counts.excludedCodes).sort(([, a], [, b]) => b - a)
  const excluded = codes.reduce((sum, [, count]) => sum + count, 0)
  const lines = [
    `${counts.rows} rows: ${counts.orders} orders with ${counts.orderRows} lines, ${counts.pastReturnRows} rows of past returns.`,
    `Left out, no goods: ${excluded} rows${excluded ? ` (${codes.map(([code, n]) => `${code} ${n}`).join(', ')})` : ''}.`,
    `Left out, zero or negative price: ${counts.nonPositivePrice} rows.`,
  ]
  if (counts.wrongSign > 0) lines.push(`Left out, quantity of the wrong sign: ${counts.wrongSign} rows.`)
  if (counts.broken > 0) {
    lines.push(`Broken: ${counts.broken} rows.`)
    lines.push(...csv.brokenRows.slice(0, 10).map((row) => `  line ${row.line}: ${row.reason}: ${row.text}`))
    if (counts.broken > 10) lines.push(`  and ${counts.broken - 10} more.`)
  }
  return lines
}
