import { flagCondition } from './families/flag-condition.ts'

/** Whether the line was sold below its original price, by any discount. */
export const discounted = flagCondition({
  kind: 'discounted',
  group: 'line',
  fact: 'originalPrice',
  read: ({ line }) => line.discountedUnitPrice.minor < line.originalUnitPrice.minor,
})
