import { textCondition } from './families/text-condition.ts'

/** The SKU that the line was sold with, without case. */
export const sku = textCondition({
  kind: 'sku',
  group: 'line',
  fact: 'sku',
  of: 'word',
  read: ({ folded }) => folded.sku,
  shown: ({ line }) => line.sku,
})
