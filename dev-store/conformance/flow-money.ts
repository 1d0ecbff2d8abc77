import { parseAmount } from '../engine/money/minor-units.ts'
import type { Order, Return } from '../engine/state.ts'
import { at, text } from './flow-answer.ts'
import { ask, fault, orderOf, send } from './flow-call.ts'
import type { Flow } from './flow-call.ts'
import { BOOKS, CALCULATE, OUTCOME, SUGGESTED, approveCall, processCall, refundCall } from './flow-steps.ts'
import type { Batch, Call } from './flow-steps.ts'

/** A request whose figures were calculated before: what was promised is what an immediate settlement suggests. */
export async function requestWithPromise(flow: Flow, call: Call): Promise<void> {
  const order = orderOf(flow)
  const x = at(call.variables, 'x')
  const lines = at(x, 'returnLineItems')
  const calculation = await ask(flow, CALCULATE, {
    x: {
      orderId: order.id,
      returnLineItems: Array.isArray(lines)
        ? lines.map((one: unknown) => ({
            fulfillmentLineItemId: at(one, 'fulfillmentLineItemId'),
            quantity: at(one, 'quantity'),
            ...(at(one, 'restockingFee') ? { restockingFee: at(one, 'restockingFee') } : {}),
          }))
        : [],
      ...(at(x, 'returnShippingFee') ? { returnShippingFee: at(x, 'returnShippingFee') } : {}),
    },
  })
  const payload = await send(flow, call)
  if (!payload || at(calculation, 'errors') !== undefined) return
  const one = orderOf(flow).returns.at(-1)
  const approved = one && (await send(flow, approveCall(one, flow.dice)))
  if (!one || !approved || flow.dice.chance(0.5)) return
  await comparePromise(flow, one, promised(order, at(calculation, 'data', 'returnCalculate')))
}

function promised(order: Order, calculated: unknown): number {
  const minor = (value: unknown) => parseAmount(text(value), order.presentmentCurrency) ?? Number.NaN
  const lines = at(calculated, 'returnLineItems')
  const sum = (Array.isArray(lines) ? lines : []).reduce<number>((total, one: unknown) => {
    const tax = order.taxesIncluded ? 0 : minor(at(one, 'totalTaxSet', 'presentmentMoney', 'amount'))
    const fee = at(one, 'restockingFee')
      ? minor(at(one, 'restockingFee', 'amountSet', 'presentmentMoney', 'amount'))
      : 0
    return total - minor(at(one, 'subtotalSet', 'presentmentMoney', 'amount')) - tax - fee
  }, 0)
  const fee = at(calculated, 'returnShippingFee')
  return sum - (fee ? minor(at(fee, 'amountSet', 'presentmentMoney', 'amount')) : 0)
}

async function comparePromise(flow: Flow, one: Return, promise: number): Promise<void> {
  const order = orderOf(flow)
  const books = await ask(flow, BOOKS, { id: order.id })
  const isEven =
    parseAmount(
      text(at(books, 'data', 'order', 'totalOutstandingSet', 'presentmentMoney', 'amount')),
      order.presentmentCurrency,
    ) === 0
  const hasPending = order.transactions.some(
    (transaction) => transaction.kind === 'REFUND' && transaction.status === 'PENDING',
  )
  const wasProcessed = one.lineItems.some((item) => item.processedQuantity > 0)
  if (!isEven || hasPending || wasProcessed) return
  const answer = await ask(flow, OUTCOME, {
    id: one.id,
    lines: one.lineItems.map(({ id, quantity }) => ({ id, quantity })),
    exchange: [],
  })
  const transfer = at(answer, 'data', 'return', 'suggestedFinancialOutcome', 'financialTransfer')
  const amount =
    parseAmount(text(at(transfer, 'amount', 'presentmentMoney', 'amount')), order.presentmentCurrency) ?? 0
  const signed = at(transfer, '__typename') === 'InvoiceReturnOutcome' ? -amount : amount
  const most =
    parseAmount(
      text(
        at(
          answer,
          'data',
          'return',
          'suggestedFinancialOutcome',
          'maximumRefundable',
          'presentmentMoney',
          'amount',
        ),
      ),
      order.presentmentCurrency,
    ) ?? 0
  if (signed !== Math.min(promise, most))
    fault(flow, 'promise', `calculated ${promise}, suggested ${signed}, at most ${most}`)
}

/** Processes units of a return and mostly pays what Shopify suggests. */
export async function process(flow: Flow, one: Return, batch: Batch): Promise<void> {
  const { dice } = flow
  const order = orderOf(flow)
  if (batch.lines.length === 0 && batch.exchange.length === 0) return
  const allocation = dice.chance(0.3) ? 'STORE_CREDIT' : 'ORIGINAL_PAYMENT_METHODS'
  let issueRefund: object | undefined
  if (one.status === 'OPEN') {
    const answer = await ask(flow, OUTCOME, {
      id: one.id, lines: batch.lines.map(({ id, quantity }) => ({ id, quantity })), exchange: batch.exchange, shipping: batch.shipping ?? null, duties: batch.duties, allocation,
    }) // prettier-ignore
    if (at(answer, 'errors') !== undefined) {
      fault(flow, 'suggestedFinancialOutcome', JSON.stringify(at(answer, 'errors')))
      return
    }
    const transfer = at(answer, 'data', 'return', 'suggestedFinancialOutcome', 'financialTransfer')
    if (at(transfer, '__typename') === 'RefundReturnOutcome')
      issueRefund = refundInput(flow, transfer, allocation)
  }
  const choice = dice.int(1, 10)
  if (choice === 1) issueRefund = undefined
  const payload = await send(flow, processCall(one, batch, issueRefund))
  if (!payload) return
  if (issueRefund) flow.tally.refunds += 1
  if (issueRefund && choice > 3) await checkSettled(flow, order)
}

