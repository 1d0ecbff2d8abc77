import { auditBalances, auditOrder, auditedTotal } from '../engine/money/audit.ts'
import { settleDueRefunds } from '../engine/money/settle.ts'
import { parseAmount } from '../engine/money/minor-units.ts'
import type { Engine, TokenRecord } from '../engine/engine.ts'
import type { Clock } from '../engine/clock.ts'
import type { Order, Return, State, WebhookEvent } from '../engine/state.ts'
import { createDice, randomOrder } from './flow-order.ts'
import type { Dice } from './flow-order.ts'
import {
  BOOKS, CALCULATE, OUTCOME, SUGGESTED, approveCall, chooseBatch, createCall, creditCall, declineCall, deliveryCall, disposeCall, processCall, refundCall, removeCall, requestCall, stateCall,
} from './flow-steps.ts' // prettier-ignore
import type { Batch, Call } from './flow-steps.ts'
import { FLOW_SHOP, createWorld } from './flow-world.ts'

/** What went wrong in one flow, and where. `seed` runs it again. */
export type FlowFault = { seed: number; step: string; problem: string }
export type FlowTally = { calls: number; refused: number; refunds: number; byName: Record<string, number> }
export type FlowRunner = {
  engine: Engine
  run(seed: number): Promise<{ faults: FlowFault[]; tally: FlowTally }>
  onEvents(listener: (event: WebhookEvent) => void): void
}

type Json = Record<string, unknown>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Reads a path of an answer; anything absent is undefined. */
function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (isJson(inner) ? inner[key] : undefined), value)
}
const text = (value: unknown): string => (typeof value === 'string' ? value : '0')

const STEPS = 9
const DAY = 86_400_000

type Flow = {
  engine: Engine
  clock: Clock
  token: TokenRecord
  dice: Dice
  orderId: string
  faults: FlowFault[]
  tally: FlowTally
  seed: number
  overRefunded: boolean
  restocked: Map<string, number>
}

/** One engine that all flows share: each begins from the same empty shop, so flows do not touch one another. */
export function createFlowRunner(): FlowRunner {
  const worlds = new Map<string, string>()
  const world = createWorld()
  const { engine, clock, token } = world
  worlds.set('empty', engine.dump())
  const listeners: ((event: WebhookEvent) => void)[] = []
  engine.onEmit((event) => {
    for (const listener of listeners) listener(event)
  })
  return {
    engine,
    onEvents: (listener) => listeners.push(listener),
    async run(seed) {
      engine.load(worlds.get('empty') ?? '')
      clock.set(0)
      const dice = createDice(seed)
      const order = engine.transact(FLOW_SHOP, (context) => {
        if (dice.chance(0.1)) context.edit('shops', FLOW_SHOP).returnsWorkflow = 'legacy'
        return randomOrder(context, dice)
      })
      const flow: Flow = {
        // An app of its own for each flow, and so a bucket of its own.
        engine, clock, token: { ...token, appId: `gid://shopify/App/${seed}` }, dice, seed, orderId: order.id, faults: [], tally: { calls: 0, refused: 0, refunds: 0, byName: {} }, overRefunded: false,
        restocked: new Map(),
      } // prettier-ignore
      await check(flow, 'start')
      for (let i = 0; i < STEPS && flow.faults.length === 0; i += 1) {
        const name = await step(flow)
        await check(flow, `step ${i + 1} ${name}`)
      }
      return { faults: flow.faults, tally: flow.tally }
    },
  }
}

const orderOf = (flow: Flow): Order => {
  const order = flow.engine.state.tables.orders[flow.orderId]
  if (!order) throw new Error('flow: the order is gone')
  return order
}

function fault(flow: Flow, step: string, problem: string): void {
  flow.faults.push({ seed: flow.seed, step, problem })
}

async function ask(flow: Flow, query: string, variables: Json): Promise<Json> {
  const reply = await flow.engine.graphql({
    version: '2026-10',
    shop: FLOW_SHOP,
    token: flow.token,
    query,
    variables,
  })
  if (!isJson(reply.body)) throw new Error('flow: no answer')
  return reply.body
}

// Written by no mutation of a flow, and large.
const STILL = {
  returnReasonDefinitions: {},
  products: {},
  variants: {},
  inventoryItems: {},
  locations: {},
  customers: {},
}

