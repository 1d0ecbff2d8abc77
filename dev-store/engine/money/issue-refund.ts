import type { Context } from '../context.ts'
import type { Amounts, Order, OrderAdjustment, Refund, RefundLineItem, Sale, Transaction } from '../state.ts'
import { mapAmounts, negate, subtract, sum, ZERO } from './amounts.ts'
import { mulDivRound } from './apportion.ts'
import { refundVerdict } from './gateway.ts'
import type { Verdict } from './gateway.ts'
import { recordMovement } from './ledger.ts'
import { maximumRefundable, parentRefundable, refundAmounts } from './payments.ts'
import type { SalesBack } from './sales-back.ts'
import { creditAccount, openAccount } from './store-credit.ts'

/** Presentment minor units that go back to a payment. */
export type TransferPlan = { readonly parent: Transaction; readonly amount: number }
export type StoreCreditPlan = { readonly amount: number; readonly expiresAt: string | null }

export type RefundPlan = {
  readonly returnId: string | null
  readonly note: string | null
  readonly processedAt: string
  readonly back: SalesBack
  /** Parallel to `back.lines`. */
  readonly restock: readonly {
    restockType: RefundLineItem['restockType']
    restocked: boolean
    locationId: string | null
  }[]
  readonly transfers: readonly TransferPlan[]
  readonly storeCredit: readonly StoreCreditPlan[]
  /** How far this refund's own lines, shipping, duties and fees lower the sales. */
  readonly drop: Amounts
  /** What the books owe the buyer once the sales have fallen, never negative: paid beyond it, or less than `drop`, is a discrepancy. */
  readonly owed: Amounts
  readonly discrepancyReason: string
  /** Mutation root, for faults that wait for it. */
  readonly root: string
}

export type IssuedRefund = { refund: Refund; transactions: Transaction[]; refusal: string | null }

/**
 * Books a refund into an order that is open for change: transactions to payments, store credit, lines, shipping, duties,
 * the sales it takes back and the discrepancy between owed and paid. A gateway that refuses outright is named in `refusal`;
 * the caller then answers with a user error, which undoes everything.
 */
export function issueRefund(context: Context, order: Order, plan: RefundPlan): IssuedRefund {
  const id = context.nextId('Refund')
  const verdicts = plan.transfers.map((transfer) => refundVerdict(context, order, transfer.parent, plan.root))
  const refusal = verdicts.find((one) => one.kind === 'refuses')
  if (refusal?.kind === 'refuses')
    return { refund: emptyRefund(context, id, plan), transactions: [], refusal: refusal.message }
  const transactions = plan.transfers.map((transfer, index) => {
    const transaction = toPayment(context, order, id, transfer, verdicts[index])
    order.transactions.push(transaction)
    if (transaction.status === 'SUCCESS') returnToTender(context, order, transaction)
    recordRefund(context, order, plan.returnId, transaction)
    return transaction
  })
  for (const credit of plan.storeCredit) {
    const transaction = toStoreCredit(context, order, id, credit)
    order.transactions.push(transaction)
    transactions.push(transaction)
    recordRefund(context, order, plan.returnId, transaction)
  }
  const refund: Refund = {
    ...emptyRefund(context, id, plan),
    lineItems: plan.back.lines.flatMap((line, index) =>
      line.quantity > 0 ? [refundLine(context, line, plan.restock[index])] : [],
    ),
    shippingLines: plan.back.shipping.lines.map((one) => ({
      id: context.nextId('RefundShippingLine'),
      ...one,
    })),
    duties: plan.back.duties.map((one) => ({ ...one })),
    adjustments: adjustment(context, plan, transactions),
    tip: plan.back.tip.presentment > 0 || plan.back.tip.shop > 0 ? plan.back.tip : null,
  }
  order.refunds.push(refund)
  order.updatedAt = context.now
  order.agreements.push({
    id: context.nextId('SalesAgreement'),
    reason: 'REFUND',
    happenedAt: context.now,
    subjectId: id,
    sales: plan.returnId === null ? refundSales(context, plan.back) : [],
  })
  return { refund, transactions, refusal: null }
}

function emptyRefund(context: Context, id: string, plan: RefundPlan): Refund {
  return {
    id,
    createdAt: context.now,
    processedAt: plan.processedAt,
    updatedAt: context.now,
    note: plan.note,
    returnId: plan.returnId,
    staffMemberId: null,
    lineItems: [],
    shippingLines: [],
    duties: [],
    adjustments: [],
    tip: null,
  }
}

