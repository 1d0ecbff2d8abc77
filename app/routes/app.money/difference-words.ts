import type { Difference } from '#app/domain/ledger/compare-order.ts'

type Kind = Difference['kind']

/** What each kind of difference is called, what happened, and what a person does about it. */
export const differenceWords = {
  missing_in_shopify: {
    title: 'Booked here, not found in Shopify',
    what: 'The ledger says that this money reached the buyer. Shopify shows no such transaction on the order.',
    todo: 'Open the order in Shopify and look at its refunds. If the refund is not there, the buyer may not have been paid: pay from the return. Then accept the difference and say what you found.',
  },
  not_booked: {
    title: 'Paid in Shopify, not booked here',
    what: 'Shopify shows a refund that carries Homeward’s note, and the payment it belongs to is closed with another result.',
    todo: 'Open the order in Shopify and check whether the buyer was paid twice. Settle that with the buyer, then accept the difference and say what was agreed.',
  },
  amount_differs: {
    title: 'Two amounts for one refund',
    what: 'Shopify and the ledger both have this refund, with different amounts.',
    todo: 'Shopify’s amount is what moved. Open the order to see why it differs, then accept the difference.',
  },
  not_balanced: {
    title: 'Another amount than was meant',
    what: 'What moved is not what was reserved for this payment.',
    todo: 'Open the return and compare what was promised with what was paid. Pay what is missing, then accept the difference.',
  },
  total_differs: {
    title: 'Shopify’s total is another one',
    what: 'Every refund fits, but the total that Shopify reports for the order is not their sum.',
    todo: 'Shopify may still be adding up: check again in a few minutes. If it stays, open the order, then accept the difference.',
  },
  over_received: {
    title: 'More paid back than was paid',
    what: 'All refunds of this order together are more than the buyer paid for it.',
    todo: 'Open the order in Shopify. If the refunds are right, accept the difference and say why.',
  },
  order_gone: {
    title: 'Shopify does not show the order',
    what: 'The order was deleted, or it is older than 60 days and the app may not read such orders.',
    todo: 'If you deleted the order, accept the difference. If not, check the app’s permissions.',
  },
} as const satisfies Record<Kind, { readonly title: string; readonly what: string; readonly todo: string }>
