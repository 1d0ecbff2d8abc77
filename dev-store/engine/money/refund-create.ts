import type { Context, UserErrorValue } from '../context.ts'
import { visibleOrder } from '../returns/find-return.ts'
import type { LineItem, Order, Refund, RefundLineItem } from '../state.ts'
import { countUnits, sliceRanges } from './unit-ranges.ts'
import { fulfilledQuantity, refundableQuantity, unitsToRefund } from './claims.ts'
import { hasOpenChargeback, issueRefund, OPEN_CHARGEBACK, transferProblem } from './issue-refund.ts'
import type { RefundPlan, StoreCreditPlan, TransferPlan } from './issue-refund.ts'
import { formatForMessage, parseAmount } from './minor-units.ts'
import { emitOrderUpdated } from './order-updated.ts'
import { isPayment } from './payments.ts'
import { emitRefund } from './refund-bodies.ts'
import { restockLine } from './restock.ts'
import { salesBack, shippingLeft } from './sales-back.ts'
import type { LineBack } from './sales-back.ts'
import { storeCreditProblem } from './store-credit-refund.ts'
import type { StoreCreditRefundInput } from './store-credit-refund.ts'
import { owedAfter } from './suggestion.ts'

type LineInput = {
  lineItemId: string
  quantity: number
  locationId?: string | null
  restockType?: RefundLineItem['restockType'] | null
}
type TransactionInput = {
  amount: string
  gateway: string
  kind: string
  orderId: string
  parentId?: string | null
}
export type RefundInput = {
  orderId: string
  allowOverRefunding?: boolean | null
  currency?: string | null
  discrepancyReason?: string | null
  note?: string | null
  notify?: boolean | null
  processedAt?: string | null
  refundDuties?: { dutyId: string; refundType?: 'FULL' | 'PROPORTIONAL' | null }[] | null
  refundLineItems?: LineInput[] | null
  refundMethods?: { storeCreditRefund?: StoreCreditRefundInput | null }[] | null
  shipping?: { amount?: string | null; fullRefund?: boolean | null } | null
  transactions?: TransactionInput[] | null
}
export type RefundPayload = { refund: Refund | null; order: Order | null; userErrors: UserErrorValue[] }

/** `UserError` has no code (returns-api §1.9); the order is answered even when the refund is refused (recorded). */
function refused(
  order: Order | null,
  ...problems: [field: string[] | null, message: string][]
): RefundPayload {
  return { refund: null, order, userErrors: problems.map(([field, message]) => ({ field, message })) }
}

/**
 * `refundCreate`: money back without a return. Idempotency is the executor's business. Stock moves for RETURN and CANCEL;
 * CANCEL also takes the units off the order. Messages recorded (refund-create-*), except where they are marked inferred.
 */
export function refundCreate(
  _source: unknown,
  { input }: { input: RefundInput },
  context: Context,
): RefundPayload {
  const order = visibleOrder(context, input.orderId)
  if (!order) return refused(null, [['orderId'], 'Order does not exist'])
  const problems = [
    ...currencyProblems(order, input),
    ...lineProblems(context, order, input),
    ...shippingProblems(order, input),
  ]
  if (problems.length > 0) return refused(order, ...problems)
  const money = readMoney(order, input)
  if (money.problem) return refused(order, money.problem)
  const moneyProblem = limitProblem(context, order, input, money)
  if (moneyProblem) return refused(order, [null, moneyProblem])

  const open = context.edit('orders', order.id)
  const lines = chosenLines(open, input)
  const shipping = input.shipping?.amount
    ? (parseAmount(input.shipping.amount, order.presentmentCurrency) ?? null)
    : input.shipping?.fullRefund
      ? 'full'
      : null
  const back = salesBack(open, { lines, shipping, duties: input.refundDuties ?? [], tipLineId: null })
  const plan: RefundPlan = {
    returnId: null,
    note: input.note ?? null,
    processedAt: input.processedAt ?? context.now,
    back,
    restock: (input.refundLineItems ?? []).map((one) => restockOf(open, one)),
    transfers: money.transfers,
    storeCredit: money.storeCredit,
    drop: back.salesDrop,
    owed: owedAfter(open, back.salesDrop),
    discrepancyReason: discrepancyReason(input.discrepancyReason),
    root: 'refundCreate',
  }
  const issued = issueRefund(context, open, plan)
  if (issued.refusal !== null) return refused(order, [null, issued.refusal])
  for (const [index, line] of lines.entries()) {
    const restock = plan.restock[index]
    if (restock) restockLine(context, open, line, restock)
  }
  if (input.notify === true && open.email !== null) {
    const subject = `Refund for order ${open.name}`
    context.append('notifications', {
      at: context.now,
      shop: open.shop,
      to: open.email,
      template: 'refund_notification',
      subject,
      orderId: open.id,
      returnId: null,
    })
  }
  emitRefund(context, open, issued)
  emitOrderUpdated(context, open)
  return { refund: issued.refund, order: open, userErrors: [] }
}

