import type { Context, ResolverModule, UserErrorValue } from '../context.ts'
import { gid, legacyId } from '../ids.ts'
import { fulfilledQuantity } from '../money/claims.ts'
import { recordMovement } from '../money/ledger.ts'
import { formatAmount, parseAmount } from '../money/minor-units.ts'
import { emitOrderUpdated, orderBody } from '../money/order-updated.ts'
import { outstanding } from '../money/order-totals.ts'
import { maximumRefundable, openAuthorizations, refundAmounts, refundParents } from '../money/payments.ts'
import { refundCreate } from '../money/refund-create.ts'
import { splitRefund } from '../money/split-refund.ts'

import { newTransaction } from '../order-builder.ts'
import { releasePaymentHolds } from '../returns/exchange-lines.ts'
import type { Order, Transaction } from '../state.ts'
import { addressFrom, applyMetafields, cleanTags, failure } from './inputs.ts'
import type { AddressInput, MetafieldInput } from './inputs.ts'
import { orderCreate } from './order-create.ts'

type CancelArgs = {
  orderId: string
  reason: string
  restock: boolean
  refund?: boolean | null
  refundMethod?: {
    originalPaymentMethodsRefund?: boolean | null
    storeCreditRefund?: { expiresAt?: string | null } | null
  } | null
  notifyCustomer?: boolean | null
  staffNote?: string | null
}
const STAFF_NOTE_LIMIT = 255

const cancelProblem = (context: Context, args: CancelArgs): UserErrorValue | undefined => {
  const order = context.get('orders', args.orderId)
  if (args.refund !== undefined && args.refund !== null && args.refundMethod) {
    return failure(['refund'], 'Only one of the arguments `refund` or `refund_method` is allowed.', 'INVALID')
  }
  if (!order) return failure(['orderId'], 'Order does not exist', 'NOT_FOUND')
  if (order.cancelledAt !== null)
    return failure(['orderId'], 'Cannot cancel an order that has already been canceled', 'INVALID')
  if ((args.staffNote ?? '').length > STAFF_NOTE_LIMIT)
    return failure(
      ['staffNote'],
      `Staff note is too long (maximum is ${STAFF_NOTE_LIMIT} characters)`,
      'INVALID',
    )
  const credit = args.refundMethod?.storeCreditRefund
  if (!credit) return undefined
  if (order.companyLocationId !== null)
    return failure(
      ['refundMethod', 'storeCreditRefund'],
      'Store credit refunds are not supported for B2B orders',
      'STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED',
    )
  if (order.customerId === null)
    return failure(
      ['refundMethod', 'storeCreditRefund'],
      'The order must have a customer to be refunded to store credit',
      'STORE_CREDIT_REFUND_MISSING_CUSTOMER',
    )
  if (credit.expiresAt && credit.expiresAt <= context.now)
    return failure(
      ['refundMethod', 'storeCreditRefund', 'expiresAt'],
      'The expiry date must be in the future',
      'STORE_CREDIT_REFUND_EXPIRATION_IN_PAST',
    )
  return undefined
}

/** Unshipped units of every line, with where they go back to. */
const unshipped = (order: Order, restock: boolean) =>
  order.lineItems.flatMap((line) => {
    const quantity = line.quantity - line.removedQuantity - fulfilledQuantity(order, line)
    const locationId =
      order.fulfillmentOrders.find((one) => one.lineItems.some((item) => item.lineItemId === line.id))
        ?.assignedLocationId ?? null
    return quantity > 0
      ? [
          {
            lineItemId: line.id,
            quantity,
            restockType: restock && line.variantId !== null ? ('CANCEL' as const) : ('NO_RESTOCK' as const),
            locationId,
          },
        ]
      : []
  })

const refundTransactions = (order: Order, full: number) =>
  splitRefund(full, refundParents(order)).map(({ id: parentId, amount }) => ({
    orderId: order.id,
    parentId,
    kind: 'REFUND',
    gateway: order.transactions.find((one) => one.id === parentId)?.gateway ?? 'manual',
    amount: formatAmount(amount, order.presentmentCurrency),
  }))

