import { textCondition } from './families/text-condition.ts'

/** Who makes or supplies the product, as the shop keeps it. */
export const vendor = textCondition({
  kind: 'vendor',
  group: 'line',
  fact: 'vendor',
  of: 'word',
  read: ({ folded }) => folded.vendor,
  shown: ({ line }) => line.vendor,
})
