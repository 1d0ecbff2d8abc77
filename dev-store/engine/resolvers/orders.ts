import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { agreementsOf } from '../order-builder.ts'
import { currentQuantity } from '../money/claims.ts'
import type { AdditionalFee, Address, LineItem, Order } from '../state.ts'
import { agreementSource } from './agreements.ts'
import { discountApplication } from './discounts.ts'
import { constant, countOf, firstOf, legacyResourceId, own } from './fields.ts'
import { metafieldFields } from './metafields.ts'
import { displayFulfillmentStatus, unfulfilledUnits } from './order-fulfillment-status.ts'
import { feeValue, paymentTermsValue, shippingLineValue } from './order-values.ts'

const sameAddress = (a: Address | null, b: Address | null): boolean =>
  a === b ||
  (a !== null && b !== null && JSON.stringify({ ...a, id: '' }) === JSON.stringify({ ...b, id: '' }))

const locationOf = (context: Context, id: string | null) =>
  id === null ? null : (context.get('locations', id) ?? null)
/**
 * The place of an order in its buyer's history, from 1, tests left out (schema); visits are not modelled. Only orders of the
 * online store have one: our guess.
 */
const journeySummary = (order: Order, _: unknown, context: Context) => {
  if (order.customerId === null || order.sourceName !== 'web') return null
  const earlier = Object.values(context.state.tables.orders).filter(
    (one) =>
      one.shop === order.shop &&
      one.customerId === order.customerId &&
      !one.test &&
      one.processedAt < order.processedAt,
  )
  return { customerOrderIndex: order.test ? null : earlier.length + 1, ready: true }
}
const goods = (order: Order): LineItem[] => order.lineItems.filter((line) => !line.isTip)
const weightOf = (lines: { line: LineItem; quantity: number }[]): string =>
  String(lines.reduce((grams, { line, quantity }) => grams + line.grams * quantity, 0))

/** How long an order's status page link is; the token is derived from its id, like a real one not guessable by its shape. */
const statusPageUrl = (order: Order): string =>
  `https://${order.shop}/${legacyId(order.id)}/orders/${Buffer.from(order.id).toString('hex').slice(-32)}/authenticate`

const RISK: Record<string, string> = { HIGH: 'HIGH', MEDIUM: 'MEDIUM' }

