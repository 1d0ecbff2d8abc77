import { textCondition } from './families/text-condition.ts'

/** The handle of the market that the order was placed in. */
export const market = textCondition({
  kind: 'market',
  group: 'order',
  fact: 'market',
  of: 'market',
  read: ({ order }) => order.market?.toLowerCase() ?? null,
  shown: ({ order }) => order.market,
})
