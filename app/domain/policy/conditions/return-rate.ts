import type { CustomerFacts } from '../../order.ts'
import { shareOf } from './discount-share.ts'
import { numberCondition } from './families/number-condition.ts'

/** Returns in per cent of orders, at most 100. A buyer without orders has none on record: 0. */
export const returnRate = numberCondition({
  kind: 'returnRate',
  group: 'buyer',
  fact: 'customerReturns',
  unit: 'percent',
  most: 100,
  read: ({ order: { customer } }) => (customer === null ? 0 : rateOf(customer)),
})

function rateOf({ orderCount, returnCount }: CustomerFacts): number | null {
  if (orderCount === null || returnCount === null) return null
  return Math.min(100, shareOf(returnCount, orderCount) ?? 0)
}