function refundLine(
  context: Context,
  back: SalesBack['lines'][number],
  restock: RefundPlan['restock'][number] | undefined,
): RefundLineItem {
  return {
    id: context.nextId('RefundLineItem'),
    lineItemId: back.line.id,
    quantity: back.quantity,
    units: back.units.map(([from, to]) => [from, to]),
    restockType: restock?.restockType ?? 'NO_RESTOCK',
    restocked: restock?.restocked ?? false,
    locationId: restock?.locationId ?? null,
    subtotal: back.worth.subtotal,
    tax: back.worth.tax,
    price: mapAmounts(back.worth.subtotal, (minor) =>
      back.quantity === 0 ? 0 : mulDivRound(minor, 1, back.quantity),
    ),
  }
}

function refundSales(context: Context, back: SalesBack): Sale[] {
  return back.lines.map((one) => ({
    id: context.nextId('Sale'),
    actionType: 'RETURN',
    lineType: 'PRODUCT',
    lineItemId: one.line.id,
    quantity: -one.quantity,
    totalAmount: negate(one.worth.total),
    totalDiscount: subtract(one.worth.original, one.worth.subtotal),
    totalTax: negate(one.worth.tax),
  }))
}

/**
 * Suggested less actual becomes an order adjustment (positive: in the merchant's favour), so that a refund of another sum
 * than owed leaves no debt. Paying off a part of an older debt is no discrepancy, and neither is a transfer that the
 * gateway failed: that money stays owed.
 */
function adjustment(
  context: Context,
  plan: RefundPlan,
  transactions: readonly Transaction[],
): OrderAdjustment[] {
  const asked = sum(transactions.map((one) => one.amount))
  const amount = {
    shop: discrepancy(plan.owed.shop, plan.drop.shop, asked.shop),
    presentment: discrepancy(plan.owed.presentment, plan.drop.presentment, asked.presentment),
  }
  if (amount.presentment === 0 && amount.shop === 0) return []
  return [{ id: context.nextId('OrderAdjustment'), reason: plan.discrepancyReason, amount, tax: { ...ZERO } }]
}

function discrepancy(owed: number, drop: number, asked: number): number {
  const least = Math.min(owed, Math.max(0, drop))
  if (asked > owed) return owed - asked
  return asked < least ? least - asked : 0
}

function toPayment(
  context: Context,
  order: Order,
  refundId: string,
  plan: TransferPlan,
  verdict: Verdict | undefined,
): Transaction {
  const { parent } = plan
  const outcome =
    verdict?.kind === 'transaction'
      ? verdict
      : { status: 'SUCCESS' as const, errorCode: null, settlesAt: null, settlesAs: null }
  const rate = context.shop.currentRates[order.presentmentCurrency]
  return {
    id: context.nextId('OrderTransaction'),
    kind: 'REFUND',
    status: outcome.status,
    gateway: parent.gateway,
    formattedGateway: parent.formattedGateway,
    amount: refundAmounts(order, parent, plan.amount),
    rounding: parent.rounding === null ? null : cashRounding(plan.amount, order),
    parentId: parent.id,
    refundId,
    createdAt: context.now,
    processedAt: context.now,
    test: parent.test,
    errorCode: outcome.errorCode,
    manualPaymentGateway: parent.manualPaymentGateway,
    multiCapturable: false,
    authorizationExpiresAt: null,
    authorizationCode: null,
    paymentId: `${order.name}.${order.transactions.length + 1}`,
    paymentDetails: parent.paymentDetails,
    ...(order.currency === order.presentmentCurrency || rate === undefined ? {} : { currentRate: rate }),
    settlesAt: outcome.settlesAt,
    settlesAs: outcome.settlesAs,
  }
}

/** Cash is paid back to the nearest 5 minor units, like it was taken; the rounding is kept beside the amount. */
function cashRounding(amount: number, order: Order): Amounts {
  const rounding = mulDivRound(amount, 1, 5) * 5 - amount
  return { shop: order.currency === order.presentmentCurrency ? rounding : 0, presentment: rounding }
}

