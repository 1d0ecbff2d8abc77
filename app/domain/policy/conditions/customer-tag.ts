import { setCondition } from './families/set-condition.ts'

/** The buyer's tags, without case. A guest has none: that is known. */
export const customerTag = setCondition({
  kind: 'customerTag',
  group: 'buyer',
  fact: 'customerTags',
  of: 'tag',
  folds: true,
  read: ({ folded }) => folded.customerTags,
})
