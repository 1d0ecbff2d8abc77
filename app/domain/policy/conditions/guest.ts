import { flagCondition } from './families/flag-condition.ts'

/** Whether the buyer has no customer record. */
export const guest = flagCondition({
  kind: 'guest',
  group: 'buyer',
  fact: 'customer',
  read: ({ order }) => order.customer === null,
})
