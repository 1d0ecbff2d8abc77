import type { Context, ResolverModule } from '../context.ts'
import { countOf, firstOf } from '../resolvers/fields.ts'
import { taxLineValue } from '../resolvers/discounts.ts'
import type { Amounts, Order, TaxLine } from '../state.ts'
import { add, amountsShare, sum, ZERO } from './amounts.ts'
import { refundableQuantity, soldUnits, unitsToRefund } from './claims.ts'
import { isOrderLevel } from './line-worth.ts'
import { formatAmount, parseAmount } from './minor-units.ts'
import { moneyBag, moneyV2 } from './money-bag.ts'
import { currentTotals, dutyWorth, outstanding, priceTotals } from './order-totals.ts'
import {
  isPayment,
  maximumRefundable,
  netPayment,
  totalCapturable,
  totalReceived,
  totalRefunded,
  isUnsettled,
} from './payments.ts'
import { suggestedRefund } from './suggested-refund.ts'
import type { SuggestedRefundArgs } from './suggested-refund.ts'
import { displayFinancialStatus } from './statuses.ts'

type Pick = (order: Order, now: string) => Amounts

const bag = (pick: Pick) => (order: Order, _: unknown, context: Context) =>
  moneyBag(order, pick(order, context.now))
const shop = (pick: Pick) => (order: Order, _: unknown, context: Context) =>
  formatAmount(pick(order, context.now).shop, order.currency)
const bagIf = (has: (order: Order) => boolean, pick: Pick) => (order: Order, _: unknown, context: Context) =>
  has(order) ? moneyBag(order, pick(order, context.now)) : null

const hasDuties = (order: Order) => order.lineItems.some((line) => line.duties.length > 0)
const hasFees = (order: Order) => order.additionalFees.length > 0
const originalDuties = (order: Order) =>
  sum(order.lineItems.flatMap((line) => line.duties.map((duty) => dutyWorth(order, duty))))
const cartDiscount = (order: Order) =>
  sum(
    order.lineItems.flatMap((line) =>
      line.discountAllocations.filter((one) => isOrderLevel(order, one)).map((one) => one.amount),
    ),
  )
const shippingRefunded = (order: Order) =>
  sum(order.refunds.flatMap((refund) => refund.shippingLines.map((one) => one.subtotal)))
const shippingCharged = (order: Order) =>
  sum(order.shippingLines.filter((line) => !line.isRemoved).map((line) => line.price))
const discrepancy = (order: Order) =>
  sum(order.refunds.flatMap((refund) => refund.adjustments.map((one) => add(one.amount, one.tax))))
const linesOrdered = (order: Order) =>
  order.lineItems.filter((line) => line.exchange === null && line.addedAt <= order.processedAt)
/** Price at creation: before edits and exchanges, which are later than the order. */
const originalTotal = (order: Order) => {
  const ordered = new Set(linesOrdered(order).map((line) => line.id))
  const later = order.lineItems.filter((line) => line.exchange === null && !ordered.has(line.id))
  const withRemoved = {
    ...order,
    lineItems: order.lineItems
      .filter((line) => ordered.has(line.id))
      .map((line) => ({ ...line, removedQuantity: 0 })),
    refunds: [],
  }
  return later.length === 0 && order.lineItems.every((line) => line.removedQuantity === 0)
    ? priceTotals(order).total
    : priceTotals(withRemoved).total
}

/** Tax lines by title and rate; `share` says what of a line's tax counts. */
function groupedTaxes(order: Order, share: (order: Order, lineId: string, tax: TaxLine) => Amounts) {
  const groups = new Map<string, TaxLine>()
  const put = (tax: TaxLine, amount: Amounts) => {
    const key = `${tax.title} ${tax.rate}`
    const known = groups.get(key)
    groups.set(key, { title: tax.title, rate: tax.rate, amount: known ? add(known.amount, amount) : amount })
  }
  for (const line of order.lineItems) for (const tax of line.taxLines) put(tax, share(order, line.id, tax))
  for (const line of order.shippingLines.filter((one) => !one.isRemoved))
    for (const tax of line.taxLines) put(tax, tax.amount)
  return [...groups.values()].map((tax) => taxLineValue(order, tax))
}

const soldTax = (order: Order, lineId: string, tax: TaxLine): Amounts => {
  const line = order.lineItems.find((one) => one.id === lineId)
  return line ? amountsShare(tax.amount, line.quantity, soldUnits(order, line)) : ZERO
}

type TransactionArgs = {
  first?: number | null
  capturable?: boolean | null
  manuallyResolvable?: boolean | null
}

function transactions(order: Order, args: TransactionArgs, context: Context) {
  const capturable = totalCapturable(order, context.now).presentment > 0
  const list = order.transactions.filter(
    (one) =>
      (args.capturable !== true ||
        (one.kind === 'AUTHORIZATION' && one.status === 'SUCCESS' && capturable)) &&
      (args.manuallyResolvable !== true || (one.manualPaymentGateway && isUnsettled(one))),
  )
  return firstOf(list, args.first)
}

