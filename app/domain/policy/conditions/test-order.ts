import { flagCondition } from './families/flag-condition.ts'

/** Whether the order was a test, paid with a test payment. */
export const testOrder = flagCondition({
  kind: 'testOrder',
  group: 'order',
  fact: 'testOrder',
  read: ({ order }) => order.test,
})
