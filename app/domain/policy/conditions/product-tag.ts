import { setCondition } from './families/set-condition.ts'

/** The product's tags now, without case. Unknown when the product is gone. */
export const productTag = setCondition({
  kind: 'productTag',
  group: 'line',
  fact: 'productTags',
  of: 'tag',
  folds: true,
  read: ({ folded }) => folded.productTags,
})
