import { numberCondition } from './families/number-condition.ts'

/** How many returns the buyer has asked for before this one. A guest without a customer record has none on record. */
export const customerReturns = numberCondition({
  kind: 'customerReturns',
  group: 'buyer',
  fact: 'customerReturns',
  unit: 'count',
  most: 100_000,
  read: ({ order: { customer } }) => (customer === null ? 0 : customer.returnCount),
})
