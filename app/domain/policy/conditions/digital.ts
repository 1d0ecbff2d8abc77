import { flagCondition } from './families/flag-condition.ts'

/** Whether the line was never sent: it needs no shipping. */
export const digital = flagCondition({
  kind: 'digital',
  group: 'line',
  fact: 'digital',
  read: ({ line }) => !line.requiresShipping,
})