type Problem = [field: string[] | null, message: string]

function currencyProblems(order: Order, input: RefundInput): Problem[] {
  const currency = input.currency ?? null
  if (currency === null && order.currency !== order.presentmentCurrency) {
    return [[['currency'], 'Currency is required for multi-currency orders']]
  }
  if (currency !== null && currency !== order.presentmentCurrency) {
    return [[['currency'], 'Currency must match the presentment currency of the order']]
  }
  return []
}

function lineProblems(context: Context, order: Order, input: RefundInput): Problem[] {
  const asked = new Map<string, number>()
  return (input.refundLineItems ?? []).flatMap((one, index): Problem[] => {
    const at = ['refundLineItems', String(index)]
    const line = order.lineItems.find((candidate) => candidate.id === one.lineItemId)
    if (!line) return [[[...at, 'lineItemId'], 'Line item does not exist']]
    const before = asked.get(line.id) ?? 0
    asked.set(line.id, before + one.quantity)
    if (one.quantity < 1) return [[[...at, 'quantity'], 'Quantity must be greater than 0']]
    const isCancel = one.restockType === 'CANCEL'
    const most = isCancel ? cancellable(order, line) : refundableQuantity(order, line)
    if (before + one.quantity > most) {
      return [
        [
          [...at, 'quantity'],
          isCancel
            ? 'Quantity cannot cancel more items than are unfulfilled'
            : 'Quantity cannot refund more items than were purchased',
        ],
      ]
    }
    const locationId = one.locationId ?? null
    if (locationId !== null && !context.get('locations', locationId))
      return [[[...at, 'locationId'], 'Location does not exist']]
    return []
  })
}

function cancellable(order: Order, line: LineItem): number {
  const unfulfilled = line.quantity - line.removedQuantity - fulfilledQuantity(order, line)
  return Math.min(unfulfilled, refundableQuantity(order, line))
}

function shippingProblems(order: Order, input: RefundInput): Problem[] {
  const amount = input.shipping?.amount
  if (amount === null || amount === undefined) return []
  const minor = parseAmount(amount, order.presentmentCurrency)
  if (minor === undefined || minor < 0)
    return [[['shipping', 'amount'], 'Shipping amount must be greater than or equal to 0']]
  if (minor <= shippingLeft(order).presentment) return []
  return [[['shipping', 'amount'], 'Shipping amount cannot refund more than was charged for shipping']]
}

type Money = { transfers: TransferPlan[]; storeCredit: StoreCreditPlan[]; problem: Problem | null }

