import { trimmed } from './families/list-values.ts'
import { textCondition } from './families/text-condition.ts'

/** The variant by its GID. Unknown when it was deleted. */
export const variant = textCondition({
  kind: 'variant',
  group: 'line',
  fact: 'variant',
  of: 'variant',
  read: ({ line }) => line.variantId,
  operators: ['anyOf', 'noneOf'],
  normalize: trimmed,
})
