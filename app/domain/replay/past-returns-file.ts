import { z } from 'zod'
import { instantAt } from '../dates.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { Outcome } from '../policy/terms/outcomes.ts'
import type { PastReturnRequest } from './past-request.ts'

/** A line that came back before Homeward, as a file tells it. `null`: the file does not say. */
export type FiledReturn = {
  /** Its row, from 0. */
  readonly position: number
  readonly orderName: string
  readonly sku: string
  readonly quantity: number
  readonly returnedAt: string
  readonly reason: string | null
  readonly outcome: Outcome | null
}

/** A row that could not be read, with its line in the file, the heading being line 1. */
export type BrokenRow = { readonly line: number; readonly problem: RowProblem }
export type RowProblem = 'no_order' | 'no_sku' | 'quantity' | 'date' | 'outcome'

export type ReadReturns =
  | { readonly ok: true; readonly returns: readonly FiledReturn[]; readonly broken: readonly BrokenRow[] }
  /** The heading lacks columns, or there are more rows than are kept. */
  | { readonly ok: false; readonly missing: readonly string[]; readonly isTooLong: boolean }

/** The columns of the file, in any order and case. The last two may be left out. */
export const returnColumns = ['Order', 'SKU', 'Quantity', 'Returned at', 'Reason', 'Outcome'] as const
type Column = (typeof returnColumns)[number]
const needed: readonly Column[] = ['Order', 'SKU', 'Quantity', 'Returned at']

/** More rows than this are refused: the page says so. */
export const mostFiledReturns = 200_000

/**
 * Reads a CSV file of past returns (comma or semicolon, by its first line). Days are the shop's, and mean its noon; times without a
 * zone are the shop's too. A row that cannot be read is named and left out.
 */
export function readReturnsFile(text: string, timeZone: string): ReadReturns {
  const [heading = [], ...rows] = csvRows(text.replace(/^\uFEFF/, ''))
  const names = heading.map((name) => name.trim().toLowerCase())
  const places = new Map(returnColumns.map((column) => [column, names.indexOf(column.toLowerCase())]))
  const missing = needed.filter((column) => places.get(column) === -1)
  const isTooLong = rows.length > mostFiledReturns
  if (missing.length > 0 || isTooLong) return { ok: false, missing, isTooLong }
  const returns: FiledReturn[] = []
  const broken: BrokenRow[] = []
  for (const [position, row] of rows.entries()) {
    const read = readRow((column) => row[places.get(column) ?? -1]?.trim() ?? '', position, timeZone)
    if (typeof read === 'string') broken.push({ line: position + 2, problem: read })
    else returns.push(read)
  }
  return { ok: true, returns, broken }
}

function readRow(
  cell: (column: Column) => string,
  position: number,
  timeZone: string,
): FiledReturn | RowProblem {
  const [orderName, sku] = [cell('Order'), cell('SKU')]
  if (orderName === '') return 'no_order'
  if (sku === '') return 'no_sku'
  // Systems that book a return as an invoice of its own write the units as negative.
  const quantity = Math.abs(Number(cell('Quantity')))
  if (!Number.isSafeInteger(quantity) || quantity === 0 || quantity > 1_000_000) return 'quantity'
  const returnedAt = instantOf(cell('Returned at'), timeZone)
  if (returnedAt === null) return 'date'
  const said = cell('Outcome').toLowerCase().replaceAll(/[ -]/g, '_')
  const outcome = Outcome.safeParse(said)
  if (said !== '' && !outcome.success) return 'outcome'
  const reason = cell('Reason').slice(0, 100)
  return {
    position,
    orderName: orderName.slice(0, 100),
    sku: sku.slice(0, 255),
    quantity,
    returnedAt,
    reason: reason === '' ? null : reason,
    outcome: outcome.data ?? null,
  }
}

const zoned = z.iso.datetime({ offset: true })
const local = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?)?$/

function instantOf(text: string, timeZone: string): string | null {
  if (zoned.safeParse(text).success) return new Date(text).toISOString()
  const [, day, hour = '12', minute = '00'] = local.exec(text) ?? []
  if (day === undefined || !z.iso.date().safeParse(day).success) return null
  return instantAt(day, `${hour}:${minute}`, timeZone)
}

/** Rows of a CSV text by RFC 4180, empty ones left out. */
function csvRows(text: string): string[][] {
  const firstLine = text.slice(0, text.indexOf('\n') === -1 ? text.length : text.indexOf('\n'))
  const comma = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ','
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at + 1) : plainCell(text, at, comma)
    row.push(cell)
    at = end
    if (text[at] === comma) {
      at += 1
      if (at < text.length) continue
      row.push('')
    }
    while (text[at] === '\r' || text[at] === '\n') at += 1
    if (row.some((one) => one.trim() !== '')) rows.push(row)
    row = []
  }
  return rows
}

type Cell = { readonly cell: string; readonly end: number }

function plainCell(text: string, from: number, comma: string): Cell {
  let end = from
  while (end < text.length && text[end] !== comma && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { cell: text.slice(from, end), end }
}

/** What follows the closing quote, up to the next cell, is dropped: nothing belongs there. */
function quotedCell(text: string, from: number): Cell {
  let close = text.indexOf('"', from)
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
  const end = close === -1 ? text.length : close
  return { cell: text.slice(from, end).replaceAll('""', '"'), end: Math.min(text.length, end + 1) }
}

/**
 * The requests that the rows of one order were: rows of the same instant are one. Each row is the last line of its SKU (compared
 * exactly) with as many units or, where there is none, with the most of them; rows of an unknown SKU are left out.
 */
export function requestsOfFile(
  order: Pick<OrderFacts, 'lines'>,
  filed: readonly FiledReturn[],
): readonly PastReturnRequest[] {
  const byInstant = Map.groupBy(filed, ({ returnedAt }) => returnedAt)
  return [...byInstant].flatMap(([requestedAt, rows]) => {
    const lines = rows.flatMap(({ sku, quantity, reason, outcome }) => {
      const line = lineOf(order.lines, sku, quantity)
      return line === null
        ? []
        : [{ lineId: line.id, lineItemGid: line.lineItemId, quantity, reason, outcome }]
    })
    const [first] = rows
    return first === undefined || lines.length === 0
      ? []
      : [{ id: `file-${first.position}`, requestedAt, lines }]
  })
}

function lineOf(lines: readonly LineFacts[], sku: string, quantity: number): LineFacts | null {
  const same = lines.filter((line) => line.sku === sku && line.fulfillmentLineItemId !== null)
  const whole = same.findLast((line) => line.quantity >= quantity)
  return whole ?? same.toSorted((a, b) => b.quantity - a.quantity)[0] ?? null
}
