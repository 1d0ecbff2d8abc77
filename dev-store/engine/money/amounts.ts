import type { Amounts, Order } from '../state.ts'
import { mulDivRound } from './apportion.ts'
import { minorDigits } from './minor-units.ts'
import { rangesShare } from './unit-ranges.ts'
import type { UnitRange } from './unit-ranges.ts'

export const ZERO: Readonly<Amounts> = { shop: 0, presentment: 0 }

export function add(a: Amounts, b: Amounts): Amounts {
  return { shop: a.shop + b.shop, presentment: a.presentment + b.presentment }
}

export function subtract(a: Amounts, b: Amounts): Amounts {
  return { shop: a.shop - b.shop, presentment: a.presentment - b.presentment }
}

export function negate(a: Amounts): Amounts {
  return subtract(ZERO, a)
}

export function sum(parts: Iterable<Amounts>): Amounts {
  let total: Amounts = ZERO
  for (const part of parts) total = add(total, part)
  return { ...total }
}

export function times(a: Amounts, count: number): Amounts {
  return { shop: a.shop * count, presentment: a.presentment * count }
}

/** Applies one function of minor units to both currencies. */
export function mapAmounts(a: Amounts, change: (minor: number) => number): Amounts {
  return { shop: change(a.shop), presentment: change(a.presentment) }
}

/** What the ranges' units are worth, in both currencies, when `units` units together are worth `total`. */
export function amountsShare(total: Amounts, units: number, ranges: readonly UnitRange[]): Amounts {
  return mapAmounts(total, (minor) => rangesShare(minor, units, ranges))
}

/**
 * A presentment amount with its value in the shop's currency, taken in proportion from a known pair (a payment, the
 * order's total). When the pair is zero the order's own rate is used.
 */
export function fromPresentment(order: Order, presentment: number, pair: Amounts): Amounts {
  if (order.currency === order.presentmentCurrency) return { shop: presentment, presentment }
  if (pair.presentment !== 0)
    return { shop: mulDivRound(presentment, pair.shop, Math.abs(pair.presentment)), presentment }
  const total = orderRatePair(order)
  return {
    shop: total.presentment === 0 ? 0 : mulDivRound(presentment, total.shop, total.presentment),
    presentment,
  }
}

const RATE_SCALE = 1_000_000_000

/** A price in the shop's currency at the order's stored rate, in both currencies. */
export function atOrderRate(order: Order, shop: number): Amounts {
  if (order.currency === order.presentmentCurrency) return { shop, presentment: shop }
  const digits = minorDigits(order.presentmentCurrency) - minorDigits(order.currency)
  const up = 10 ** Math.max(0, digits)
  const down = 10 ** Math.max(0, -digits)
  return {
    shop,
    presentment: mulDivRound(shop * up, Math.round(order.presentmentRate * RATE_SCALE), RATE_SCALE * down),
  }
}

/** A pair that carries the order's stored rate: all line prices together. */
export function orderRatePair(order: Order): Amounts {
  return sum(order.lineItems.map((line) => times(line.unitPrice, line.quantity)))
}
