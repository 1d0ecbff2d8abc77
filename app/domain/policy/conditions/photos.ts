import { numberCondition } from './families/number-condition.ts'

/** How many photos the shopper sent. Unknown while she can still add some. */
export const photos = numberCondition({
  kind: 'photos',
  group: 'request',
  fact: 'photos',
  unit: 'count',
  most: 100,
  read: ({ request }) => request.photos,
})
