import { setCondition } from './families/set-condition.ts'

/** The reason asked with: a reason of the policy's tree, one above it, or Shopify's reason handle. Unknown while none is chosen. */
export const returnReason = setCondition({
  kind: 'returnReason',
  group: 'request',
  fact: 'returnReason',
  of: 'reason',
  folds: false,
  read: ({ reason }) => reason.names,
})