/** Gives the money back as the arguments say; an answer with errors undoes the cancellation. */
const refundCancelled = (context: Context, order: Order, args: CancelArgs): UserErrorValue[] => {
  const lines = unshipped(order, args.restock)
  const toOriginal = args.refund === true || args.refundMethod?.originalPaymentMethodsRefund === true
  const credit = args.refundMethod?.storeCreditRefund
  const full = maximumRefundable(order).presentment
  const moves = full > 0 && (toOriginal || credit)
  if (lines.length === 0 && !moves) return []
  const money = {
    amount: formatAmount(full, order.presentmentCurrency),
    currencyCode: order.presentmentCurrency,
  }
  const input = {
    orderId: order.id,
    currency: order.presentmentCurrency,
    note: args.staffNote ?? null,
    refundLineItems: lines,
    ...(moves ? { shipping: { fullRefund: true } } : {}),
    ...(moves && toOriginal ? { transactions: refundTransactions(order, full) } : {}),
    ...(moves && credit
      ? { refundMethods: [{ storeCreditRefund: { amount: money, expiresAt: credit.expiresAt ?? null } }] }
      : {}),
  }
  return refundCreate(undefined, { input }, context).userErrors
}

/**
 * `orderCancel`: voids what was authorised, refunds as asked, takes unshipped units off the order and cancels their
 * fulfilment orders. The effect is there at once; the answer's job says "not done" as an asynchronous one does, and is done
 * when it is read [our guess].
 */
const orderCancel = (_: unknown, args: CancelArgs, context: Context) => {
  const refuse = (errors: UserErrorValue[]) => ({
    job: null,
    jobResult: null,
    orderCancelUserErrors: errors,
    userErrors: errors.map(({ field, message }) => ({ field, message })),
  })
  const problem = cancelProblem(context, args)
  if (problem) return refuse([problem])
  const order = context.edit('orders', args.orderId)
  const refundErrors = refundCancelled(context, order, args)
  if (refundErrors.length > 0)
    return refuse(refundErrors.map(({ message }) => failure(['orderId'], message, 'INVALID')))
  for (const authorization of openAuthorizations(order, context.now)) {
    order.transactions.push(
      newTransaction(context, {
        kind: 'VOID',
        amount: { ...authorization.amount },
        createdAt: context.now,
        parentId: authorization.id,
        gateway: authorization.gateway,
        formattedGateway: authorization.formattedGateway,
      }),
    )
  }
  for (const parcel of order.fulfillmentOrders)
    if (parcel.status !== 'CLOSED') Object.assign(parcel, { status: 'CANCELLED', updatedAt: context.now })
  Object.assign(order, {
    cancelledAt: context.now,
    cancelReason: args.reason,
    staffNote: args.staffNote ?? null,
    updatedAt: context.now,
  })
  if (args.notifyCustomer === true && order.email !== null) {
    context.append('notifications', {
      at: context.now,
      shop: order.shop,
      to: order.email,
      template: 'order_cancelled',
      subject: `Order ${order.name} has been canceled`,
      orderId: order.id,
      returnId: null,
    })
  }
  context.emit('orders/cancelled', orderBody(context, order))
  emitOrderUpdated(context, order)
  const job = {
    id: gid('Job', context.uuid()),
    shop: context.shop.domain,
    done: true,
    createdAt: context.now,
  }
  context.insert('jobs', job.id, job)
  return {
    job: { ...job, done: false },
    jobResult: { id: job.id, done: true, errors: [], order, status: 'SUCCESS' },
    orderCancelUserErrors: [],
    userErrors: [],
  }
}

const orderDelete = (_: unknown, { orderId }: { orderId: string }, context: Context) => {
  const order = context.get('orders', orderId)
  if (!order)
    return { deletedId: null, userErrors: [failure(['orderId'], 'Order does not exist', 'NOT_FOUND')] }
  context.remove('orders', orderId)
  context.emit('orders/delete', { id: legacyId(orderId) })
  return { deletedId: orderId, userErrors: [] }
}

