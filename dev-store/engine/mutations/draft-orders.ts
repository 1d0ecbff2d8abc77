import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { recordMovement } from '../money/ledger.ts'
import { orderBody } from '../money/order-updated.ts'
import { amountDue, newFulfillmentOrder, newOrder, newTransaction } from '../order-builder.ts'
import { moveStock, primaryLocation } from '../returns/stock.ts'
import { asOrder } from '../resolvers/draft-order-model.ts'
import { draftBody } from './draft-order-body.ts'
import { applyDraftInput, draftProblems, emptyDraft } from './draft-order-inputs.ts'
import type { DraftInput } from './draft-order-inputs.ts'
import { failure } from './inputs.ts'

const draftOrderComplete = (
  _: unknown,
  args: { id: string; paymentPending?: boolean | null },
  context: Context,
) => {
  const known = context.get('draftOrders', args.id)
  if (!known) return { draftOrder: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
  if (known.status === 'COMPLETED')
    return { draftOrder: known, userErrors: [failure(null, 'This order has been paid')] }
  const draft = context.edit('draftOrders', args.id)
  const model = asOrder(context, draft)
  const order = newOrder(context, {
    createdAt: context.now, lineItems: [], email: draft.email, phone: draft.phone, note: draft.note, tags: draft.tags, customAttributes: draft.customAttributes, customerId: draft.customerId,
    companyLocationId: draft.companyLocationId, currency: draft.currency, presentmentCurrency: draft.presentmentCurrency, presentmentRate: draft.presentmentRate, taxesIncluded: draft.taxesIncluded,
    taxExempt: draft.taxExempt, shippingAddress: draft.shippingAddress, billingAddress: draft.billingAddress, discountApplications: structuredClone(draft.discountApplications),
    sourceName: 'shopify_draft_order', draftOrderId: draft.id, paymentTerms: draft.paymentTerms,
  }) // prettier-ignore
  order.lineItems = model.lineItems.map((line) => ({
    ...structuredClone(line),
    id: context.nextId('LineItem'),
    addedAt: context.now,
  }))
  order.shippingLines = draft.shippingLine
    ? [{ ...structuredClone(draft.shippingLine), id: context.nextId('ShippingLine') }]
    : []
  const due = amountDue(order)
  if (args.paymentPending !== true && due.presentment > 0) {
    const sale = newTransaction(context, {
      kind: 'SALE',
      amount: due,
      createdAt: context.now,
      gateway: 'manual',
      formattedGateway: 'Manual',
      manualPaymentGateway: true,
      paymentDetails: { type: 'manual' },
    })
    order.transactions.push(sale)
    recordMovement(context, {
      orderId: order.id,
      returnId: null,
      refundId: null,
      transactionId: sale.id,
      kind: 'sale',
      gateway: 'manual',
      amount: { amount: due.presentment, currency: order.presentmentCurrency },
      status: 'SUCCESS',
      note: null,
    })
  }
  const location = primaryLocation(context)
  order.fulfillmentOrders.push(newFulfillmentOrder(context, order.lineItems, location.id, context.now))
  for (const line of order.lineItems)
    moveStock(context, {
      variantId: line.variantId,
      locationId: location.id,
      deltas: { available: -line.quantity, committed: line.quantity },
    })
  context.insert('orders', order.id, order)
  Object.assign(draft, {
    status: 'COMPLETED',
    completedAt: context.now,
    orderId: order.id,
    updatedAt: context.now,
  })
  context.emit('orders/create', orderBody(context, order))
  if (order.transactions.length > 0) context.emit('orders/paid', orderBody(context, order))
  context.emit('draft_orders/update', draftBody(context, draft))
  return { draftOrder: draft, userErrors: [] }
}

export const draftOrderMutations: ResolverModule = {
  Mutation: {
    draftOrderCreate: (_: unknown, { input }: { input: DraftInput }, context) => {
      const userErrors = draftProblems(context, input, true)
      if (userErrors.length > 0) return { draftOrder: null, userErrors }
      const draft = emptyDraft(context)
      applyDraftInput(context, draft, input)
      context.insert('draftOrders', draft.id, draft)
      context.emit('draft_orders/create', draftBody(context, draft))
      return { draftOrder: draft, userErrors: [] }
    },
    draftOrderUpdate: (_: unknown, { id, input }: { id: string; input: DraftInput }, context) => {
      const known = context.get('draftOrders', id)
      if (!known) return { draftOrder: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
      const userErrors =
        known.status === 'COMPLETED'
          ? [failure(null, 'This order has been paid')]
          : draftProblems(context, input, false)
      if (userErrors.length > 0) return { draftOrder: known, userErrors }
      const draft = context.edit('draftOrders', id)
      applyDraftInput(context, draft, input)
      context.emit('draft_orders/update', draftBody(context, draft))
      return { draftOrder: draft, userErrors: [] }
    },
    draftOrderDelete: (_: unknown, { input }: { input: { id: string } }, context) => {
      if (!context.get('draftOrders', input.id))
        return { deletedId: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
      context.remove('draftOrders', input.id)
      context.emit('draft_orders/delete', { id: legacyId(input.id) })
      return { deletedId: input.id, userErrors: [] }
    },
    draftOrderComplete,
    draftOrderInvoiceSend: (
      _: unknown,
      args: { id: string; email?: { to?: string | null; subject?: string | null } | null },
      context,
    ) => {
      const known = context.get('draftOrders', args.id)
      if (!known) return { draftOrder: null, userErrors: [failure(['id'], 'Draft order does not exist')] }
      const to = args.email?.to ?? known.email
      if (!to) return { draftOrder: known, userErrors: [failure(['email', 'to'], "To can't be blank")] }
      const draft = context.edit('draftOrders', args.id)
      Object.assign(draft, { status: 'INVOICE_SENT', invoiceSentAt: context.now, updatedAt: context.now })
      context.append('notifications', {
        at: context.now,
        shop: draft.shop,
        to,
        template: 'draft_order_invoice',
        subject: args.email?.subject ?? `Invoice ${draft.name}`,
        orderId: null,
        returnId: null,
      })
      return { draftOrder: draft, userErrors: [] }
    },
  },
}
