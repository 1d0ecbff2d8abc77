import type { Context } from '../context.ts'
import { legacyId } from '../ids.ts'
import type { LineItem, Order, Refund, Transaction } from '../state.ts'
import { sum } from './amounts.ts'
import { currentQuantity } from './claims.ts'
import type { IssuedRefund } from './issue-refund.ts'
import { formatFixed } from './minor-units.ts'
import { moneySet } from './money-bag.ts'
import { isUnsettled } from './payments.ts'

/** Emits `refunds/create` and, for each transaction that is decided, `order_transactions/create`. */
export function emitRefund(context: Context, order: Order, issued: IssuedRefund): void {
  context.emit('refunds/create', refundBody(order, issued.refund, issued.transactions))
  for (const one of issued.transactions) {
    if (!isUnsettled(one)) context.emit('order_transactions/create', transactionBody(order, one))
  }
}

/** `refunds/create` (WHF; shape of Shopify's sample payload). Line amounts are JSON numbers there, all others strings. */
export function refundBody(
  order: Order,
  refund: Refund,
  transactions: readonly Transaction[],
): Record<string, unknown> {
  return {
    id: legacyId(refund.id),
    admin_graphql_api_id: refund.id,
    order_id: legacyId(order.id),
    created_at: refund.createdAt,
    processed_at: refund.processedAt,
    note: refund.note ?? '',
    user_id: refund.staffMemberId === null ? 0 : legacyId(refund.staffMemberId),
    restock: refund.lineItems.some((one) => one.restocked),
    duties: refund.duties.map((one) => ({
      duty_id: legacyId(one.dutyId),
      amount_set: moneySet(order, one.amount),
    })),
    total_duties_set: moneySet(order, sum(refund.duties.map((one) => one.amount))),
    return:
      refund.returnId === null
        ? null
        : { id: legacyId(refund.returnId), admin_graphql_api_id: refund.returnId },
    order_adjustments: refund.adjustments.map((one) => ({
      id: legacyId(one.id),
      order_id: legacyId(order.id),
      refund_id: legacyId(refund.id),
      kind: 'refund_discrepancy',
      reason: one.reason.toLowerCase(),
      amount: formatFixed(one.amount.shop, order.currency),
      amount_set: moneySet(order, one.amount),
      tax_amount: formatFixed(one.tax.shop, order.currency),
      tax_amount_set: moneySet(order, one.tax),
    })),
    refund_line_items: refund.lineItems.flatMap((one) => {
      const line = order.lineItems.find((candidate) => candidate.id === one.lineItemId)
      if (!line) return []
      return [
        {
          id: legacyId(one.id),
          line_item_id: legacyId(line.id),
          quantity: one.quantity,
          location_id: one.locationId === null ? null : legacyId(one.locationId),
          restock_type: one.restockType.toLowerCase(),
          subtotal: Number(formatFixed(one.subtotal.shop, order.currency)),
          total_tax: Number(formatFixed(one.tax.shop, order.currency)),
          subtotal_set: moneySet(order, one.subtotal),
          total_tax_set: moneySet(order, one.tax),
          line_item: lineItemBody(order, line),
        },
      ]
    }),
    refund_shipping_lines: refund.shippingLines.map((one) => ({
      id: legacyId(one.id),
      shipping_line_id: legacyId(one.shippingLineId),
      subtotal_amount_set: moneySet(order, one.subtotal),
      tax_amount_set: moneySet(order, one.tax),
    })),
    transactions: transactions.map((one) => transactionBody(order, one)),
  }
}

