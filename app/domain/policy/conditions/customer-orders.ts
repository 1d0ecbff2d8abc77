import { numberCondition } from './families/number-condition.ts'

/** How many orders the buyer has placed. A guest without a customer record has none on record. */
export const customerOrders = numberCondition({
  kind: 'customerOrders',
  group: 'buyer',
  fact: 'customerOrders',
  unit: 'count',
  most: 100_000,
  read: ({ order: { customer } }) => (customer === null ? 0 : customer.orderCount),
})