function toStoreCredit(context: Context, order: Order, refundId: string, plan: StoreCreditPlan): Transaction {
  if (order.customerId === null) throw new Error('dev store: store credit refund without a customer')
  const id = context.nextId('OrderTransaction')
  const account = openAccount(context, order.customerId, order.presentmentCurrency)
  creditAccount(context, {
    account,
    amount: plan.amount,
    event: 'ORDER_REFUND',
    originTransactionId: id,
    expiresAt: plan.expiresAt,
  })
  return {
    id,
    kind: 'REFUND',
    status: 'SUCCESS',
    gateway: 'shopify_store_credit',
    formattedGateway: 'Store credit',
    amount: storeCreditAmounts(order, plan.amount),
    rounding: null,
    parentId: null,
    refundId,
    createdAt: context.now,
    processedAt: context.now,
    test: order.test,
    errorCode: null,
    manualPaymentGateway: false,
    multiCapturable: false,
    authorizationExpiresAt: null,
    authorizationCode: null,
    paymentId: `${order.name}.${order.transactions.length + 1}`,
    paymentDetails: { type: 'store_credit', accountId: account.id },
    settlesAt: null,
    settlesAs: null,
  }
}

/** Store credit has no parent: its shop value follows the order's net payment, all of it taking all of that. */
function storeCreditAmounts(order: Order, presentment: number): Amounts {
  if (order.currency === order.presentmentCurrency) return { shop: presentment, presentment }
  const left = maximumRefundable(order)
  if (left.presentment <= 0)
    return { shop: Math.round(presentment / (order.presentmentRate || 1)), presentment }
  return { shop: mulDivRound(left.shop, presentment, left.presentment), presentment }
}

/** What a successful refund puts back: the balance of a gift card or of the store credit that paid. */
export function returnToTender(context: Context, order: Order, transaction: Transaction): void {
  const details = transaction.paymentDetails
  if (transaction.parentId === null || details === null) return
  if (details.type === 'gift_card') {
    const card = context.edit('giftCards', details.giftCardId)
    const amount =
      card.initial.currency === order.presentmentCurrency
        ? transaction.amount.presentment
        : transaction.amount.shop
    card.balance += amount
    card.updatedAt = context.now
    card.transactions.push({
      id: context.nextId('GiftCardCreditTransaction'),
      amount,
      processedAt: context.now,
      note: null,
      orderTransactionId: transaction.id,
    })
  }
  if (details.type === 'store_credit') {
    const account = context.edit('storeCreditAccounts', details.accountId)
    creditAccount(context, {
      account,
      amount: transaction.amount.presentment,
      event: 'ORDER_REFUND',
      originTransactionId: transaction.id,
      expiresAt: null,
    })
  }
}

/** Writes a refund transaction, as it stands, into the ledger. */
export function recordRefund(
  context: Context,
  order: Order,
  returnId: string | null,
  transaction: Transaction,
): void {
  const status = transaction.status
  recordMovement(context, {
    orderId: order.id,
    returnId,
    refundId: transaction.refundId,
    transactionId: transaction.id,
    kind:
      transaction.parentId === null && transaction.gateway === 'shopify_store_credit'
        ? 'store_credit'
        : 'refund',
    gateway: transaction.gateway,
    amount: { amount: transaction.amount.presentment, currency: order.presentmentCurrency },
    status: status === 'SUCCESS' || status === 'FAILURE' || status === 'ERROR' ? status : 'PENDING',
    note: null,
  })
}

/** What of the transfers' sum is beyond the order's net payment or a payment's own rest, in words of Shopify. */
export type TransferProblem =
  | { kind: 'over_net'; requested: number; available: number }
  | { kind: 'over_parent'; requested: number; available: number }

/** Finds the money problem of a refund, if any. Amounts in presentment minor units. */
export function transferProblem(
  order: Order,
  transfers: readonly TransferPlan[],
  storeCredit: readonly StoreCreditPlan[],
): TransferProblem | null {
  const requested = [...transfers, ...storeCredit].reduce((total, one) => total + one.amount, 0)
  const available = Math.max(0, maximumRefundable(order).presentment)
  if (requested > available) return { kind: 'over_net', requested, available }
  const perParent = new Map<Transaction, number>()
  for (const one of transfers) perParent.set(one.parent, (perParent.get(one.parent) ?? 0) + one.amount)
  for (const [parent, amount] of perParent) {
    const left = Math.max(0, parentRefundable(order, parent).presentment)
    if (amount > left) return { kind: 'over_parent', requested: amount, available: left }
  }
  return null
}

export const OPEN_CHARGEBACK = 'This order has an open chargeback and can’t be refunded.'

/** True while a bank decides about a chargeback: money of the order must not go back a second way. */
export function hasOpenChargeback(order: Order): boolean {
  return order.disputes.some(
    (one) => one.initiatedAs === 'CHARGEBACK' && !['ACCEPTED', 'LOST', 'WON'].includes(one.status),
  )
}