/** A transaction in REST's shape, as `order_transactions/create` carries it. */
export function transactionBody(order: Order, one: Transaction): Record<string, unknown> {
  const details = one.paymentDetails
  const unsettled = isUnsettled(one) ? one.amount : { shop: 0, presentment: 0 }
  const set = moneySet(order, unsettled)
  return {
    id: legacyId(one.id),
    admin_graphql_api_id: one.id,
    order_id: legacyId(order.id),
    kind: one.kind.toLowerCase(),
    gateway: one.gateway,
    status: one.status.toLowerCase(),
    message: one.errorCode === null ? null : one.errorCode.toLowerCase().replaceAll('_', ' '),
    created_at: one.createdAt,
    processed_at: one.processedAt,
    test: one.test,
    authorization: one.authorizationCode ?? '',
    location_id: null,
    user_id: null,
    parent_id: one.parentId === null ? null : legacyId(one.parentId),
    device_id: null,
    error_code: one.errorCode === null ? null : one.errorCode.toLowerCase(),
    source_name: order.sourceName,
    payment_details: {
      credit_card_bin: null,
      avs_result_code: null,
      cvv_result_code: null,
      credit_card_number: details?.type === 'card' ? details.number : '',
      credit_card_company: details?.type === 'card' ? details.company : '',
      credit_card_name: details?.type === 'card' ? details.name : null,
      credit_card_wallet: details?.type === 'card' ? details.wallet : null,
      credit_card_expiration_month: null,
      credit_card_expiration_year: null,
      buyer_action_info: null,
      payment_method_name: details?.type ?? 'other',
    },
    receipt: {},
    amount: formatFixed(one.amount.presentment, order.presentmentCurrency),
    currency: order.presentmentCurrency,
    amount_rounding:
      one.rounding === null ? null : formatFixed(one.rounding.presentment, order.presentmentCurrency),
    payment_id: one.paymentId ?? `${order.name}.1`,
    total_unsettled_set: {
      shop_money: { amount: set.shop_money.amount, currency: order.currency },
      presentment_money: { amount: set.presentment_money.amount, currency: order.presentmentCurrency },
    },
    manual_payment_gateway: one.manualPaymentGateway,
  }
}

/** An order line in REST's shape. */
export function lineItemBody(order: Order, line: LineItem): Record<string, unknown> {
  const totalDiscount = { shop: 0, presentment: 0 }
  return {
    id: legacyId(line.id),
    admin_graphql_api_id: line.id,
    attributed_staffs: [],
    current_quantity: currentQuantity(order, line),
    fulfillable_quantity: fulfillableQuantity(order, line),
    fulfillment_service: 'manual',
    fulfillment_status: fulfillmentStatus(order, line),
    gift_card: line.isGiftCard,
    grams: line.grams,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    price: formatFixed(line.unitPrice.shop, order.currency),
    price_set: moneySet(order, line.unitPrice),
    product_exists: line.productId !== null,
    product_id: line.productId === null ? null : legacyId(line.productId),
    properties: line.customAttributes.map((one) => ({ name: one.key, value: one.value })),
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku ?? '',
    taxable: line.taxable,
    title: line.title,
    // REST keeps this at zero; discounts are in the allocations.
    total_discount: formatFixed(totalDiscount.shop, order.currency),
    total_discount_set: moneySet(order, totalDiscount),
    variant_id: line.variantId === null ? null : legacyId(line.variantId),
    variant_inventory_management: line.variantId === null ? null : 'shopify',
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: line.taxLines.map((tax) => ({
      channel_liable: false,
      price: formatFixed(tax.amount.shop, order.currency),
      price_set: moneySet(order, tax.amount),
      rate: tax.rate,
      title: tax.title,
    })),
    duties: line.duties.map((duty) => ({ id: legacyId(duty.id), price_set: moneySet(order, duty.price) })),
    discount_allocations: line.discountAllocations.map((one) => ({
      amount: formatFixed(one.amount.shop, order.currency),
      amount_set: moneySet(order, one.amount),
      discount_application_index: one.application,
    })),
  }
}

function fulfillableQuantity(order: Order, line: LineItem): number {
  return order.fulfillmentOrders
    .flatMap((one) => one.lineItems)
    .filter((one) => one.lineItemId === line.id)
    .reduce((total, one) => total + one.remainingQuantity, 0)
}

function fulfillmentStatus(order: Order, line: LineItem): string | null {
  const fulfilled = order.fulfillments
    .filter((one) => one.status === 'SUCCESS')
    .flatMap((one) => one.lineItems)
    .filter((one) => one.lineItemId === line.id)
    .reduce((total, one) => total + one.quantity, 0)
  if (fulfilled === 0) return null
  return fulfilled >= line.quantity - line.removedQuantity ? 'fulfilled' : 'partial'
}