function refundInput(flow: Flow, transfer: unknown, allocation: string): object {
  const { dice } = flow
  const order = orderOf(flow)
  const amount = at(transfer, 'amount', 'presentmentMoney')
  if (allocation === 'STORE_CREDIT')
    return { orderTransactions: [], refundMethods: [{ storeCreditRefund: { amount } }] }
  const suggested = at(transfer, 'suggestedTransactions')
  const list = Array.isArray(suggested) ? suggested : []
  const sum = list.reduce<number>(
    (total, one: unknown) =>
      total +
      (parseAmount(text(at(one, 'amountSet', 'presentmentMoney', 'amount')), order.presentmentCurrency) ?? 0),
    0,
  )
  if (sum !== parseAmount(text(at(amount, 'amount')), order.presentmentCurrency))
    fault(flow, 'suggestedTransactions', `sum to ${sum}, suggested ${text(at(amount, 'amount'))}`)
  const allowOverRefunding = dice.chance(0.03)
  if (allowOverRefunding) flow.overRefunded = true
  return {
    allowOverRefunding,
    orderTransactions: list.map((one: unknown) => ({
      parentId: at(one, 'parentTransaction', 'id'),
      transactionAmount: at(one, 'amountSet', 'presentmentMoney'),
    })),
  }
}

/** Paying what was suggested leaves nobody owing anything, once the gateway has paid; a fault of the gateway may spoil that. */
async function checkSettled(flow: Flow, before: Order): Promise<void> {
  const order = orderOf(flow)
  if (order.transactions.some((one) => one.kind === 'REFUND' && one.status !== 'SUCCESS')) return
  const books = await ask(flow, BOOKS, { id: order.id })
  const owed =
    parseAmount(
      text(at(books, 'data', 'order', 'totalOutstandingSet', 'presentmentMoney', 'amount')),
      order.presentmentCurrency,
    ) ?? Number.NaN
  const netLeft =
    parseAmount(
      text(at(books, 'data', 'order', 'netPaymentSet', 'presentmentMoney', 'amount')),
      order.presentmentCurrency,
    ) ?? Number.NaN
  if (owed < 0 && netLeft > 0)
    fault(
      flow,
      'returnProcess',
      `${before.name}: ${owed} still owed after the suggested refund, ${netLeft} paid in`,
    )
}

/** A refund without a return: suggested or bent, sometimes sent twice. */
export async function refund(flow: Flow): Promise<void> {
  const { dice } = flow
  const order = orderOf(flow)
  const key = `flow-${flow.seed}-${order.refunds.length}-${dice.int(1, 3)}`
  const goods = order.lineItems.filter((line) => !line.isTip)
  const chosen = goods
    .filter(() => dice.chance(0.4))
    .map((line) => {
      const restockType = dice.pick(['NO_RESTOCK', 'NO_RESTOCK', 'RETURN', 'CANCEL'])
      return {
        lineItemId: line.id,
        quantity: dice.int(1, line.quantity),
        restockType,
        ...(restockType === 'RETURN' ? { locationId: 'gid://shopify/Location/1' } : {}),
      }
    })
  const shipping = dice.chance(0.3)
  const suggestion = await ask(flow, SUGGESTED, { id: order.id, lines: chosen, shipping, duties: null })
  if (at(suggestion, 'errors') !== undefined) {
    fault(flow, 'suggestedRefund', JSON.stringify(at(suggestion, 'errors')))
    return
  }
  const suggested = at(suggestion, 'data', 'order', 'suggestedRefund', 'suggestedTransactions')
  const list = Array.isArray(suggested) ? suggested : []
  const allowOverRefunding = dice.chance(0.05)
  const bent = dice.chance(0.15)
  const transactions = list.map((one: unknown) => ({
    orderId: order.id, gateway: text(at(one, 'gateway')), kind: 'REFUND', parentId: at(one, 'parentTransaction', 'id'),
    amount: bent ? '7' : text(at(one, 'amountSet', 'presentmentMoney', 'amount')),
  })) // prettier-ignore
  const input = {
    refundLineItems: chosen,
    transactions,
    allowOverRefunding,
    ...(shipping ? { shipping: { fullRefund: true } } : {}),
  }
  const payload = await send(flow, refundCall(order, input, key))
  if (!payload) return
  flow.tally.refunds += 1
  if (allowOverRefunding) flow.overRefunded = true
  if (dice.chance(0.3)) await replay(flow, refundCall(order, input, key))
}

/** The same call with the same key again: one refund, and the same one. */
async function replay(flow: Flow, call: Call): Promise<void> {
  const before = orderOf(flow).refunds.length
  const body = await ask(flow, call.query, call.variables)
  if (at(body, 'errors') !== undefined)
    fault(flow, 'refundCreate', `replay: ${JSON.stringify(at(body, 'errors'))}`)
  if (orderOf(flow).refunds.length !== before)
    fault(flow, 'refundCreate', 'a repeated key made a second refund')
}
