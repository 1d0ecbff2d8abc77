import { dutyValue } from '../resolvers/order-values.ts'
import type { Amounts, Order, Transaction } from '../state.ts'
import { add, mapAmounts, subtract } from './amounts.ts'
import { moneyBag } from './money-bag.ts'
import { formatAmount } from './minor-units.ts'
import { paymentDetailsValue } from './payment-details.ts'
import { outstanding } from './order-totals.ts'
import {
  maximumRefundable,
  parentRefundable,
  refundAmounts,
  refundParents,
  unsettledRefunds,
} from './payments.ts'
import type { SalesBack } from './sales-back.ts'
import { splitRefund } from './split-refund.ts'

export type RefundMethodAllocation = 'ORIGINAL_PAYMENT_METHODS' | 'STORE_CREDIT'

/**
 * What the buyer owes (positive) or is owed (negative) before anything is refunded: the order's outstanding sum, with
 * refunds under way counted as paid.
 */
export function balance(order: Order): Amounts {
  return add(outstanding(order), unsettledRefunds(order))
}

/** The suggestion for a fall of sales: what is owed after it, between nothing and what can be refunded. */
export function suggestedAmount(order: Order, drop: Amounts): Amounts {
  const most = maximumRefundable(order)
  const owed = subtract(drop, balance(order))
  return {
    shop: Math.max(0, Math.min(owed.shop, most.shop)),
    presentment: Math.max(0, Math.min(owed.presentment, most.presentment)),
  }
}

/** What the books owe once sales have fallen by `drop`; never negative. */
export function owedAfter(order: Order, drop: Amounts): Amounts {
  return mapAmounts(subtract(drop, balance(order)), (minor) => Math.max(0, minor))
}

/** A `SuggestedOrderTransaction`: copy parent, gateway and presentment amount into the refund. */
function suggestedTransaction(order: Order, parent: Transaction, amount: number) {
  const amounts = refundAmounts(order, parent, amount)
  const left = parentRefundable(order, parent)
  return {
    __typename: 'SuggestedOrderTransaction',
    accountNumber: parent.paymentDetails?.type === 'card' ? parent.paymentDetails.number : null,
    amount: formatAmount(amounts.shop, order.currency),
    amountSet: moneyBag(order, amounts),
    formattedGateway: parent.formattedGateway,
    gateway: parent.gateway,
    kind: 'SUGGESTED_REFUND',
    maximumRefundable: formatAmount(left.shop, order.currency),
    maximumRefundableSet: moneyBag(order, left),
    parentTransaction: parent,
    paymentDetails: paymentDetailsValue(parent.paymentDetails),
  }
}

/** `suggestedTransactions` and `suggestedRefundMethods` for an amount, by allocation. */
export function suggestedMethods(order: Order, amount: Amounts, allocation: RefundMethodAllocation) {
  if (allocation === 'STORE_CREDIT') {
    const method = {
      __typename: 'SuggestedStoreCreditRefund',
      amount: moneyBag(order, amount),
      expiresAt: null,
      maximumRefundable: moneyBag(order, maximumRefundable(order)),
    }
    return { suggestedTransactions: [], suggestedRefundMethods: amount.presentment > 0 ? [method] : [] }
  }
  const byId = new Map(order.transactions.map((one) => [one.id, one]))
  const suggestedTransactions = splitRefund(amount.presentment, refundParents(order)).flatMap((part) => {
    const parent = byId.get(part.id)
    return parent ? [suggestedTransaction(order, parent, part.amount)] : []
  })
  return { suggestedTransactions, suggestedRefundMethods: [] }
}

/** A `ShippingRefund`. */
export function shippingRefund(order: Order, back: SalesBack) {
  const { subtotal, tax, maximum } = back.shipping
  return {
    amount: formatAmount(subtotal.shop, order.currency),
    amountSet: moneyBag(order, subtotal),
    maximumRefundable: formatAmount(maximum.shop, order.currency),
    maximumRefundableSet: moneyBag(order, maximum),
    tax: formatAmount(tax.shop, order.currency),
    taxSet: moneyBag(order, tax),
  }
}

/** A duty of the order in its GraphQL form, or null. */
export function findDuty(order: Order, dutyId: string) {
  const duty = order.lineItems.flatMap((line) => line.duties).find((one) => one.id === dutyId)
  return duty ? dutyValue(order, duty) : null
}

/** `RefundDuty` values. */
export function refundDuties(order: Order, duties: SalesBack['duties']) {
  return duties.map((one) => ({
    amountSet: moneyBag(order, one.amount),
    originalDuty: findDuty(order, one.dutyId),
  }))
}
