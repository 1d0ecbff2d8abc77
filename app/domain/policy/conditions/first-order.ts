import { flagCondition } from './families/flag-condition.ts'

/** Whether it was the buyer's first order at this shop. */
export const firstOrder = flagCondition({
  kind: 'firstOrder',
  group: 'order',
  fact: 'firstOrder',
  read: ({ order }) => order.isFirst,
})
