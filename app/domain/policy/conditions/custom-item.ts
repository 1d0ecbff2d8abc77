import { flagCondition } from './families/flag-condition.ts'

/** Whether staff typed the line in: it is no product of the shop. */
export const customItem = flagCondition({
  kind: 'customItem',
  group: 'line',
  fact: 'customItem',
  read: ({ line }) => line.isCustom,
})
