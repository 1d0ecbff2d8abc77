import type { Engine } from '../engine/engine.ts'
import { isoSeconds } from '../engine/clock.ts'
import type { AdminOrder } from './order-document.ts'
import { moneyText } from './order-document.ts'

type UserError = { field: string[] | null; message: string }

export type OrderAction = { engine: Engine; shop: string; order: AdminOrder; form: URLSearchParams }

/** A refusal by Shopify (user errors) or a form that cannot be understood: its message is shown to the person. */
class ActionRefused extends Error {}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value === null || value === '') throw new ActionRefused(`${name} is missing`)
  return value
}

/** Runs a mutation and throws what it refused. `errorsField` is where its payload keeps the user errors. */
async function run<T extends object>(
  { engine, shop }: OrderAction,
  document: string,
  variables: Record<string, unknown>,
  errorsField = 'userErrors',
): Promise<T> {
  const data = await engine.asMerchant<Record<string, (T & Record<string, unknown>) | null>>(
    shop,
    document,
    variables,
  )
  const payload = Object.values(data)[0]
  if (!payload) throw new ActionRefused('The mutation answered nothing')
  // Each document of this file selects { field message } there.
  const errors = (payload[errorsField] ?? []) as UserError[]
  if (errors.length > 0) throw new ActionRefused(errors.map((error) => error.message).join(' '))
  return payload
}

function chosenQuantities(form: URLSearchParams): { lineItemId: string; quantity: number }[] {
  return [...form]
    .filter(([name]) => name.startsWith('quantity:'))
    .map(([name, value]) => ({ lineItemId: name.slice('quantity:'.length), quantity: Number(value) }))
    .filter(({ quantity }) => Number.isInteger(quantity) && quantity >= 0)
}

type Suggested = {
  order: {
    suggestedRefund: {
      suggestedTransactions: {
        gateway: string | null
        amountSet: { presentmentMoney: { amount: string } }
        parentTransaction: { id: string } | null
      }[]
    } | null
  } | null
}

const SUGGESTED = `query AdminSuggestedRefund($id: ID!, $lines: [RefundLineItemInput!]) {
  order(id: $id) {
    suggestedRefund(refundLineItems: $lines) {
      suggestedTransactions { gateway amountSet { presentmentMoney { amount } } parentTransaction { id } }
    }
  }
}`

const REFUND = `mutation AdminRefund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
}`

function paidWith(order: AdminOrder): { parentId: string; gateway: string } {
  const payment = order.transactions.find(
    (one) => ['SALE', 'CAPTURE'].includes(one.kind) && one.status === 'SUCCESS',
  )
  if (!payment) throw new ActionRefused('There is no payment to refund')
  return { parentId: payment.id, gateway: payment.gateway ?? '' }
}

async function refund(action: OrderAction): Promise<string> {
  const { engine, shop, order, form } = action
  const locationId = order.lineItems.nodes.flatMap(
    (line) => line.variant?.inventoryItem.inventoryLevels.nodes ?? [],
  )[0]?.location.id
  const restocks = form.get('restock') === 'yes' && locationId !== undefined
  const lines = chosenQuantities(form)
    .filter(({ quantity }) => quantity > 0)
    .map((line) =>
      restocks ? { ...line, restockType: 'RETURN', locationId } : { ...line, restockType: 'NO_RESTOCK' },
    )
  const amount = (form.get('amount') ?? '').trim()
  const base = { orderId: order.id, kind: 'REFUND' }
  let transactions: Record<string, unknown>[]
  if (amount !== '') {
    transactions = [{ ...base, ...paidWith(order), amount }]
  } else {
    const data = await engine.asMerchant<Suggested>(shop, SUGGESTED, { id: order.id, lines })
    transactions = (data.order?.suggestedRefund?.suggestedTransactions ?? []).map((one) => ({
      ...base,
      parentId: one.parentTransaction?.id ?? null,
      gateway: one.gateway ?? '',
      amount: one.amountSet.presentmentMoney.amount,
    }))
  }
  if (lines.length === 0 && transactions.length === 0)
    throw new ActionRefused('Choose units or an amount to refund')
  const { currencyCode } = order.netPaymentSet.presentmentMoney
  const input = {
    orderId: order.id,
    note: form.get('note') ?? '',
    currency: currencyCode,
    refundLineItems: lines,
    transactions,
  }
  await run(action, REFUND, { input, key: required(form, 'key') })
  const total = transactions.reduce((sum, one) => sum + Number(one.amount), 0)
  return `Refunded ${moneyText({ amount: String(total), currencyCode })}`
}

async function cancel(action: OrderAction): Promise<string> {
  const { order, form } = action
  const document = `mutation AdminCancel($orderId: ID!, $reason: OrderCancelReason!, $refundMethod: OrderCancelRefundMethodInput, $restock: Boolean!) {
    orderCancel(orderId: $orderId, reason: $reason, refundMethod: $refundMethod, restock: $restock, notifyCustomer: false) {
      job { id } orderCancelUserErrors { field message }
    }
  }`
  const refundMethod = { originalPaymentMethodsRefund: form.get('refund') === 'yes' }
  const variables = {
    orderId: order.id,
    reason: required(form, 'reason'),
    refundMethod,
    restock: form.get('restock') === 'yes',
  }
  await run(action, document, variables, 'orderCancelUserErrors')
  return 'Order cancelled'
}

