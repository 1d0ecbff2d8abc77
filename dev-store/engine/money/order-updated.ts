import type { Context } from '../context.ts'
import { legacyId } from '../ids.ts'
import type { Address, Amounts, Customer, Fulfillment, Order, ShippingLine } from '../state.ts'
import { add, sum, times } from './amounts.ts'
import { shippingWorth } from './line-worth.ts'
import { formatFixed } from './minor-units.ts'
import { moneySet } from './money-bag.ts'
import { currentTotals, outstanding, priceTotals } from './order-totals.ts'
import { lineItemBody, refundBody } from './refund-bodies.ts'
import { displayFinancialStatus } from './statuses.ts'

/** Queues `orders/updated` with the order as it is now. */
export function emitOrderUpdated(context: Context, order: Order): void {
  context.emit('orders/updated', orderBody(context, order))
}

/** The order in REST's shape, as all `orders/*` webhooks carry it. */
export function orderBody(context: Context, order: Order): Record<string, unknown> {
  const price = priceTotals(order)
  const current = currentTotals(order)
  const shop = (amounts: Amounts) => formatFixed(amounts.shop, order.currency)
  const set = (amounts: Amounts) => moneySet(order, amounts)
  const linesPrice = sum(order.lineItems.map((line) => times(line.unitPrice, line.quantity)))
  const zero = { shop: 0, presentment: 0 }
  return {
    id: legacyId(order.id),
    admin_graphql_api_id: order.id,
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason === null ? null : order.cancelReason.toLowerCase(),
    cancelled_at: order.cancelledAt,
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: order.closedAt,
    company: null,
    confirmation_number: order.confirmationNumber,
    confirmed: true,
    contact_email: order.email,
    created_at: order.createdAt,
    currency: order.currency,
    current_shipping_price_set: set(current.shipping),
    current_subtotal_price: shop(current.subtotal),
    current_subtotal_price_set: set(current.subtotal),
    current_total_additional_fees_set: order.additionalFees.length > 0 ? set(current.additionalFees) : null,
    current_total_discounts: shop(current.discounts),
    current_total_discounts_set: set(current.discounts),
    current_total_duties_set: order.lineItems.some((line) => line.duties.length > 0)
      ? set(current.duties)
      : null,
    current_total_price: shop(current.total),
    current_total_price_set: set(current.total),
    current_total_tax: shop(current.tax),
    current_total_tax_set: set(current.tax),
    customer_locale: order.customerLocale,
    device_id: null,
    discount_codes: order.discountApplications.flatMap((one, index) =>
      one.code === null
        ? []
        : [
            {
              code: one.code,
              amount: shop(allocated(order, index)),
              type: 'percentage' in one.value ? 'percentage' : 'fixed_amount',
            },
          ],
    ),
    duties_included: order.dutiesIncluded,
    email: order.email,
    estimated_taxes: false,
    financial_status: (displayFinancialStatus(order, context.now) ?? 'PENDING').toLowerCase(),
    fulfillment_status: restFulfillmentStatus(order),
    landing_site: null,
    landing_site_ref: null,
    location_id: order.retailLocationId === null ? null : legacyId(order.retailLocationId),
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.customAttributes.map((one) => ({ name: one.key, value: one.value })),
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${order.shop}/account/orders/${legacyId(order.id)}`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: [...new Set(order.transactions.map((one) => one.gateway))],
    phone: order.phone,
    po_number: order.poNumber,
    presentment_currency: order.presentmentCurrency,
    processed_at: order.processedAt,
    reference: null,
    referring_site: null,
    source_identifier: order.sourceIdentifier,
    source_name: order.sourceName,
    source_url: null,
    subtotal_price: shop(price.subtotal),
    subtotal_price_set: set(price.subtotal),
    tags: order.tags.join(', '),
    tax_exempt: order.taxExempt,
    tax_lines: [],
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.confirmationNumber.toLowerCase(),
    total_cash_rounding_payment_adjustment_set: set(zero),
    total_cash_rounding_refund_adjustment_set: set(zero),
    total_discounts: shop(price.discounts),
    total_discounts_set: set(price.discounts),
    total_line_items_price: shop(linesPrice),
    total_line_items_price_set: set(linesPrice),
    total_outstanding: shop(outstanding(order)),
    total_price: shop(price.total),
    total_price_set: set(price.total),
    total_shipping_price_set: set(price.shipping),
    total_tax: shop(price.tax),
    total_tax_set: set(price.tax),
    total_tip_received: shop(price.tips),
    total_weight: order.lineItems.reduce((total, line) => total + line.grams * line.quantity, 0),
    updated_at: order.updatedAt,
    user_id: null,
    billing_address: addressBody(order.billingAddress),
    shipping_address: addressBody(order.shippingAddress),
    customer: buyerBody(context, order),
    discount_applications: order.discountApplications.map((one) => ({
      target_type: one.targetType.toLowerCase(),
      type: one.kind === 'code' ? 'discount_code' : one.kind,
      value: 'percentage' in one.value ? String(one.value.percentage) : shop(one.value.amount),
      value_type: 'percentage' in one.value ? 'percentage' : 'fixed_amount',
      allocation_method: one.allocationMethod.toLowerCase(),
      target_selection: one.targetSelection.toLowerCase(),
      ...(one.code === null
        ? { title: one.title, description: one.description ?? one.title }
        : { code: one.code }),
    })),
    fulfillments: order.fulfillments.map((one) => fulfillmentBody(order, one)),
    line_items: order.lineItems.map((line) => lineItemBody(order, line)),
    line_item_groups: [],
    payment_terms: null,
    refunds: order.refunds.map((one) =>
      refundBody(
        order,
        one,
        order.transactions.filter((transaction) => transaction.refundId === one.id),
      ),
    ),
    returns: order.returns.map((one) => ({
      id: legacyId(one.id),
      admin_graphql_api_id: one.id,
      status: one.status.toLowerCase(),
    })),
    shipping_lines: order.shippingLines.map((one) => shippingLineBody(order, one)),
  }
}

function allocated(order: Order, application: number): Amounts {
  const allocations = [...order.lineItems, ...order.shippingLines].flatMap((line) => line.discountAllocations)
  return sum(allocations.filter((one) => one.application === application).map((one) => one.amount))
}

function restFulfillmentStatus(order: Order): string | null {
  const lines = order.lineItems.filter((line) => line.requiresShipping && !line.isTip)
  const fulfilled = order.fulfillments
    .filter((one) => one.status === 'SUCCESS')
    .flatMap((one) => one.lineItems)
  if (fulfilled.length === 0) return null
  const done = lines.every((line) => {
    const units = fulfilled
      .filter((one) => one.lineItemId === line.id)
      .reduce((total, one) => total + one.quantity, 0)
    return units >= line.quantity - line.removedQuantity
  })
  return done ? 'fulfilled' : 'partial'
}

/** A postal address in REST's shape. */
export function addressBody(address: Address | null) {
  if (address === null) return null
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    name: [address.firstName, address.lastName].filter((part) => part !== null).join(' '),
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    province_code: address.provinceCode,
    country: address.country,
    country_code: address.countryCode,
    zip: address.zip,
    phone: address.phone,
    latitude: null,
    longitude: null,
  }
}

/** The buyer of an order or a draft, or null. */
export function buyerBody(context: Context, order: Pick<Order, 'customerId' | 'redacted' | 'currency'>) {
  const customer = order.customerId === null ? undefined : context.get('customers', order.customerId)
  if (!customer || order.redacted) return null
  return {
    id: legacyId(customer.id),
    admin_graphql_api_id: customer.id,
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    phone: customer.phone,
    note: customer.note,
    state: customer.state.toLowerCase(),
    tags: customer.tags.join(', '),
    tax_exempt: customer.taxExempt,
    tax_exemptions: [],
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    currency: order.currency,
    default_address: defaultAddressBody(customer),
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
  }
}

function defaultAddressBody(customer: Customer) {
  const address = customer.addresses.find((one) => one.id === customer.defaultAddressId)
  if (!address) return null
  return {
    ...addressBody(address),
    id: legacyId(address.id),
    customer_id: legacyId(customer.id),
    country_name: address.country,
    default: true,
  }
}

/** A fulfilment in REST's shape, as all `fulfillments/*` webhooks carry it. */
export function fulfillmentBody(order: Order, one: Fulfillment): Record<string, unknown> {
  const tracking = one.tracking[0]
  return {
    id: legacyId(one.id),
    admin_graphql_api_id: one.id,
    order_id: legacyId(order.id),
    name: `${order.name}.${order.fulfillments.indexOf(one) + 1}`,
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    location_id: one.locationId === null ? null : legacyId(one.locationId),
    origin_address: {},
    receipt: {},
    service: 'manual',
    shipment_status: one.deliveredAt === null ? null : 'delivered',
    status: one.status.toLowerCase(),
    tracking_company: tracking?.company ?? null,
    tracking_number: tracking?.number ?? null,
    tracking_numbers: one.tracking.flatMap((item) => (item.number === null ? [] : [item.number])),
    tracking_url: tracking?.url ?? null,
    tracking_urls: one.tracking.flatMap((item) => (item.url === null ? [] : [item.url])),
    line_items: one.lineItems.flatMap((item) => {
      const line = order.lineItems.find((candidate) => candidate.id === item.lineItemId)
      return line ? [{ ...lineItemBody(order, line), quantity: item.quantity }] : []
    }),
  }
}

function shippingLineBody(order: Order, line: ShippingLine) {
  const worth = shippingWorth(order, line)
  const discounted = add(worth.subtotal, { shop: 0, presentment: 0 })
  return {
    id: legacyId(line.id),
    carrier_identifier: line.carrierIdentifier,
    code: line.code,
    current_discounted_price_set: moneySet(order, discounted),
    discounted_price: formatFixed(discounted.shop, order.currency),
    discounted_price_set: moneySet(order, discounted),
    is_removed: line.isRemoved,
    phone: line.phone,
    price: formatFixed(line.price.shop, order.currency),
    price_set: moneySet(order, line.price),
    requested_fulfillment_service_id: null,
    source: line.source,
    title: line.title,
    tax_lines: line.taxLines.map((tax) => ({
      title: tax.title,
      rate: tax.rate,
      price: formatFixed(tax.amount.shop, order.currency),
      price_set: moneySet(order, tax.amount),
      channel_liable: false,
    })),
    discount_allocations: line.discountAllocations.map((one) => ({
      amount: formatFixed(one.amount.shop, order.currency),
      amount_set: moneySet(order, one.amount),
      discount_application_index: one.application,
    })),
  }
}
