import { Temporal } from 'temporal-polyfill'

/** The columns that an orders file must have; their order is free and others are ignored. */
export const ORDERS_CSV_COLUMNS = [
  'invoice',
  'stock_code',
  'description',
  'quantity',
  'invoiced_at',
  'unit_price_gbp',
  'customer_id',
  'country',
] as const

export type OrdersCsvColumn = (typeof ORDERS_CSV_COLUMNS)[number]

/** Stock codes that stand for postage, fees, samples and corrections: no goods, compared exactly (case included). */
const EXCLUDED_STOCK_CODES: ReadonlySet<string> = new Set([
  'POST',
  'DOT',
  'M',
  'm',
  'D',
  'S',
  'C2',
  'CRUK',
  'B',
  'PADS',
  'BANK CHARGES',
  'AMAZONFEE',
])

/** A readable row: quantity as in the file (negative on returns), price in pence, local time of the shop `YYYY-MM-DDTHH:MM:SS`. */
export type OrdersCsvRow = {
  line: number
  invoice: string
  stockCode: string
  description: string
  quantity: number
  invoicedAt: string
  unitPriceMinor: number
  customerId: string | null
  country: string
}

export type RowReading =
  | { kind: 'row'; row: OrdersCsvRow }
  | { kind: 'excluded'; stockCode: string; day: string }
  | { kind: 'price'; day: string }
  | { kind: 'broken'; reason: string }

const INTEGER = /^-?\d{1,9}$/
const DECIMAL = /^(-?)(\d{1,9})(?:\.(\d{1,8}))?$/
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2}))?$/
const knownTimes = new Map<string, string | undefined>()

/** `2010-12-01 08:26[:00]` → `2010-12-01T08:26:00`, or undefined when there is no such day or time. */
function localTime(text: string): string | undefined {
  if (knownTimes.has(text)) return knownTimes.get(text)
  const match = LOCAL_TIME.exec(text)
  let time: string | undefined
  if (match) {
    try {
      const plain = `${match[1] ?? ''}T${match[2] ?? ''}:${match[3] ?? '00'}`
      time = Temporal.PlainDateTime.from(plain, { overflow: 'reject' }).toString({ smallestUnit: 'second' })
    } catch {
      time = undefined
    }
  }
  // The rows of an invoice share their time: one entry is asked again some twenty times.
  if (knownTimes.size > 50_000) knownTimes.clear()
  knownTimes.set(text, time)
  return time
}

/** Pence of a decimal price; `fraction` when it is not whole pence, undefined when it is no number. */
function priceMinor(text: string): number | 'fraction' | undefined {
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  const whole = Number(match[2]) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0'))
  if (match[1] === '-') return -Math.max(whole, fraction.length > 2 ? 1 : 0)
  return fraction.length > 2 ? 'fraction' : whole
}

/** Reads one row. The exclusions come before the price: a row is counted once, by the first reason that holds. */
export function readRow(line: number, cell: (column: OrdersCsvColumn) => string): RowReading {
  const broken = (reason: string): RowReading => ({ kind: 'broken', reason })
  const invoice = cell('invoice').trim()
  if (invoice === '') return broken('the invoice is empty')
  const stockCode = cell('stock_code').trim()
  if (stockCode === '') return broken('the stock code is empty')
  const quantity = cell('quantity').trim()
  if (!INTEGER.test(quantity)) return broken(`the quantity "${quantity}" is not a whole number`)
  const invoicedAt = localTime(cell('invoiced_at').trim())
  if (!invoicedAt) return broken(`"${cell('invoiced_at')}" is not a date and time`)
  const priceText = cell('unit_price_gbp').trim()
  const unitPriceMinor = priceMinor(priceText)
  if (unitPriceMinor === undefined) return broken(`the price "${priceText}" is not a number`)
  const day = invoicedAt.slice(0, 10)
  if (EXCLUDED_STOCK_CODES.has(stockCode)) return { kind: 'excluded', stockCode, day }
  if (unitPriceMinor === 'fraction') return broken(`the price "${priceText}" is not whole pence`)
  if (unitPriceMinor <= 0) return { kind: 'price', day }
  const customerId = cell('customer_id').trim().replace(/\.0$/, '')
  return {
    kind: 'row',
    row: {
      line,
      invoice,
      stockCode,
      description: cell('description').trim(),
      quantity: Number(quantity),
      invoicedAt,
      unitPriceMinor,
      customerId: customerId === '' ? null : customerId,
      country: cell('country').trim(),
    },
  }
}
