import { numberCondition } from './families/number-condition.ts'

/** How many units of the line were sent together. */
export const quantity = numberCondition({
  kind: 'quantity',
  group: 'line',
  fact: 'orderedQuantity',
  unit: 'count',
  most: 100_000,
  read: ({ line }) => line.quantity,
})
