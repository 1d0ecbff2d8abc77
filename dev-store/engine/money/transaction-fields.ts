import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { findDuty } from './suggestion.ts'
import { orderOf as visibleOrderOf } from '../returns/find-return.ts'
import { legacyResourceId, orderOf, own } from '../resolvers/fields.ts'
import { shippingLineValue } from '../resolvers/order-values.ts'
import type { Amounts, Order, Refund, Transaction } from '../state.ts'
import { sum, ZERO } from './amounts.ts'
import { mulDivRound } from './apportion.ts'
import { formatAmount } from './minor-units.ts'
import { moneyBag, moneyV2 } from './money-bag.ts'
import { isPayment, isUnsettled, openAuthorizations, parentRefundable } from './payments.ts'
import { refundCreate } from './refund-create.ts'
import { paymentDetailsValue } from './payment-details.ts'
import { lineMoney } from './suggested-refund.ts'

const refundable = (order: Order, one: Transaction): Amounts | null =>
  isPayment(one) ? parentRefundable(order, one) : null
const unsettled = (one: Transaction): Amounts => (isUnsettled(one) ? one.amount : ZERO)

/** Difference between today's rate and the order's on a refund in another currency: what it costs or brings the shop. */
function exchangeAdjustment(context: Context, one: Transaction) {
  const order = orderOf(context, one)
  if (one.currentRate === undefined || one.currentRate <= 0) return null
  const scale = 1_000_000_000
  const final = mulDivRound(one.amount.presentment, scale, Math.round(one.currentRate * scale))
  const money = (amount: number) => moneyV2({ amount, currency: order.currency })
  return {
    id: one.id.replace('/OrderTransaction/', '/CurrencyExchangeAdjustment/'),
    adjustment: money(final - one.amount.shop),
    finalAmountSet: money(final),
    originalAmountSet: money(one.amount.shop),
  }
}

const bag =
  (pick: (order: Order, one: Transaction) => Amounts) => (one: Transaction, _: unknown, context: Context) => {
    const order = orderOf(context, one)
    return moneyBag(order, pick(order, one))
  }

