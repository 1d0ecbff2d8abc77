import type { Context, UserErrorValue } from '../context.ts'
import { ZERO } from '../money/amounts.ts'
import { hasOpenChargeback, issueRefund, OPEN_CHARGEBACK, transferProblem } from '../money/issue-refund.ts'
import type { RefundPlan, StoreCreditPlan, TransferPlan } from '../money/issue-refund.ts'
import { formatForMessage, parseAmount } from '../money/minor-units.ts'
import { emitOrderUpdated } from '../money/order-updated.ts'
import { isPayment } from '../money/payments.ts'
import { emitRefund } from '../money/refund-bodies.ts'
import { shippingLeft } from '../money/sales-back.ts'
import { storeCreditProblem } from '../money/store-credit-refund.ts'
import type { StoreCreditRefundInput } from '../money/store-credit-refund.ts'
import { balance, owedAfter } from '../money/suggestion.ts'
import type { Order, Return } from '../state.ts'
import { holdExchange } from './exchange-lines.ts'
import { findReturn, returnError, unprocessedExchange } from './find-return.ts'
import type { FoundReturn } from './find-return.ts'
import { applyProcessing, isProcessable, processableQuantity, processingWorth } from './processing.ts'
import type { Processing, ProcessingWorth } from './processing.ts'
import { failed, notify } from './request-mutations.ts'
import type { ReturnPayload } from './request-mutations.ts'
import type { MoneyInput } from './return-lines.ts'
import { dispose, dispositionProblems } from './reverse-logistics.ts'
import type { DisposeInput } from './reverse-logistics.ts'
import { processBody } from './webhook-bodies.ts'

export type RefundShippingInput = { fullRefund?: boolean | null; shippingRefundAmount?: MoneyInput | null }
export type RefundDutyInput = { dutyId: string; refundType?: 'FULL' | 'PROPORTIONAL' | null }
export type IssueRefundInput = {
  allowOverRefunding?: boolean | null
  orderTransactions: { parentId: string; transactionAmount: MoneyInput }[]
  refundMethods?: { storeCreditRefund?: StoreCreditRefundInput | null }[] | null
}
export type ProcessInput = {
  returnId: string
  returnLineItems?: { id: string; quantity: number; dispositions?: DisposeInput[] | null }[] | null
  exchangeLineItems?: { id: string; quantity: number }[] | null
  refundShipping?: RefundShippingInput | null
  refundDuties?: RefundDutyInput[] | null
  tipLineId?: string | null
  financialTransfer?: { issueRefund?: IssueRefundInput | null } | null
  note?: string | null
  notifyCustomer?: boolean | null
}

const REFUND_FIELD = ['input', 'financialTransfer', 'issueRefund']

/**
 * `returnProcess`: confirms units, records their sales, releases exchange items, disposes, and refunds, all or nothing; the
 * return stays OPEN (recorded). Not idempotent: a repeated call on a partly processed line processes more of it.
 */
export function returnProcess(
  _source: unknown,
  { input }: { input: ProcessInput },
  context: Context,
): ReturnPayload {
  const known = findReturn(context, input.returnId)
  if (!known) return failed(returnError(['input', 'returnId'], 'Return not found.', 'NOT_FOUND'))
  if (!isProcessable(context, known.found)) {
    return failed(returnError(['input', 'returnId'], 'Return status is invalid.', 'INVALID_STATE'))
  }
  const problems = [...choiceProblems(context, known, input), ...extrasProblems(known.order, input)]
  if (problems.length > 0) return failed(...problems)
  const order = context.edit('orders', known.order.id)
  const { found } = known
  const chosen = chosenUnits(order, found, input)
  const worth = processingWorth(order, found, chosen)
  const money = readRefund(order, input.financialTransfer?.issueRefund)
  if (money.problems.length > 0) return failed(...money.problems)
  const moneyProblem = refundProblem(context, order, money)
  if (moneyProblem) return failed(moneyProblem)

  const plan = refundPlan(context, order, found, input, worth, money)
  const fulfillmentOrders = applyProcessing(context, order, found, chosen)
  for (const one of input.returnLineItems ?? [])
    if (one.dispositions?.length) dispose(context, order, one.dispositions)
  if (plan) {
    const issued = issueRefund(context, order, plan)
    if (issued.refusal !== null) return failed(returnError(REFUND_FIELD, issued.refusal, 'INVALID'))
    found.refundIds.push(issued.refund.id)
    if (money.moves)
      for (const [index, { item }] of chosen.lines.entries())
        item.refundedQuantity += worth.back.lines[index]?.quantity ?? 0
    emitRefund(context, order, issued)
  }
  if (balance(order).presentment > 0) holdExchange(context, fulfillmentOrders, 'AWAITING_PAYMENT')
  if (input.notifyCustomer === true)
    notify(context, order, found, 'return_processed', `Return ${found.name} processed`)
  context.emit('returns/process', processBody(order, found))
  emitOrderUpdated(context, order)
  return { return: found, userErrors: [] }
}

