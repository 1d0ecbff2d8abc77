import { textCondition } from './families/text-condition.ts'

/** Where the order was sold, as Shopify names it: `web`, `pos`, `shopify_draft_order`, an app's id. */
export const orderChannel = textCondition({
  kind: 'orderChannel',
  group: 'order',
  fact: 'orderChannel',
  of: 'word',
  read: ({ order }) => order.channel?.toLowerCase() ?? null,
  shown: ({ order }) => order.channel,
})
