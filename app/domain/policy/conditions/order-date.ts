import { periodCondition } from './families/period-condition.ts'

/** The day on which the order was placed, in the shop's zone. */
export const orderDate = periodCondition({
  kind: 'orderDate',
  group: 'order',
  fact: 'orderDate',
  read: ({ days }) => days.placed,
})
