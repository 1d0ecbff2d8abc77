import { moneyCondition } from './families/money-condition.ts'

/** The price per unit after all discounts, in the order's currency. */
export const price = moneyCondition({
  kind: 'price',
  group: 'line',
  fact: 'price',
  read: ({ line }) => line.discountedUnitPrice,
})