function readMoney(order: Order, input: RefundInput): Money {
  const money: Money = { transfers: [], storeCredit: [], problem: null }
  for (const one of input.transactions ?? []) {
    if (one.kind !== 'REFUND') {
      money.problem ??= [null, `Kind ${one.kind.toLowerCase()} is not a valid transaction`]
      continue
    }
    const parent = order.transactions.find((candidate) => candidate.id === one.parentId)
    if (!parent || !isPayment(parent)) {
      money.problem ??= [['transactions'], 'Transactions require a parent_id associated with the order']
      continue
    }
    const amount = parseAmount(one.amount, order.presentmentCurrency)
    if (amount === undefined || amount < 0)
      money.problem ??= [['transactions'], 'Amount must be greater than or equal to 0']
    else if (amount > 0) money.transfers.push({ parent, amount })
  }
  for (const { storeCreditRefund } of input.refundMethods ?? []) {
    if (!storeCreditRefund) continue
    const amount = parseAmount(storeCreditRefund.amount.amount, order.presentmentCurrency)
    if (storeCreditRefund.amount.currencyCode !== order.presentmentCurrency) {
      money.problem ??= [
        null,
        'Store credit refund currency must match the presentment currency of the order',
      ]
    } else if (amount === undefined || amount <= 0) {
      money.problem ??= [null, 'Store credit refund amount must be greater than 0']
    } else money.storeCredit.push({ amount, expiresAt: storeCreditRefund.expiresAt ?? null })
  }
  return money
}

function limitProblem(context: Context, order: Order, input: RefundInput, money: Money): string | null {
  if (money.storeCredit.length > 0) {
    const problem = storeCreditProblem(context, order, money.storeCredit)
    if (problem !== null) return problem
  }
  if (money.transfers.length > 0 && hasOpenChargeback(order)) return OPEN_CHARGEBACK
  if (input.allowOverRefunding === true) return null
  const problem = transferProblem(order, money.transfers, money.storeCredit)
  if (!problem) return null
  const print = (minor: number) => formatForMessage(minor, order.presentmentCurrency)
  return `Refund amount ${print(problem.requested)} is greater than net payment received ${print(problem.available)}`
}

function chosenLines(order: Order, input: RefundInput): LineBack[] {
  const taken: LineBack[] = []
  for (const one of input.refundLineItems ?? []) {
    const line = order.lineItems.find((candidate) => candidate.id === one.lineItemId)
    if (!line) continue
    const earlier = taken
      .filter((other) => other.line === line)
      .reduce((total, other) => total + other.quantity, 0)
    const all = unitsToRefund(order, line, earlier + one.quantity, one.restockType === 'CANCEL')
    const units = earlier === 0 ? all : dropFirst(all, earlier, one.restockType === 'CANCEL')
    if (countUnits(units) !== one.quantity)
      throw new Error(`dev store: ${order.name} has no ${one.quantity} units to refund`)
    taken.push({ line, quantity: one.quantity, units })
  }
  return taken
}

/** The same line twice in one refund: the second takes the units after (for CANCEL, before) those of the first. */
function dropFirst(units: LineBack['units'], count: number, fromEnd: boolean): LineBack['units'] {
  const total = countUnits(units)
  return fromEnd ? sliceRanges(units, 0, total - count) : sliceRanges(units, count, total - count)
}

function restockOf(order: Order, one: LineInput): RefundPlan['restock'][number] {
  const restockType = one.restockType ?? 'NO_RESTOCK'
  const moves = restockType === 'RETURN' || restockType === 'CANCEL' || restockType === 'LEGACY_RESTOCK'
  const shippedFrom = order.fulfillments.find((fulfillment) =>
    fulfillment.lineItems.some((item) => item.lineItemId === one.lineItemId),
  )
  return {
    restockType,
    restocked: moves,
    locationId: one.locationId ?? (moves ? (shippedFrom?.locationId ?? null) : null),
  }
}

function discrepancyReason(input: string | null | undefined): string {
  return input === 'CUSTOMER' || input === 'DAMAGE' || input === 'RESTOCK' ? input : 'REFUND_DISCREPANCY'
}
