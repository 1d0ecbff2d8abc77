import { flagCondition } from './families/flag-condition.ts'

/** Whether the merchant put the buyer on the list of those whom a person must look at. */
export const blocklisted = flagCondition({
  kind: 'blocklisted',
  group: 'buyer',
  fact: 'blocklist',
  read: ({ order: { customer } }) => (customer === null ? false : customer.isBlocklisted),
})
