import { zero } from '../../money.ts'
import { moneyCondition } from './families/money-condition.ts'

/** What was refunded to the buyer for returns so far. Unknown when it was in several currencies. */
export const refundedSum = moneyCondition({
  kind: 'refundedSum',
  group: 'buyer',
  fact: 'refundedSum',
  read: ({ order }) => (order.customer === null ? zero(order.shopCurrency) : order.customer.refunded),
})