type OrderInput = {
  id: string; email?: string | null; phone?: string | null; note?: string | null; poNumber?: string | null; tags?: string[] | null
  customAttributes?: { key: string; value: string }[] | null; shippingAddress?: AddressInput | null; metafields?: MetafieldInput[] | null
} // prettier-ignore

const orderUpdate = (_: unknown, { input }: { input: OrderInput }, context: Context) => {
  if (!context.get('orders', input.id))
    return { order: null, userErrors: [failure(['id'], 'Order does not exist')] }
  const order = context.edit('orders', input.id)
  for (const key of ['email', 'phone', 'note', 'poNumber'] as const)
    if (input[key] !== undefined) order[key] = input[key]
  if (input.tags) order.tags = cleanTags(input.tags)
  if (input.customAttributes)
    order.customAttributes = input.customAttributes.map(({ key, value }) => ({ key, value }))
  if (input.shippingAddress) order.shippingAddress = addressFrom(context, input.shippingAddress)
  applyMetafields(context, order, input.metafields)
  order.updatedAt = context.now
  emitOrderUpdated(context, order)
  return { order, userErrors: [] }
}

const setClosed =
  (closed: boolean) =>
  (_: unknown, { input }: { input: { id: string } }, context: Context) => {
    const known = context.get('orders', input.id)
    if (!known) return { order: null, userErrors: [failure(['input', 'id'], 'Order does not exist')] }
    if ((known.closedAt !== null) === closed) return { order: known, userErrors: [] }
    const order = context.edit('orders', input.id)
    order.closedAt = closed ? context.now : null
    order.updatedAt = context.now
    emitOrderUpdated(context, order)
    return { order, userErrors: [] }
  }

const book = (context: Context, order: Order, transaction: Transaction): void => {
  recordMovement(context, {
    orderId: order.id,
    returnId: null,
    refundId: null,
    transactionId: transaction.id,
    kind: 'sale',
    gateway: transaction.gateway,
    amount: { amount: transaction.amount.presentment, currency: order.presentmentCurrency },
    status: 'SUCCESS',
    note: null,
  })
  context.emit('order_transactions/create', {
    id: legacyId(transaction.id), order_id: legacyId(order.id), kind: transaction.kind.toLowerCase(), gateway: transaction.gateway, status: transaction.status.toLowerCase(), message: null,
    created_at: transaction.createdAt, test: transaction.test, authorization: transaction.authorizationCode, location_id: null, user_id: null, parent_id: transaction.parentId === null ? null : legacyId(transaction.parentId),
    processed_at: transaction.processedAt, device_id: null, error_code: null, source_name: order.sourceName, receipt: {}, amount: formatAmount(transaction.amount.presentment, order.presentmentCurrency),
    currency: order.presentmentCurrency, admin_graphql_api_id: transaction.id,
  }) // prettier-ignore
}

const paidUp = (context: Context, order: Order): void => {
  order.updatedAt = context.now
  if (outstanding(order).presentment <= 0) {
    releasePaymentHolds(context, order)
    context.emit('orders/paid', orderBody(context, order))
  }
  emitOrderUpdated(context, order)
}

const orderMarkAsPaid = (_: unknown, { input }: { input: { id: string } }, context: Context) => {
  const known = context.get('orders', input.id)
  if (!known) return { order: null, userErrors: [failure(['id'], 'Order does not exist')] }
  const due = outstanding(known)
  if (known.cancelledAt !== null || due.presentment <= 0)
    return { order: known, userErrors: [failure(['id'], 'Order cannot be marked as paid.')] }
  const order = context.edit('orders', input.id)
  const transaction = newTransaction(context, {
    kind: 'SALE',
    amount: due,
    createdAt: context.now,
    gateway: 'manual',
    formattedGateway: 'Manual',
    manualPaymentGateway: true,
    paymentDetails: { type: 'manual' },
  })
  order.transactions.push(transaction)
  order.paymentless = false
  book(context, order, transaction)
  paidUp(context, order)
  return { order, userErrors: [] }
}