function choiceProblems(context: Context, { found }: FoundReturn, input: ProcessInput): UserErrorValue[] {
  const lines = input.returnLineItems ?? []
  const exchange = input.exchangeLineItems ?? []
  if (lines.length === 0 && exchange.length === 0) {
    return [
      returnError(['input'], 'Either return line items or exchange line items must be provided.', 'BLANK'),
    ]
  }
  const asked = new Map<string, number>()
  const total = (id: string, quantity: number) => {
    asked.set(id, (asked.get(id) ?? 0) + quantity)
    return asked.get(id) ?? 0
  }
  return [
    ...lines.flatMap((one, index) => {
      const at = ['input', 'returnLineItems', String(index)]
      const item = found.lineItems.find((candidate) => candidate.id === one.id)
      if (!item) return [returnError([...at, 'id'], 'Return line item was not found.', 'NOT_FOUND')]
      if (one.quantity < 1 || total(item.id, one.quantity) > processableQuantity(context, found, item)) {
        return [returnError([...at, 'quantity'], 'Return line item has an invalid quantity.', 'INVALID')]
      }
      return lineDispositionProblems(
        context,
        found,
        item.id,
        one.quantity,
        [...at, 'dispositions'],
        one.dispositions ?? [],
      )
    }),
    ...exchange.flatMap((one, index) => {
      const at = ['input', 'exchangeLineItems', String(index)]
      const item = found.exchangeLineItems.find((candidate) => candidate.id === one.id)
      if (!item) return [returnError([...at, 'id'], 'Exchange line item was not found.', 'NOT_FOUND')]
      if (one.quantity >= 1 && total(item.id, one.quantity) <= unprocessedExchange(item)) return []
      return [returnError([...at, 'quantity'], 'Exchange line item has an invalid quantity.', 'INVALID')]
    }),
  ]
}

function lineDispositionProblems(
  context: Context,
  found: Return,
  itemId: string,
  quantity: number,
  at: string[],
  inputs: readonly DisposeInput[],
): UserErrorValue[] {
  if (inputs.length === 0) return []
  const own = found.reverseFulfillmentOrders
    .flatMap((reverse) => reverse.lineItems)
    .filter((line) => line.returnLineItemId === itemId)
  const foreign = inputs.findIndex(
    (one) => !own.some((line) => line.id === one.reverseFulfillmentOrderLineItemId),
  )
  if (foreign >= 0) {
    const field = [...at, String(foreign), 'reverseFulfillmentOrderLineItemId']
    return [returnError(field, 'Reverse fulfillment order line item was not found.', 'NOT_FOUND')]
  }
  const total = inputs.reduce((sum, one) => sum + one.quantity, 0)
  if (total > quantity)
    return [returnError(at, 'Disposition quantity exceeds the processed quantity.', 'INVALID')]
  return dispositionProblems(context, at, inputs)
}

function extrasProblems(order: Order, input: ProcessInput): UserErrorValue[] {
  const problems: UserErrorValue[] = []
  const amount = input.refundShipping?.shippingRefundAmount
  if (amount) {
    const at = ['input', 'refundShipping', 'shippingRefundAmount']
    const minor = parseAmount(amount.amount, order.presentmentCurrency)
    if (amount.currencyCode !== order.presentmentCurrency) {
      problems.push(returnError([...at, 'currencyCode'], CURRENCY, 'INVALID'))
    } else if (minor === undefined || minor < 0 || minor > shippingLeft(order).presentment) {
      problems.push(
        returnError(
          [...at, 'amount'],
          'Shipping refund amount exceeds the refundable shipping amount.',
          'INVALID',
        ),
      )
    }
  }
  ;(input.refundDuties ?? []).forEach((one, index) => {
    if (order.lineItems.some((line) => line.duties.some((duty) => duty.id === one.dutyId))) return
    problems.push(
      returnError(['input', 'refundDuties', String(index), 'dutyId'], 'Duty was not found.', 'NOT_FOUND'),
    )
  })
  const tip = input.tipLineId ?? null
  if (tip !== null && !order.lineItems.some((line) => line.id === tip && line.isTip)) {
    problems.push(returnError(['input', 'tipLineId'], 'Tip line was not found.', 'NOT_FOUND'))
  }
  return problems
}

const CURRENCY = 'Currency code must match the presentment currency of the order.'

/** Shipping part of an input: an amount overrides `fullRefund` (P19). Presentment minor units. */
export function shippingWanted(
  order: Order,
  input: RefundShippingInput | null | undefined,
): number | 'full' | null {
  if (input?.shippingRefundAmount)
    return parseAmount(input.shippingRefundAmount.amount, order.presentmentCurrency) ?? null
  return input?.fullRefund === true ? 'full' : null
}