/** What a failed mutation must not have touched; idempotency keys and faults remember failures on purpose. */
function trace(state: State): string {
  const { webhookEvents, ...logs } = state.logs
  return JSON.stringify({
    ...state,
    tables: { ...state.tables, ...STILL, idempotency: {}, faults: {} },
    logs: { ...logs, webhookEvents: webhookEvents.length },
  })
}

/** Sends a mutation; a refused one must leave no trace, and every answer must satisfy the schema. */
async function send(flow: Flow, call: Call): Promise<Json | undefined> {
  const before = trace(flow.engine.state)
  const body = await ask(flow, call.query, call.variables)
  flow.tally.calls += 1
  flow.tally.byName[call.name] = (flow.tally.byName[call.name] ?? 0) + 1
  const errors = at(body, 'errors')
  const payload = at(body, 'data', call.name)
  if (errors !== undefined) {
    fault(flow, call.name, `errors ${JSON.stringify(errors)} for ${JSON.stringify(call.variables)}`)
    return undefined
  }
  const userErrors = at(payload, 'userErrors')
  if (Array.isArray(userErrors) && userErrors.length > 0) {
    flow.tally.refused += 1
    if (trace(flow.engine.state) !== before)
      fault(flow, call.name, `a refused call left a trace: ${JSON.stringify(userErrors)}`)
    return undefined
  }
  return isJson(payload) ? payload : undefined
}

const ACTIONS = [
  'request',
  'request',
  'create',
  'create',
  'approve',
  'approve',
  'decline',
  'process',
  'process',
  'process',
  'process',
  'state',
  'remove',
  'dispose',
  'delivery',
  'refund',
  'refund',
  'credit',
  'time',
  'fault',
] as const

async function step(flow: Flow): Promise<string> {
  const { dice } = flow
  const order = orderOf(flow)
  const action = dice.pick(ACTIONS)
  const one = order.returns.length > 0 ? dice.pick(order.returns) : undefined
  switch (action) {
    case 'request':
      await requestWithPromise(flow, requestCall(order, dice))
      break
    case 'create':
      await send(flow, createCall(order, dice))
      break
    case 'refund':
      await refund(flow)
      break
    case 'credit':
      await send(flow, creditCall(order, dice))
      break
    case 'time':
      flow.clock.set(flow.clock.offsetMs + dice.int(0, 5) * DAY)
      settleDueRefunds(flow.engine)
      break
    case 'fault':
      addFault(flow)
      break
    default:
      if (one) await onReturn(flow, action, one)
  }
  return action
}

async function onReturn(
  flow: Flow,
  action: 'approve' | 'decline' | 'process' | 'state' | 'remove' | 'dispose' | 'delivery',
  one: Return,
): Promise<void> {
  const { dice } = flow
  const order = orderOf(flow)
  if (action === 'approve') await send(flow, approveCall(one, dice))
  if (action === 'decline') await send(flow, declineCall(one))
  if (action === 'state') await send(flow, stateCall(one, dice))
  if (action === 'remove') await send(flow, removeCall(one, dice))
  if (action === 'dispose') await send(flow, disposeCall(one, dice))
  if (action === 'delivery') await send(flow, deliveryCall(one, dice))
  if (action === 'process') await process(flow, one, chooseBatch(order, one, dice))
}

function addFault(flow: Flow): void {
  const { dice } = flow
  const becomes = dice.pick(['SUCCESS', 'FAILURE', 'ERROR'] as const)
  const effect = dice.chance(0.7)
    ? {
        kind: 'refund_pending' as const,
        seconds: dice.int(1, 3 * 86_400),
        becomes,
        errorCode: 'PAYMENT_PROVIDER_ERROR',
      }
    : {
        kind: 'gateway_refuses' as const,
        errorCode: 'CARD_DECLINED',
        message: dice.pick(['', 'The gateway refuses.']),
      }
  flow.engine.transact(FLOW_SHOP, (context) => {
    const id = context.nextId('Fault')
    context.insert('faults', id, { id, match: {}, times: 1, seen: 0, fired: 0, effect })
  })
}

