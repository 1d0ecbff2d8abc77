import { zero } from '../../money.ts'
import { moneyCondition } from './families/money-condition.ts'

/** What was refunded to the buyer for returns so far, in the shop's currency. */
export const refundedSum = moneyCondition({
  kind: 'refundedSum',
  group: 'buyer',
  fact: 'refundedSum',
  read: ({ order }) => (order.customer === null ? zero(order.shopCurrency) : order.customer.refunded),
})
