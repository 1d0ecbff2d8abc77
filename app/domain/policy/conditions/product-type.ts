import { textCondition } from './families/text-condition.ts'

/** The product's type now. Unknown when the product is gone. */
export const productType = textCondition({
  kind: 'productType',
  group: 'line',
  fact: 'productType',
  of: 'word',
  read: ({ folded }) => folded.productType,
  shown: ({ line }) => line.productType,
})
