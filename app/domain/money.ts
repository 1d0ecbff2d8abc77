import { z } from 'zod'
import * as isoCurrencies from 'dinero.js/currencies'
import {
  add as dineroAdd,
  allocate as dineroAllocate,
  compare as dineroCompare,
  dinero,
  down,
  multiply,
  subtract,
  toSnapshot,
  transformScale,
} from 'dinero.js/bigint'
import type { Dinero } from 'dinero.js/bigint'

/** An amount: a safe integer of the currency's minor unit (cents, yen, fils) and its ISO 4217 code. JSON-able. */
export const Money = z.object({ minor: z.int(), currency: z.string().regex(/^[A-Z]{3,4}$/) }).readonly()
export type Money = z.infer<typeof Money>

/**
 * Codes that Shopify's CurrencyCode enum knows and the library's ISO table does not (superseded codes and two that ISO
 * never had), and two whose minor unit is a fifth: ISO 4217 still gives those two digits, and Shopify writes two.
 */
const otherDigits: Readonly<Record<string, number>> = {
  BYR: 0,
  HRK: 2,
  JEP: 2,
  LTL: 2,
  LVL: 2,
  MGA: 2,
  MRU: 2,
  SLL: 2,
  STD: 2,
  USDC: 6,
  VEF: 2,
  XXX: 2,
}

const isoDigits: ReadonlyMap<string, number> = new Map(
  Object.values(isoCurrencies).map((currency) => [currency.code, currency.exponent]),
)

/**
 * The number of decimal digits of a currency after ISO 4217 (never `Intl`'s: it shows HUF and IDR with none).
 * Throws for a code that nobody knows: guessing two digits would be wrong by a factor of a hundred for some.
 */
export function digitsOf(currency: string): number {
  const digits = otherDigits[currency] ?? isoDigits.get(currency)
  if (digits === undefined) throw new RangeError(`Unknown currency: ${currency}`)
  return digits
}

/** Whether `digitsOf` knows this code. */
export function isCurrency(code: string): boolean {
  return otherDigits[code] !== undefined || isoDigits.has(code)
}

/** An amount from minor units. Throws when it is no safe integer or the currency is unknown. */
export function money(minor: number, currency: string): Money {
  digitsOf(currency)
  if (!Number.isSafeInteger(minor))
    throw new RangeError(`Not a whole number of minor units: ${minor} ${currency}`)
  // `-0` would break equality checks of snapshots.
  return { minor: minor === 0 ? 0 : minor, currency }
}

/** No money in this currency. */
export function zero(currency: string): Money {
  return money(0, currency)
}

const decimalPattern = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/

/**
 * Reads a decimal string as Shopify writes it (`"42.5"`, `"42.50"`, `"1000"`, `"1000.0"` for yen). Digits beyond the
 * currency's are accepted only when they are zeros; anything else throws, because an amount is never rounded on reading.
 */
export function parseDecimal(amount: string, currency: string): Money {
  const digits = digitsOf(currency)
  const match = decimalPattern.exec(amount)
  if (match === null) throw new RangeError(`Not a decimal amount: ${amount} ${currency}`)
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) throw new RangeError(`More digits than ${currency} has: ${amount}`)
  const minor = Number(`${match[1] ?? ''}${match[2] ?? ''}${fraction.padEnd(digits, '0')}`)
  return money(minor, currency)
}

/** `parseDecimal` for what a person typed: `null` instead of throwing when it is no amount of this currency. */
export function tryParseDecimal(amount: string, currency: string): Money | null {
  if (!isCurrency(currency) || !decimalPattern.test(amount)) return null
  const fraction = (amount.split('.')[1] ?? '').replace(/0+$/, '')
  return fraction.length > digitsOf(currency) ? null : parseDecimal(amount, currency)
}

