import { setCondition } from './families/set-condition.ts'

/** The order's tags now, without case. */
export const orderTag = setCondition({
  kind: 'orderTag',
  group: 'order',
  fact: 'orderTags',
  of: 'tag',
  folds: true,
  read: ({ folded }) => folded.orderTags,
})
