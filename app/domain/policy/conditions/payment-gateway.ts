import { setCondition } from './families/set-condition.ts'

/** How the order was paid, as Shopify names it, e.g. `shopify_payments`, `gift_card`. */
export const paymentGateway = setCondition({
  kind: 'paymentGateway',
  group: 'order',
  fact: 'paymentGateway',
  of: 'word',
  folds: true,
  read: ({ order }) => order.gateways?.map((gateway) => gateway.toLowerCase()) ?? null,
})