/** Every money field of Order, and its refunds, transactions and financial status. */
export const orderFields: ResolverModule = {
  Order: {
    originalTotalPriceSet: bag(originalTotal),
    totalPriceSet: bag((order) => priceTotals(order).total),
    totalPrice: shop((order) => priceTotals(order).total),
    subtotalPriceSet: bag((order) => priceTotals(order).subtotal),
    subtotalPrice: shop((order) => priceTotals(order).subtotal),
    totalDiscountsSet: bag((order) => priceTotals(order).discounts),
    totalDiscounts: shop((order) => priceTotals(order).discounts),
    cartDiscountAmountSet: bagIf((order) => cartDiscount(order).presentment > 0, cartDiscount),
    cartDiscountAmount: (order: Order) =>
      cartDiscount(order).presentment > 0 ? formatAmount(cartDiscount(order).shop, order.currency) : null,
    totalTaxSet: bag((order) => priceTotals(order).tax),
    totalTax: shop((order) => priceTotals(order).tax),
    taxLines: (order: Order) => groupedTaxes(order, (_, __, tax) => tax.amount),
    totalShippingPriceSet: bag(shippingCharged),
    totalShippingPrice: shop(shippingCharged),
    totalTipReceivedSet: bag((order) => priceTotals(order).tips),
    totalTipReceived: (order: Order) =>
      moneyV2({ amount: priceTotals(order).tips.shop, currency: order.currency }),
    originalTotalDutiesSet: bagIf(hasDuties, originalDuties),
    originalTotalAdditionalFeesSet: bagIf(hasFees, (order) => priceTotals(order).additionalFees),

    currentTotalPriceSet: bag((order) => currentTotals(order).total),
    currentSubtotalPriceSet: bag((order) => currentTotals(order).subtotal),
    currentTotalDiscountsSet: bag((order) => currentTotals(order).discounts),
    currentCartDiscountAmountSet: bag((order) => currentTotals(order).cartDiscounts),
    currentTotalTaxSet: bag((order) => currentTotals(order).tax),
    currentTaxLines: (order: Order) => groupedTaxes(order, soldTax),
    currentShippingPriceSet: bag((order) => currentTotals(order).shipping),
    currentTotalDutiesSet: bagIf(hasDuties, (order) => currentTotals(order).duties),
    currentTotalAdditionalFeesSet: bagIf(hasFees, (order) => currentTotals(order).additionalFees),

    totalReceivedSet: bag(totalReceived),
    totalReceived: shop(totalReceived),
    totalRefundedSet: bag(totalRefunded),
    totalRefunded: shop(totalRefunded),
    totalRefundedShippingSet: bag(shippingRefunded),
    netPaymentSet: bag(netPayment),
    netPayment: shop(netPayment),
    totalOutstandingSet: bag(outstanding),
    totalCapturableSet: bag(totalCapturable),
    totalCapturable: shop(totalCapturable),
    refundDiscrepancySet: bag(discrepancy),
    totalCashRoundingAdjustment: (order: Order) => ({
      paymentSet: moneyBag(
        order,
        sum(order.transactions.filter(isPayment).flatMap((one) => (one.rounding ? [one.rounding] : []))),
      ),
      refundSet: moneyBag(
        order,
        sum(
          order.transactions
            .filter((one) => one.kind === 'REFUND' && one.status === 'SUCCESS')
            .flatMap((one) => (one.rounding ? [one.rounding] : [])),
        ),
      ),
    }),

    displayFinancialStatus: (order: Order, _: unknown, context) => displayFinancialStatus(order, context.now),
    fullyPaid: (order: Order) => outstanding(order).presentment <= 0,
    unpaid: (order: Order) => totalReceived(order).presentment === 0,
    capturable: (order: Order, _: unknown, context) => totalCapturable(order, context.now).presentment > 0,
    canMarkAsPaid: (order: Order) => order.cancelledAt === null && outstanding(order).presentment > 0,
    refundable: (order: Order) => maximumRefundable(order).presentment > 0,
    paymentCollectionDetails: () => ({ additionalPaymentCollectionUrl: null, vaultedPaymentMethods: null }),
    paymentGatewayNames: (order: Order) => [
      ...new Set(order.transactions.filter((one) => one.kind !== 'REFUND').map((one) => one.gateway)),
    ],
    refunds: (order: Order, args: { first?: number | null }) => firstOf(order.refunds, args.first),
    transactions,
    transactionsCount: (order: Order) => countOf(order.transactions.length),
    suggestedRefund: (order: Order, args: SuggestedRefundArgs) =>
      suggestedRefund(order, readArgs(order, args)),
  },
}

function readArgs(order: Order, args: SuggestedRefundArgs) {
  const full = args.suggestFullRefund === true
  const wanted = full
    ? order.lineItems
        .filter((line) => !line.isTip)
        .map((line) => ({
          lineItemId: line.id,
          quantity: refundableQuantity(order, line),
          restockType: null,
          locationId: null,
        }))
    : (args.refundLineItems ?? [])
  const lines = wanted.flatMap((one) => {
    const line = order.lineItems.find((candidate) => candidate.id === one.lineItemId)
    const quantity = line ? Math.min(one.quantity, refundableQuantity(order, line)) : 0
    if (!line || quantity < 1) return []
    return [
      {
        line,
        quantity,
        units: unitsToRefund(order, line, quantity, one.restockType === 'CANCEL'),
        restockType: one.restockType ?? 'NO_RESTOCK',
      },
    ]
  })
  const amount = args.shippingAmount ?? null
  const minor = amount === null ? undefined : parseAmount(amount, order.presentmentCurrency)
  return {
    lines,
    shipping: minor ?? (args.refundShipping === true || full ? ('full' as const) : null),
    duties: full
      ? order.lineItems.flatMap((line) =>
          line.duties.map((duty) => ({ dutyId: duty.id, refundType: 'FULL' as const })),
        )
      : (args.refundDuties ?? []),
    allocation: args.refundMethodAllocation ?? ('ORIGINAL_PAYMENT_METHODS' as const),
  }
}
