import { flagCondition } from './families/flag-condition.ts'

/** Whether a company bought (B2B), not a consumer. */
export const businessOrder = flagCondition({
  kind: 'businessOrder',
  group: 'order',
  fact: 'businessOrder',
  read: ({ order }) => order.isBusiness,
})