export const orders: ResolverModule = {
  Order: {
    ...own<Order>(
      'id', 'name', 'number', 'confirmationNumber', 'createdAt', 'processedAt', 'updatedAt', 'cancelledAt', 'cancelReason', 'closedAt',
      'test', 'edited', 'email', 'phone', 'customerLocale', 'note', 'poNumber', 'customAttributes', 'sourceName', 'sourceIdentifier',
      'taxesIncluded', 'dutiesIncluded', 'taxExempt', 'billingAddress', 'shippingAddress',
    ), // prettier-ignore
    ...constant({
      alerts: [], app: null, attribution: null, cartToken: null, checkoutToken: null, clientIp: null, confirmed: true, channel: null,
      channelInformation: null, customerAcceptsMarketing: false, estimatedTaxes: false,
      hasTimelineComment: false, landingPageUrl: null, landingPageDisplayText: null, merchantEditableErrors: [], merchantOfRecordApp: null,
      productNetwork: false, publication: null, referralCode: null, referrerUrl: null, referrerDisplayText: null, registeredSourceUrl: null,
      shopifyProtect: null, staffMember: null,
    }), // prettier-ignore
    ...metafieldFields,
    legacyResourceId,
    tags: (order: Order) => sortTags(order.tags),
    currencyCode: (order: Order) => order.currency,
    presentmentCurrencyCode: (order: Order) => order.presentmentCurrency,
    closed: (order: Order) => order.closedAt !== null,
    cancellation: (order: Order) => (order.cancelledAt === null ? null : { staffNote: order.staffNote }),
    additionalFees: (order: Order) => order.additionalFees.map((fee: AdditionalFee) => feeValue(order, fee)),
    billingAddressMatchesShippingAddress: (order: Order) =>
      sameAddress(order.billingAddress, order.shippingAddress),
    displayAddress: (order: Order) => order.shippingAddress ?? order.billingAddress,
    canNotifyCustomer: (order: Order) => order.email !== null,
    customer: (order: Order, _: unknown, context) =>
      order.customerId === null ? null : (context.get('customers', order.customerId) ?? null),
    purchasingEntity: (order: Order, _: unknown, context) => {
      if (order.companyLocationId === null)
        return order.customerId === null ? null : (context.get('customers', order.customerId) ?? null)
      const location = { __typename: 'CompanyLocation', id: order.companyLocationId, name: 'Head office' }
      return {
        __typename: 'PurchasingCompany',
        location,
        company: { id: order.companyLocationId.replace('CompanyLocation', 'Company'), name: 'Company' },
        contact: null,
      }
    },
    customerJourneySummary: journeySummary,
    discountApplications: (order: Order, args: ConnectionArgs) =>
      connect(order.discountApplications, args, (one) => discountApplication(order, one)),
    discountCodes: (order: Order) =>
      order.discountApplications.flatMap((one) => (one.code === null ? [] : [one.code])),
    discountCode: (order: Order) => order.discountApplications.find((one) => one.code !== null)?.code ?? null,
    displayFulfillmentStatus,
    disputes: (order: Order) => order.disputes,
    fulfillable: (order: Order) => order.cancelledAt === null && unfulfilledUnits(order) > 0,
    fulfillmentOrders: (order: Order, args: ConnectionArgs) => connect(order.fulfillmentOrders, args),
    fulfillments: (order: Order, args: { first?: number | null }) => firstOf(order.fulfillments, args.first),
    fulfillmentsCount: (order: Order) => countOf(order.fulfillments.length),
    lineItems: (order: Order, args: ConnectionArgs) =>
      connect(
        order.lineItems.filter((line) => !line.isTip),
        args,
      ),
    nonFulfillableLineItems: (order: Order, args: ConnectionArgs) =>
      connect(
        order.lineItems.filter((line) => line.isTip || line.removedQuantity >= line.quantity),
        args,
      ),
    merchantEditable: (order: Order) => order.cancelledAt === null,
    paymentTerms: (order: Order, _: unknown, context) =>
      order.paymentTerms ? paymentTermsValue(order, order.paymentTerms, context.now) : null,
    requiresShipping: (order: Order) => goods(order).some((line) => line.requiresShipping),
    restockable: (order: Order) =>
      order.lineItems.some((line) => line.variantId !== null && line.removedQuantity < line.quantity),
    retailLocation: (order: Order, _: unknown, context) => locationOf(context, order.retailLocationId),
    physicalLocation: (order: Order, _: unknown, context) => locationOf(context, order.retailLocationId),
    riskLevel: (order: Order) => RISK[order.riskLevel] ?? 'LOW',
    risk: (order: Order) => ({
      recommendation:
        order.riskLevel === 'HIGH' ? 'CANCEL' : order.riskLevel === 'MEDIUM' ? 'INVESTIGATE' : 'ACCEPT',
      assessments: [],
    }),
    risks: () => [],
    shippingLine: (order: Order) => {
      const line = order.shippingLines.find((one) => !one.isRemoved)
      return line ? shippingLineValue(order, line) : null
    },
    shippingLines: (order: Order, args: ConnectionArgs & { includeRemovals?: boolean | null }) =>
      connect(
        order.shippingLines.filter((line) => args.includeRemovals === true || !line.isRemoved),
        args,
        (line) => shippingLineValue(order, line),
      ),
    statusPageUrl,
    subtotalLineItemsQuantity: (order: Order) =>
      goods(order).reduce((total, line) => total + line.quantity, 0),
    currentSubtotalLineItemsQuantity: (order: Order) =>
      goods(order).reduce((total, line) => total + currentQuantity(order, line), 0),
    totalWeight: (order: Order) => weightOf(goods(order).map((line) => ({ line, quantity: line.quantity }))),
    currentTotalWeight: (order: Order) =>
      weightOf(goods(order).map((line) => ({ line, quantity: currentQuantity(order, line) }))),
    // What a checkout asks for in some countries (a tax number): none of these orders carries one.
    localizationExtensions: (_: Order, args: ConnectionArgs) => connect([], args),
    localizedFields: (_: Order, args: ConnectionArgs) => connect([], args),
    agreements: (order: Order, args: ConnectionArgs) =>
      connect(agreementsOf(order), args, (one) => agreementSource(order, one)),
  },
}

/** Tags come sorted, without regard to case (captured). */
export const sortTags = (tags: readonly string[]): string[] =>
  tags.toSorted((a, b) =>
    a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0,
  )
