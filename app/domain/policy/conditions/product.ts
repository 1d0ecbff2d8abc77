import { trimmed } from './families/list-values.ts'
import { textCondition } from './families/text-condition.ts'

/** The product by its GID. Unknown when it was deleted. */
export const product = textCondition({
  kind: 'product',
  group: 'line',
  fact: 'product',
  of: 'product',
  read: ({ line }) => line.productId,
  operators: ['anyOf', 'noneOf'],
  normalize: trimmed,
})
