import type { Context } from '../context.ts'
import type { DraftOrder, LineItem, Order } from '../state.ts'

/** The draft as the order that it would become: the ground for every amount. */
export const asOrder = (context: Context, draft: DraftOrder): Order => {
  const filler = {
    removedQuantity: 0,
    vendor: null,
    groupId: null,
    duties: [],
    sellingPlan: null,
    contractId: null,
    exchange: null,
    isTip: false,
    addedAt: draft.createdAt,
  }
  const lineItems: LineItem[] = draft.lineItems.map((line) => ({ ...filler, ...line }))
  return {
    ...draft, number: 0, confirmationNumber: '', processedAt: draft.createdAt, cancelledAt: null, cancelReason: null, staffNote: null, closedAt: null, test: false, edited: false, redacted: false,
    companyContactId: null, customerLocale: context.shop.primaryLocale, poNumber: null, sourceName: 'shopify_draft_order', sourceIdentifier: null, retailLocationId: null, dutiesIncluded: false,
    lineItems, lineItemGroups: [], shippingLines: draft.shippingLine ? [draft.shippingLine] : [], additionalFees: [], transactions: [], paymentless: false, disputes: [], fulfillments: [],
    fulfillmentOrders: [], refunds: [], returns: [], agreements: [], riskLevel: 'LOW', draftOrderId: draft.id,
  } // prettier-ignore
}
