import { numberCondition } from './families/number-condition.ts'

/** How many units of the line are asked back. Unknown while none is chosen. */
export const requestedQuantity = numberCondition({
  kind: 'requestedQuantity',
  group: 'request',
  fact: 'requestedQuantity',
  unit: 'count',
  most: 100_000,
  read: ({ request }) => request.quantity,
})
