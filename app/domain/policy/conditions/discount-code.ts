import { setCondition } from './families/set-condition.ts'

/** The discount codes that the buyer used, without case. Automatic discounts have no code. */
export const discountCode = setCondition({
  kind: 'discountCode',
  group: 'order',
  fact: 'discountCodes',
  of: 'word',
  folds: true,
  read: ({ folded }) => folded.discountCodes,
})