export const transactionFields: ResolverModule = {
  OrderTransaction: {
    ...own<Transaction>(
      'id', 'kind', 'status', 'gateway', 'formattedGateway', 'createdAt', 'processedAt', 'test', 'errorCode', 'manualPaymentGateway',
      'multiCapturable', 'authorizationExpiresAt', 'authorizationCode', 'paymentId',
    ), // prettier-ignore
    amountSet: bag((_, one) => one.amount),
    amount: (one: Transaction, _: unknown, context) =>
      formatAmount(one.amount.shop, orderOf(context, one).currency),
    amountV2: (one: Transaction, _: unknown, context) =>
      moneyV2({ amount: one.amount.shop, currency: orderOf(context, one).currency }),
    amountRoundingSet: (one: Transaction, _: unknown, context) =>
      one.rounding ? moneyBag(orderOf(context, one), one.rounding) : null,
    accountNumber: (one: Transaction) =>
      one.paymentDetails?.type === 'card' ? one.paymentDetails.number : null,
    currencyExchangeAdjustment: (one: Transaction, _: unknown, context) => exchangeAdjustment(context, one),
    device: () => null,
    fees: () => [],
    location: () => null,
    manuallyCapturable: (one: Transaction, _: unknown, context) =>
      openAuthorizations(orderOf(context, one), context.now).includes(one),
    maximumRefundableV2: (one: Transaction, _: unknown, context) => {
      const order = orderOf(context, one)
      const left = refundable(order, one)
      return left && moneyV2({ amount: left.presentment, currency: order.presentmentCurrency })
    },
    maximumRefundable: (one: Transaction, _: unknown, context) => {
      const order = orderOf(context, one)
      const left = refundable(order, one)
      return left && formatAmount(left.shop, order.currency)
    },
    order: (one: Transaction, _: unknown, context) => orderOf(context, one),
    parentTransaction: (one: Transaction, _: unknown, context) =>
      orderOf(context, one).transactions.find((other) => other.id === one.parentId) ?? null,
    paymentDetails: (one: Transaction) => paymentDetailsValue(one.paymentDetails),
    paymentIcon: () => null,
    paymentMethod: () => null,
    receiptJson: (one: Transaction) => receipt(one),
    settlementCurrency: (one: Transaction, _: unknown, context) =>
      one.gateway === 'shopify_payments' && one.status === 'SUCCESS' ? orderOf(context, one).currency : null,
    settlementCurrencyRate: (one: Transaction) =>
      one.gateway === 'shopify_payments' && one.status === 'SUCCESS' ? '1.0' : null,
    totalUnsettledSet: bag((_, one) => unsettled(one)),
    totalUnsettled: (one: Transaction, _: unknown, context) =>
      formatAmount(unsettled(one).shop, orderOf(context, one).currency),
    totalUnsettledV2: (one: Transaction, _: unknown, context) =>
      moneyV2({ amount: unsettled(one).shop, currency: orderOf(context, one).currency }),
    user: () => null,
  },
  Refund: {
    ...own<Refund>('id', 'createdAt', 'processedAt', 'updatedAt', 'note'),
    legacyResourceId,
    duties: (refund: Refund, _: unknown, context) => {
      const order = orderOf(context, refund)
      return refund.duties.map((one) => ({
        amountSet: moneyBag(order, one.amount),
        originalDuty: findDuty(order, one.dutyId),
      }))
    },
    order: (refund: Refund, _: unknown, context) => orderOf(context, refund),
    orderAdjustments: (refund: Refund, args: ConnectionArgs, context) => {
      const order = orderOf(context, refund)
      return connect(refund.adjustments, args, (one) => ({
        __typename: 'OrderAdjustment',
        id: one.id,
        reason: one.reason,
        amountSet: moneyBag(order, one.amount),
        taxAmountSet: moneyBag(order, one.tax),
      }))
    },
    refundLineItems: (refund: Refund, args: ConnectionArgs, context) => {
      const order = orderOf(context, refund)
      return connect(refund.lineItems, args, (one) => ({
        id: one.id,
        lineItem: order.lineItems.find((line) => line.id === one.lineItemId),
        location: one.locationId === null ? null : (context.get('locations', one.locationId) ?? null),
        quantity: one.quantity,
        restockType: one.restockType,
        restocked: one.restocked,
        ...lineMoney(order, one.quantity, one),
      }))
    },
    refundShippingLines: (refund: Refund, args: ConnectionArgs, context) => {
      const order = orderOf(context, refund)
      return connect(refund.shippingLines, args, (one) => {
        const line = order.shippingLines.find((candidate) => candidate.id === one.shippingLineId)
        return {
          __typename: 'RefundShippingLine',
          id: one.id,
          shippingLine: line ? shippingLineValue(order, line) : null,
          subtotalAmountSet: moneyBag(order, one.subtotal),
          taxAmountSet: moneyBag(order, one.tax),
        }
      })
    },
    return: (refund: Refund, _: unknown, context) =>
      orderOf(context, refund).returns.find((one) => one.id === refund.returnId) ?? null,
    staffMember: () => null,
    totalRefundedSet: (refund: Refund, _: unknown, context) => {
      const order = orderOf(context, refund)
      return moneyBag(order, refundTotal(order, refund))
    },
    totalRefunded: (refund: Refund, _: unknown, context) => {
      const order = orderOf(context, refund)
      return moneyV2({ amount: refundTotal(order, refund).shop, currency: order.currency })
    },
    transactions: (refund: Refund, args: ConnectionArgs, context) =>
      connect(
        orderOf(context, refund).transactions.filter((one) => one.refundId === refund.id),
        args,
      ),
  },
  QueryRoot: {
    refund: (_: unknown, args: { id: string }, context) => {
      return visibleOrderOf(context, args.id)?.refunds.find((one) => one.id === args.id) ?? null
    },
  },
  Mutation: { refundCreate },
}

/** Money of a refund that has arrived: pending and failed transfers do not count. */
function refundTotal(order: Order, refund: Refund): Amounts {
  const settled = order.transactions.filter((one) => one.refundId === refund.id && one.status === 'SUCCESS')
  return sum(settled.map((one) => one.amount))
}

function receipt(one: Transaction): Record<string, unknown> {
  const { paymentDetails } = one
  if (paymentDetails?.type === 'gift_card') {
    return {
      gift_card_id: Number(paymentDetails.giftCardId.split('/').at(-1)),
      gift_card_last_characters: paymentDetails.lastCharacters,
    }
  }
  return {}
}
