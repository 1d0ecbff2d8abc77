import { flagCondition } from './families/flag-condition.ts'

/** Whether the line is a part of a bundle. */
export const bundlePart = flagCondition({
  kind: 'bundlePart',
  group: 'line',
  fact: 'bundle',
  read: ({ line }) => line.bundleId !== null,
})
