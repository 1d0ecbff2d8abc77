import { compare, isPositive, type Money, parseDecimal, percentOf, toDecimal } from '../../money.ts'
import { amountsOf, type CurrencyAmounts } from '../currency-amounts.ts'
import type { PolicyFacts } from '../facts.ts'
import type { Terms } from '../terms/index.ts'
import type { FeeLimit, LawBounds } from './law.ts'

type Fees = Pick<Terms, 'restockingFee' | 'handlingFee'>

/**
 * Restocking and handling fees as far as the law allows them. Where it caps them, the cap is for both together and for the whole
 * cancellation: the share of each line is taken so that all lines of the order at once stay below it.
 */
export function cappedFees(terms: Terms, bounds: LawBounds, facts: PolicyFacts): Fees {
  const { restockingFee, handlingFee } = terms
  return {
    restockingFee:
      bounds.restockingFee.kind === 'capped'
        ? cappedRestocking(terms, bounds.restockingFee, facts)
        : bounds.restockingFee.kind === 'none' && isRestockingCharged(terms)
          ? { ...restockingFee, percent: 0, amounts: {} }
          : restockingFee,
    handlingFee:
      bounds.handlingFee.kind === 'capped'
        ? cappedHandling(terms, bounds.handlingFee, facts)
        : bounds.handlingFee.kind === 'none' && isAnyPositive(handlingFee.amounts)
          ? { ...handlingFee, amounts: {} }
          : handlingFee,
  }
}

type Cap = Extract<FeeLimit, { kind: 'capped' }>

function cappedRestocking(terms: Terms, cap: Cap, facts: PolicyFacts): Terms['restockingFee'] {
  const { restockingFee } = terms
  const most = shareOf(cap, facts)
  const percent = Math.min(restockingFee.percent, most)
  const amounts = cappedAmounts(restockingFee.amounts, most - percent, facts)
  if (percent === restockingFee.percent && amounts === restockingFee.amounts) return restockingFee
  return { ...restockingFee, percent, amounts }
}

function cappedHandling(terms: Terms, cap: Cap, facts: PolicyFacts): Terms['handlingFee'] {
  const { handlingFee } = terms
  const restocking = cappedRestocking(terms, cap, facts)
  const most = shareOf(cap, facts)
  // What a flat restocking fee leaves is not shared out further: either of the two is flat, not both.
  const left = isAnyPositive(restocking.amounts) ? 0 : most - restocking.percent
  const amounts = cappedAmounts(handlingFee.amounts, left, facts)
  return amounts === handlingFee.amounts ? handlingFee : { ...handlingFee, amounts }
}

/** The share of a line's price that the cap allows, two decimals, rounded down: its own, or less where its amount is reached first. */
function shareOf({ percent, amount }: Cap, { order }: PolicyFacts): number {
  if (amount === null || amount.currency !== order.currency || order.total.minor <= 0) return percent
  const most = parseDecimal(amount.decimal, amount.currency)
  return Math.min(percent, Math.floor((most.minor * 10_000) / order.total.minor) / 100)
}

/**
 * Flat amounts, each at most a share of one unit's price: however many units and lines come back, together they stay below the share
 * of all. An amount of a currency that the order does not have is never charged.
 */
function cappedAmounts(
  amounts: CurrencyAmounts,
  percent: number,
  { order, line }: PolicyFacts,
): CurrencyAmounts {
  const { currency } = order
  const charged = amountsOf(amounts).find((amount) => amount.currency === currency)
  if (charged === undefined || !isPositive(charged)) return amounts
  const price: Money = line.discountedUnitPrice
  // Hundredths: a difference of two percentages must not carry a binary fraction into money.
  const share = Math.max(0, Math.floor(Math.round(percent * 10_000) / 100) / 100)
  const most = price.currency === currency ? percentOf(price, share) : { minor: 0, currency }
  if (compare(charged, most) <= 0) return amounts
  const { [currency]: _tooMuch, ...others } = amounts
  return isPositive(most) ? { ...others, [currency]: toDecimal(most) } : others
}

function isRestockingCharged({ restockingFee }: Terms): boolean {
  return restockingFee.percent > 0 || isAnyPositive(restockingFee.amounts)
}

/** Whether some amount is more than nothing: a decimal has a digit that is no zero. This runs for every line under a statute. */
function isAnyPositive(amounts: CurrencyAmounts): boolean {
  for (const currency in amounts) if (/[1-9]/.test(amounts[currency] ?? '')) return true
  return false
}