/** The decimal string with exactly the currency's digits: `"42.50"`, `"1000"` for yen. It is also what Shopify's inputs take. */
export function toDecimal(value: Money): string {
  const digits = digitsOf(value.currency)
  const padded = String(Math.abs(value.minor)).padStart(digits + 1, '0')
  const sign = value.minor < 0 ? '-' : ''
  if (digits === 0) return `${sign}${padded}`
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/** The sum of two amounts. Throws for two currencies. */
export function add(a: Money, b: Money): Money {
  return unwrap(dineroAdd(wrap(a), wrap(b)), a.currency)
}

/** The first minus the second. Throws for two currencies. */
export function sub(a: Money, b: Money): Money {
  return unwrap(subtract(wrap(a), wrap(b)), a.currency)
}

/** The amount with its sign turned. */
export function negate(value: Money): Money {
  return money(-value.minor, value.currency)
}

/** Unit price times a whole quantity. */
export function times(value: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity)) throw new RangeError(`Not a whole quantity: ${quantity}`)
  return unwrap(multiply(wrap(value), BigInt(quantity)), value.currency)
}

export function isZero(value: Money): boolean {
  return value.minor === 0
}

export function isPositive(value: Money): boolean {
  return value.minor > 0
}

/** -1, 0 or 1. Throws for two currencies. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  const order: number = dineroCompare(wrap(a), wrap(b))
  if (order === 0) return 0
  return order < 0 ? -1 : 1
}

/** Same amount and same currency; never throws. */
export function isSame(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency
}

/** The sum of a list, which may be empty. Throws when one is in another currency. */
export function sum(list: readonly Money[], currency: string): Money {
  return list.reduce(add, zero(currency))
}

/**
 * A percentage (at most two decimals, as the policy allows) of an amount, rounded once and towards zero: what is taken
 * or given by us is never a fraction more than the percentage says.
 */
export function percentOf(value: Money, percent: number): Money {
  if (value.minor < 0) return negate(percentOf(negate(value), percent))
  const hundredths = Math.round(percent * 100)
  if (!Number.isSafeInteger(hundredths)) throw new RangeError(`Not a percentage: ${percent}`)
  const exact = multiply(wrap(value), { amount: BigInt(hundredths), scale: 4n })
  return unwrap(transformScale(exact, BigInt(digitsOf(value.currency)), down), value.currency)
}

/**
 * Splits an amount by whole weights; the parts always sum to the whole, the first ones take the remainder. Where every
 * weight is zero it is split evenly. Throws for no weights at all, and for negative or fractional ones.
 */
export function allocate(value: Money, weights: readonly number[]): Money[] {
  if (weights.length === 0 || weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new RangeError(`Not weights to split by: ${weights.join(', ')}`)
  }
  const shares = weights.every((weight) => weight === 0) ? weights.map(() => 1) : weights
  return dineroAllocate(wrap(value), shares.map(BigInt)).map((part) => unwrap(part, value.currency))
}

/** The amount as people read it in a locale (`€42.50`, `42,50 €`): symbols from `Intl`, digits from ISO 4217. */
export function formatMoney(value: Money, locale: string): string {
  const digits = digitsOf(value.currency)
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const decimal = toDecimal(value)
  // `Intl` accepts a decimal string exactly; its TypeScript type asks for the string literal type.
  const exact = decimal as Intl.StringNumericLiteral
  if (value.currency.length !== 3)
    return `${new Intl.NumberFormat(locale, options).format(exact)} ${value.currency}`
  return new Intl.NumberFormat(locale, { ...options, style: 'currency', currency: value.currency }).format(
    exact,
  )
}

/** The library's object. Base 10 for every currency: Shopify writes decimals, also where the minor unit is a fifth. */
function wrap(value: Money): Dinero<bigint> {
  const exponent = BigInt(digitsOf(value.currency))
  return dinero({ amount: BigInt(value.minor), currency: { code: value.currency, base: 10n, exponent } })
}

function unwrap(value: Dinero<bigint>, currency: string): Money {
  const snapshot = toSnapshot(value)
  if (snapshot.currency.code !== currency || snapshot.scale !== BigInt(digitsOf(currency))) {
    throw new Error(`Amount of ${snapshot.currency.code} at scale ${snapshot.scale}, not ${currency}`)
  }
  return money(Number(snapshot.amount), currency)
}