type CaptureInput = {
  id: string
  parentTransactionId: string
  amount: string
  currency?: string | null
  finalCapture?: boolean | null
}

const orderCapture = (_: unknown, { input }: { input: CaptureInput }, context: Context) => {
  const refuse = (field: string[] | null, message: string) => ({
    transaction: null,
    userErrors: [failure(field, message)],
  })
  const known = context.get('orders', input.id)
  if (!known) return refuse(['id'], 'Order does not exist')
  if (known.currency !== known.presentmentCurrency && !input.currency)
    return refuse(['currency'], 'Currency is required for multi-currency orders')
  const authorization = openAuthorizations(known, context.now).find(
    (one) => one.id === input.parentTransactionId,
  )
  if (!authorization) return refuse(['parentTransactionId'], 'Transaction cannot be captured')
  const amount = parseAmount(input.amount, known.presentmentCurrency)
  const captured = known.transactions
    .filter((one) => one.kind === 'CAPTURE' && one.parentId === authorization.id && one.status === 'SUCCESS')
    .reduce((total, one) => total + one.amount.presentment, 0)
  if (amount === undefined || amount <= 0) return refuse(['amount'], 'Amount must be greater than zero')
  if (amount > authorization.amount.presentment - captured)
    return refuse(['amount'], 'Capture amount exceeds the authorized amount')
  const order = context.edit('orders', input.id)
  const transaction = newTransaction(context, {
    kind: 'CAPTURE', amount: refundAmounts(order, authorization, amount), createdAt: context.now, parentId: authorization.id, gateway: authorization.gateway,
    formattedGateway: authorization.formattedGateway, paymentDetails: authorization.paymentDetails,
  }) // prettier-ignore
  order.transactions.push(transaction)
  book(context, order, transaction)
  paidUp(context, order)
  return { transaction, userErrors: [] }
}

const orderInvoiceSend = (
  _: unknown,
  args: { id: string; email?: { to?: string | null; subject?: string | null } | null },
  context: Context,
) => {
  const known = context.get('orders', args.id)
  if (!known)
    return {
      order: null,
      userErrors: [failure(['id'], 'Order does not exist', 'ORDER_INVOICE_SEND_UNSUCCESSFUL')],
    }
  const to = args.email?.to ?? known.email
  if (!to)
    return {
      order: known,
      userErrors: [failure(['email', 'to'], "Email can't be blank", 'ORDER_INVOICE_SEND_UNSUCCESSFUL')],
    }
  context.append('notifications', {
    at: context.now,
    shop: known.shop,
    to,
    template: 'order_invoice',
    subject: args.email?.subject ?? `Invoice ${known.name}`,
    orderId: known.id,
    returnId: null,
  })
  return { order: known, userErrors: [] }
}

const orderCustomerSet = (_: unknown, args: { orderId: string; customerId: string }, context: Context) => {
  const customer = context.get('customers', args.customerId)
  if (!context.get('orders', args.orderId))
    return { order: null, userErrors: [failure(['orderId'], 'Order does not exist', 'NOT_FOUND')] }
  if (!customer)
    return { order: null, userErrors: [failure(['customerId'], 'Customer does not exist', 'NOT_FOUND')] }
  const order = context.edit('orders', args.orderId)
  order.customerId = customer.id
  order.updatedAt = context.now
  emitOrderUpdated(context, order)
  return { order, userErrors: [] }
}

export const orderMutations: ResolverModule = {
  Mutation: {
    orderCreate,
    orderCancel,
    orderDelete,
    orderUpdate,
    orderClose: setClosed(true),
    orderOpen: setClosed(false),
    orderMarkAsPaid,
    orderCapture,
    orderInvoiceSend,
    orderCustomerSet,
  },
}
