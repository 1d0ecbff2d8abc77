import { moneyCondition } from './families/money-condition.ts'

/** What the order came to with taxes, shipping and discounts, in the currency that the buyer saw. */
export const orderTotal = moneyCondition({
  kind: 'orderTotal',
  group: 'order',
  fact: 'orderTotal',
  read: ({ order }) => order.total,
})
