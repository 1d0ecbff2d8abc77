import type { Amounts, Order, Transaction } from '../state.ts'
import { subtract, sum } from './amounts.ts'
import { unitShare } from './apportion.ts'
import type { RefundParent } from './split-refund.ts'

/** Money that arrived: only these can be refunded (returns-api P15). */
export function isPayment(one: Transaction): boolean {
  return (one.kind === 'SALE' || one.kind === 'CAPTURE') && one.status === 'SUCCESS'
}

/** On its way back, not yet there. */
export function isUnsettled(one: Transaction): boolean {
  return one.status === 'PENDING' || one.status === 'AWAITING_RESPONSE'
}

const amountsOf = (transactions: readonly Transaction[]): Amounts =>
  sum(transactions.map((one) => one.amount))

export function totalReceived(order: Order): Amounts {
  return amountsOf(order.transactions.filter(isPayment))
}

/** Refunds that went through, to whatever tender, store credit included. */
export function totalRefunded(order: Order): Amounts {
  return amountsOf(order.transactions.filter((one) => one.kind === 'REFUND' && one.status === 'SUCCESS'))
}

export function unsettledRefunds(order: Order): Amounts {
  return amountsOf(order.transactions.filter((one) => one.kind === 'REFUND' && isUnsettled(one)))
}

/** `Order.netPaymentSet`: received less refunded; a pending refund does not lower it. */
export function netPayment(order: Order): Amounts {
  return subtract(totalReceived(order), totalRefunded(order))
}

/** What may still be refunded without over-refunding: net payment less what is on its way back. */
export function maximumRefundable(order: Order): Amounts {
  return subtract(netPayment(order), unsettledRefunds(order))
}

/** Refunds of one payment that count against it: through or under way. */
export function refundsOf(order: Order, parent: Transaction): Transaction[] {
  return order.transactions.filter(
    (one) =>
      one.kind === 'REFUND' && one.parentId === parent.id && (one.status === 'SUCCESS' || isUnsettled(one)),
  )
}

/** What can still go back to one payment. */
export function parentRefundable(order: Order, parent: Transaction): Amounts {
  return subtract(parent.amount, amountsOf(refundsOf(order, parent)))
}

/**
 * A presentment amount going back to a payment, with its shop value: the share of the payment that follows what went
 * back before, so that all refunds of a payment together are worth exactly the payment in both currencies.
 */
export function refundAmounts(order: Order, parent: Transaction, presentment: number): Amounts {
  const before = amountsOf(refundsOf(order, parent)).presentment
  const inside = Math.max(0, Math.min(presentment, parent.amount.presentment - before))
  const shop = unitShare(parent.amount.shop, parent.amount.presentment, before, before + inside)
  // Beyond the payment (over-refunding allowed) the payment's own rate goes on.
  const beyond = presentment - inside
  const extra = beyond > 0 ? unitShare(parent.amount.shop, parent.amount.presentment, 0, 1) * beyond : 0
  return { shop: order.currency === order.presentmentCurrency ? presentment : shop + extra, presentment }
}

/** Payments with what they can still take back, in the shape that `splitRefund` wants. Presentment minor units. */
export function refundParents(order: Order): RefundParent[] {
  return order.transactions.flatMap((one, position) =>
    isPayment(one)
      ? [
          {
            id: one.id,
            isGiftCard: one.gateway === 'gift_card',
            refundable: Math.max(0, parentRefundable(order, one).presentment),
            position,
          },
        ]
      : [],
  )
}

/** Authorised and not captured, in both currencies; voided and expired authorisations hold nothing. */
export function totalCapturable(order: Order, now: string): Amounts {
  return sum(openAuthorizations(order, now).map((one) => subtract(one.amount, captured(order, one))))
}

/** Authorisations that still hold money. */
export function openAuthorizations(order: Order, now: string): Transaction[] {
  return order.transactions.filter(
    (one) =>
      (one.kind === 'AUTHORIZATION' || one.kind === 'EMV_AUTHORIZATION') &&
      one.status === 'SUCCESS' &&
      !order.transactions.some(
        (other) => other.kind === 'VOID' && other.status === 'SUCCESS' && other.parentId === one.id,
      ) &&
      !(one.authorizationExpiresAt !== null && one.authorizationExpiresAt <= now) &&
      captured(order, one).presentment < one.amount.presentment &&
      (one.multiCapturable || captured(order, one).presentment === 0),
  )
}

function captured(order: Order, authorization: Transaction): Amounts {
  return amountsOf(
    order.transactions.filter(
      (one) => one.kind === 'CAPTURE' && one.status === 'SUCCESS' && one.parentId === authorization.id,
    ),
  )
}