/** A request whose figures were calculated before: what was promised is what an immediate settlement suggests. */
async function requestWithPromise(flow: Flow, call: Call): Promise<void> {
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

async function process(flow: Flow, one: Return, batch: Batch): Promise<void> {
  const { dice } = flow
  const order = orderOf(flow)
  if (batch.lines.length === 0 && batch.exchange.length === 0) return
  const allocation = dice.chance(0.3) ? 'STORE_CREDIT' : 'ORIGINAL_PAYMENT_METHODS'
  let issueRefund: object | undefined
  if (one.status === 'OPEN') {
    const answer = await ask(flow, OUTCOME, {
      id: one.id, lines: batch.lines.map(({ id, quantity }) => ({ id, quantity })), exchange: batch.exchange, shipping: batch.shipping ?? null, duties: batch.duties, allocation,
    }) // prettier-ignore
    if (at(answer, 'errors') !== undefined)
      return fault(flow, 'suggestedFinancialOutcome', JSON.stringify(at(answer, 'errors')))
    const transfer = at(answer, 'data', 'return', 'suggestedFinancialOutcome', 'financialTransfer')
    if (at(transfer, '__typename') === 'RefundReturnOutcome')
      issueRefund = refundInput(flow, transfer, allocation)
  }
  const choice = dice.int(1, 10)
  if (choice === 1) issueRefund = undefined
  const payload = await send(flow, processCall(one, batch, issueRefund))
  if (!payload) return
  if (issueRefund) flow.tally.refunds += 1
  for (const line of batch.lines) countRestocks(flow, one, line.dispositions ?? [])
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

function countRestocks(flow: Flow, one: Return, dispositions: readonly unknown[]): void {
  for (const input of dispositions) {
    if (at(input, 'dispositionType') !== 'RESTOCKED') continue
    const reverse = one.reverseFulfillmentOrders
      .flatMap((candidate) => candidate.lineItems)
      .find((line) => line.id === at(input, 'reverseFulfillmentOrderLineItemId'))
    const item = one.lineItems.find((candidate) => candidate.id === reverse?.returnLineItemId)
    if (!item) fault(flow, 'dispose', 'a disposition names no line of its return')
  }
}

async function refund(flow: Flow): Promise<void> {
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
  if (at(suggestion, 'errors') !== undefined)
    return fault(flow, 'suggestedRefund', JSON.stringify(at(suggestion, 'errors')))
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

/** All laws, after every step. */
async function check(flow: Flow, step: string): Promise<void> {
  const { engine } = flow
  const order = orderOf(flow)
  const wrong = [
    ...auditOrder(engine.state, order, flow.overRefunded),
    ...auditBalances(engine.state),
    ...auditStock(engine.state),
  ]
  const body = await ask(flow, BOOKS, { id: order.id })
  if (at(body, 'errors') !== undefined) wrong.push(`books: ${JSON.stringify(at(body, 'errors'))}`)
  else wrong.push(...compareBooks(order, at(body, 'data')))
  for (const problem of wrong) fault(flow, step, problem)
}

function compareBooks(order: Order, data: unknown): string[] {
  const wrong: string[] = []
  const read = (field: string, side: 'shopMoney' | 'presentmentMoney') => {
    const currency = side === 'shopMoney' ? order.currency : order.presentmentCurrency
    return BigInt(parseAmount(text(at(data, 'order', field, side, 'amount')), currency) ?? -1)
  }
  for (const [side, field] of [
    ['shop', 'shopMoney'],
    ['presentment', 'presentmentMoney'],
  ] as const) {
    const audited = auditedTotal(order, side)
    const said = read('currentTotalPriceSet', field)
    if (said !== audited) wrong.push(`currentTotalPriceSet ${said} in ${side}, the audit says ${audited}`)
    const outstanding = read('totalOutstandingSet', field)
    if (outstanding !== audited - read('netPaymentSet', field))
      wrong.push(`totalOutstandingSet ${outstanding} in ${side}`)
  }
  const refunds = at(data, 'order', 'refunds')
  const sum = (Array.isArray(refunds) ? refunds : []).reduce<bigint>(
    (all, one: unknown) => all + BigInt(parseAmount(text(at(one, 'totalRefundedSet', 'presentmentMoney', 'amount')), order.presentmentCurrency) ?? -1), 0n,
  ) // prettier-ignore
  if (sum !== read('totalRefundedSet', 'presentmentMoney'))
    wrong.push(`refunds sum to ${sum}, totalRefundedSet ${read('totalRefundedSet', 'presentmentMoney')}`)
  return [...wrong, ...compareQuantities(order, data)]
}

function compareQuantities(order: Order, data: unknown): string[] {
  const wrong: string[] = []
  const nodes = at(data, 'order', 'lineItems', 'nodes')
  for (const node of Array.isArray(nodes) ? nodes : []) {
    const [quantity, current, refundable] = ['quantity', 'currentQuantity', 'refundableQuantity'].map(
      (name) => Number(at(node, name)),
    )
    if (!(
      Number(current) >= 0 &&
      Number(current) <= Number(quantity) &&
      Number(refundable) >= 0 &&
      Number(refundable) <= Number(quantity)
    )) {
      wrong.push(
        `${text(at(node, 'id'))}: quantity ${quantity}, current ${current}, refundable ${refundable}`,
      )
    }
  }
  const fulfillments = at(data, 'returnableFulfillments', 'nodes')
  for (const fulfillment of Array.isArray(fulfillments) ? fulfillments : []) {
    const lines = at(fulfillment, 'returnableFulfillmentLineItems', 'nodes')
    for (const line of Array.isArray(lines) ? lines : []) {
      const id = at(line, 'fulfillmentLineItem', 'id')
      const item = order.fulfillments.flatMap((one) => one.lineItems).find((one) => one.id === id)
      const claimed = order.returns
        .filter((one) => ['REQUESTED', 'OPEN', 'CLOSED'].includes(one.status))
        .flatMap((one) => one.lineItems)
        .filter((one) => one.fulfillmentLineItemId === id)
        .reduce((total, one) => total + one.quantity, 0)
      if (!item || Number(at(line, 'quantity')) + claimed > item.quantity)
        wrong.push(`${String(id)}: more returnable than fulfilled`)
    }
  }
  return wrong
}

/** Stock on hand moves only by dispositions RESTOCKED and refunds that restock; available follows, less what exchanges took. */
function auditStock(state: State): string[] {
  const wrong: string[] = []
  const orders = Object.values(state.tables.orders)
  for (const variant of Object.values(state.tables.variants)) {
    const levels = Object.values(state.tables.inventoryLevels).filter(
      (level) => level.inventoryItemId === variant.inventoryItemId,
    )
    const of = (name: string) => levels.reduce((total, level) => total + (level.quantities[name] ?? 0), 0)
    let back = 0
    let freed = 0
    let taken = 0
    for (const order of orders) {
      const own = new Set(
        order.lineItems.filter((line) => line.variantId === variant.id).map((line) => line.id),
      )
      for (const one of order.returns) {
        for (const line of one.reverseFulfillmentOrders.flatMap((reverse) => reverse.lineItems)) {
          const fulfilled = order.fulfillments
            .flatMap((fulfillment) => fulfillment.lineItems)
            .find((item) => item.id === line.fulfillmentLineItemId)
          if (!fulfilled || !own.has(fulfilled.lineItemId)) continue
          back += line.dispositions
            .filter((disposition) => disposition.type === 'RESTOCKED')
            .reduce((total, disposition) => total + disposition.quantity, 0)
        }
        taken += one.exchangeLineItems
          .filter((item) => item.variantId === variant.id)
          .reduce((total, item) => total + item.processedQuantity, 0)
      }
      for (const refund of order.refunds.filter((one) => one.returnId === null)) {
        for (const item of refund.lineItems.filter((line) => own.has(line.lineItemId))) {
          if (item.restockType === 'RETURN') back += item.quantity
          if (item.restockType === 'CANCEL') freed += item.quantity
        }
      }
    }
    if (of('on_hand') !== 1000 + back)
      wrong.push(`${variant.id}: ${of('on_hand')} on hand, expected ${1000 + back}`)
    if (of('available') !== 1000 + back + freed - taken)
      wrong.push(`${variant.id}: ${of('available')} available, expected ${1000 + back + freed - taken}`)
    if (of('committed') !== taken - freed)
      wrong.push(`${variant.id}: ${of('committed')} committed, expected ${taken - freed}`)
  }
  return wrong
}