async function fulfil(action: OrderAction): Promise<string> {
  const { form } = action
  const document = `mutation AdminFulfil($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } userErrors { field message } }
  }`
  const number = (form.get('tracking') ?? '').trim()
  const fulfillment = {
    lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: required(form, 'fulfillmentOrder') }],
    notifyCustomer: false,
    ...(number === '' ? {} : { trackingInfo: { number } }),
  }
  await run(action, document, { fulfillment })
  return 'Fulfilled'
}

async function deliver(action: OrderAction): Promise<string> {
  const document = `mutation AdminDeliver($event: FulfillmentEventInput!) {
    fulfillmentEventCreate(fulfillmentEvent: $event) { fulfillmentEvent { id } userErrors { field message } }
  }`
  const happenedAt = isoSeconds(action.engine.clock.now())
  const event = { fulfillmentId: required(action.form, 'fulfillment'), status: 'DELIVERED', happenedAt }
  await run(action, document, { event })
  return 'Marked as delivered'
}

async function edit(action: OrderAction): Promise<string> {
  const { order, form } = action
  const changes = chosenQuantities(form).filter(({ lineItemId, quantity }) => {
    const line = order.lineItems.nodes.find((one) => one.id === lineItemId)
    return line !== undefined && line.currentQuantity !== quantity
  })
  if (changes.length === 0) throw new ActionRefused('No quantity was changed')
  const begin = `mutation AdminEditBegin($id: ID!) {
    orderEditBegin(id: $id) { calculatedOrder { id lineItems(first: 250) { nodes { id } } } userErrors { field message } }
  }`
  type Begun = { calculatedOrder: { id: string; lineItems: { nodes: { id: string }[] } } | null }
  const { calculatedOrder } = await run<Begun>(action, begin, { id: order.id })
  if (!calculatedOrder) throw new ActionRefused('The edit did not begin')
  const set = `mutation AdminEditQuantity($id: ID!, $line: ID!, $quantity: Int!, $restock: Boolean) {
    orderEditSetQuantity(id: $id, lineItemId: $line, quantity: $quantity, restock: $restock) { calculatedOrder { id } userErrors { field message } }
  }`
  for (const { lineItemId, quantity } of changes) {
    // A calculated line carries the number of the order's line.
    const line = lineItemId.replace('/LineItem/', '/CalculatedLineItem/')
    await run(action, set, { id: calculatedOrder.id, line, quantity, restock: form.get('restock') === 'yes' })
  }
  const commit = `mutation AdminEditCommit($id: ID!) {
    orderEditCommit(id: $id, notifyCustomer: false, staffNote: "Edited in the dev store's admin") { order { id } userErrors { field message } }
  }`
  await run(action, commit, { id: calculatedOrder.id })
  return 'Order edited'
}

async function dispose(action: OrderAction): Promise<string> {
  const { order, form } = action
  const document = `mutation AdminDispose($dispositionInputs: [ReverseFulfillmentOrderDisposeInput!]!) {
    reverseFulfillmentOrderDispose(dispositionInputs: $dispositionInputs) { reverseFulfillmentOrderLineItems { id } userErrors { field message } }
  }`
  const dispositionType = required(form, 'type')
  const levels = order.lineItems.nodes.flatMap(
    (line) => line.variant?.inventoryItem.inventoryLevels.nodes ?? [],
  )
  const locationId = levels[0]?.location.id
  const input = {
    reverseFulfillmentOrderLineItemId: required(form, 'line'),
    quantity: Number(required(form, 'quantity')),
    dispositionType,
    ...(dispositionType === 'RESTOCKED' && locationId !== undefined ? { locationId } : {}),
  }
  await run(action, document, { dispositionInputs: [input] })
  return 'Disposed'
}

const RETURN_DOCUMENTS: Record<string, { document: string; done: string; input: boolean }> = {
  'return-close': { document: 'mutation AdminReturnClose($id: ID!) { returnClose(id: $id) { return { id } userErrors { field message } } }', done: 'Return closed', input: false },
  'return-reopen': { document: 'mutation AdminReturnReopen($id: ID!) { returnReopen(id: $id) { return { id } userErrors { field message } } }', done: 'Return reopened', input: false },
  'return-cancel': { document: 'mutation AdminReturnCancel($id: ID!) { returnCancel(id: $id) { return { id } userErrors { field message } } }', done: 'Return cancelled', input: false },
  'return-approve': { document: 'mutation AdminReturnApprove($input: ReturnApproveRequestInput!) { returnApproveRequest(input: $input) { return { id } userErrors { field message } } }', done: 'Request approved', input: true },
  'return-decline': { document: 'mutation AdminReturnDecline($input: ReturnDeclineRequestInput!) { returnDeclineRequest(input: $input) { return { id } userErrors { field message } } }', done: 'Request declined', input: true },
} // prettier-ignore

async function actOnReturn(action: OrderAction, name: string): Promise<string> {
  const known = RETURN_DOCUMENTS[name]
  if (!known) throw new ActionRefused(`There is no action ${name}`)
  const id = required(action.form, 'return')
  const input = name === 'return-decline' ? { id, declineReason: 'OTHER' } : { id }
  await run(action, known.document, known.input ? { input } : { id })
  return known.done
}

const ACTIONS: Record<string, (action: OrderAction) => Promise<string>> = {
  refund,
  cancel,
  fulfil,
  deliver,
  edit,
  dispose,
}

/** Does what a form of the order's page asks, as staff in Shopify's own admin would. Answers what was done; throws ActionRefused. */
export function actOnOrder(action: OrderAction): Promise<string> {
  const name = action.form.get('action') ?? ''
  const act = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  return act ? act(action) : actOnReturn(action, name)
}