function chosenUnits(order: Order, found: Return, input: ProcessInput): Processing {
  return {
    lines: (input.returnLineItems ?? []).flatMap(({ id, quantity }) => {
      const item = found.lineItems.find((one) => one.id === id)
      return item ? [{ item, quantity }] : []
    }),
    exchange: (input.exchangeLineItems ?? []).flatMap(({ id, quantity }) => {
      const item = found.exchangeLineItems.find((one) => one.id === id)
      return item ? [{ item, quantity }] : []
    }),
    shipping: shippingWanted(order, input.refundShipping),
    duties: input.refundDuties ?? [],
    tipLineId: input.tipLineId ?? null,
  }
}

type Money = {
  allowOverRefunding: boolean
  /** False without `issueRefund`, or with an empty one: then the buyer is still owed the money (P2). */
  moves: boolean
  transfers: TransferPlan[]
  storeCredit: StoreCreditPlan[]
  problems: UserErrorValue[]
}

function readRefund(order: Order, issue: IssueRefundInput | null | undefined): Money {
  const allowOverRefunding = issue?.allowOverRefunding === true
  const money: Money = { allowOverRefunding, moves: false, transfers: [], storeCredit: [], problems: [] }
  for (const [index, one] of (issue?.orderTransactions ?? []).entries()) {
    const at = [...REFUND_FIELD, 'orderTransactions', String(index)]
    const parent = order.transactions.find((candidate) => candidate.id === one.parentId)
    const amount = parseAmount(one.transactionAmount.amount, order.presentmentCurrency)
    if (!parent || !isPayment(parent)) {
      money.problems.push(returnError([...at, 'parentId'], 'Order transaction was not found.', 'NOT_FOUND'))
    } else if (one.transactionAmount.currencyCode !== order.presentmentCurrency) {
      money.problems.push(returnError([...at, 'transactionAmount', 'currencyCode'], CURRENCY, 'INVALID'))
    } else if (amount === undefined || amount <= 0) {
      money.problems.push(
        returnError([...at, 'transactionAmount', 'amount'], 'Amount must be greater than 0', 'GREATER_THAN'),
      )
    } else money.transfers.push({ parent, amount })
  }
  for (const [index, method] of (issue?.refundMethods ?? []).entries()) {
    const credit = method.storeCreditRefund
    if (!credit) continue
    const at = [...REFUND_FIELD, 'refundMethods', String(index), 'storeCreditRefund', 'amount']
    const amount = parseAmount(credit.amount.amount, order.presentmentCurrency)
    if (credit.amount.currencyCode !== order.presentmentCurrency) {
      money.problems.push(returnError([...at, 'currencyCode'], CURRENCY, 'INVALID'))
    } else if (amount === undefined || amount <= 0) {
      money.problems.push(returnError([...at, 'amount'], 'Amount must be greater than 0', 'GREATER_THAN'))
    } else money.storeCredit.push({ amount, expiresAt: credit.expiresAt ?? null })
  }
  money.moves = money.transfers.length + money.storeCredit.length > 0
  return money
}

function refundProblem(context: Context, order: Order, money: Money): UserErrorValue | null {
  const creditProblem =
    money.storeCredit.length > 0 ? storeCreditProblem(context, order, money.storeCredit) : null
  if (creditProblem) return returnError(REFUND_FIELD, creditProblem, 'INVALID')
  if (money.transfers.length > 0 && hasOpenChargeback(order))
    return returnError(REFUND_FIELD, OPEN_CHARGEBACK, 'INVALID')
  if (money.allowOverRefunding) return null
  const problem = transferProblem(order, money.transfers, money.storeCredit)
  if (!problem) return null
  const print = (minor: number) => formatForMessage(minor, order.presentmentCurrency)
  // Message recorded for refundCreate; taken over here (inferred).
  return returnError(
    null,
    `Refund amount ${print(problem.requested)} is greater than net payment received ${print(problem.available)}`,
    'INVALID',
  )
}

/** The refund that processing makes: none when neither money nor shipping, duties or a tip goes back. */
function refundPlan(
  context: Context,
  order: Order,
  found: Return,
  input: ProcessInput,
  worth: ProcessingWorth,
  money: Money,
): RefundPlan | null {
  const { back } = worth
  const extras = back.shipping.lines.length > 0 || back.duties.length > 0 || back.tip.presentment > 0
  if (!money.moves && !extras) return null
  return {
    returnId: found.id,
    note: input.note ?? null,
    processedAt: context.now,
    back: money.moves ? back : { ...back, lines: [] },
    restock: money.moves ? (input.returnLineItems ?? []).map(restockOf) : [],
    transfers: money.transfers,
    storeCredit: money.storeCredit,
    drop: money.moves ? worth.drop : ZERO,
    owed: owedAfter(order, worth.drop),
    discrepancyReason: 'REFUND_DISCREPANCY',
    root: 'returnProcess',
  }
}

function restockOf(one: { dispositions?: DisposeInput[] | null }): RefundPlan['restock'][number] {
  const restocked = (one.dispositions ?? []).find((input) => input.dispositionType === 'RESTOCKED')
  return {
    restockType: restocked ? 'RETURN' : 'NO_RESTOCK',
    restocked: restocked !== undefined,
    locationId: restocked?.locationId ?? null,
  }
}
