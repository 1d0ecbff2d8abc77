import { add, compare, type Money, sub, sum, zero } from '../money.ts'
import type { ExchangeLine, Quote } from './quote.ts'

/** The parts of a receipt that say what leaves the shop; money alone where there are no goods. */
export type Staked = Pick<Quote, 'total'> & Partial<Pick<Quote, 'exchanges' | 'owed' | 'taxesIncluded'>>

/**
 * What goods given in exchange are worth to the shop at their prices of the day, a discount for the exchange not taken off, less
 * what the buyer still owes for them: Shopify keeps the goods until that is paid.
 */
export function goodsAtStake({ exchanges = [], owed, taxesIncluded = false, total }: Staked): Money {
  const nothing = zero(total.currency)
  const worth = sum(
    exchanges.map((one) => listWorth(one, taxesIncluded)),
    total.currency,
  )
  const left = sub(worth, owed ?? nothing)
  return compare(left, nothing) > 0 ? left : nothing
}

function listWorth({ price, tax }: ExchangeLine, taxesIncluded: boolean): Money {
  return taxesIncluded ? price : add(price, tax)
}

/** All that a payment gives away: the money with its bonus, and goods. That is what limits and four eyes look at. */
export function stakeOf(staked: Staked): Money {
  return add(staked.total, goodsAtStake(staked))
}
