import { shareOf } from './discount-share.ts'
import { numberCondition } from './families/number-condition.ts'

/** All discounts of the order in per cent of its goods before them. Unknown when the goods cost nothing. */
export const orderDiscountShare = numberCondition({
  kind: 'orderDiscountShare',
  group: 'order',
  fact: 'orderDiscount',
  unit: 'percent',
  most: 100,
  read: ({ order: { discounts, undiscountedSubtotal } }) =>
    discounts === null || undiscountedSubtotal === null
      ? null
      : shareOf(discounts.minor, undiscountedSubtotal.minor),
})
