import { FLOW_SHOP, createWorld } from './flow-world.ts'
import {
  CARD,
  amountDue,
  fulfill,
  newFulfillmentOrder,
  newLine,
  newOrder,
  newShippingLine,
  newTransaction,
  taxLines,
} from '../engine/order-builder.ts'
import type { Context } from '../engine/engine.ts'
import type { Order, Shop, WebhookEvent } from '../engine/state.ts'
import { auditBalances, auditOrder } from '../engine/money/audit.ts'
import { at } from './flow-answer.ts'
import type { Json } from './flow-answer.ts'

export type Make = (context: Context) => Order

/** Two shirts at 25.00 and a mug at 10.00, 10 % tax, 5.00 shipping, paid by card, shipped. */
export const usual: Make = (context) => {
  const order = newOrder(context, {
    createdAt: context.now,
    lineItems: [],
    customerId: 'gid://shopify/Customer/1',
    email: 'ada1@example.com',
  })
  const line = (title: string, quantity: number, price: number, variant: number) =>
    newLine(
      context,
      {
        title,
        quantity,
        unitPrice: { shop: price, presentment: price },
        variantId: `gid://shopify/ProductVariant/${variant}`,
        productId: `gid://shopify/Product/${variant}`,
      },
      order.createdAt,
    )
  order.lineItems.push(line('Shirt', 2, 2500, 1), line('Mug', 1, 1000, 2))
  taxLines(order.lineItems, 'Tax', 0.1, order.taxesIncluded)
  order.shippingLines.push(
    newShippingLine(context, { title: 'Standard', price: { shop: 500, presentment: 500 } }),
  )
  return paidAndShipped(context, order)
}

/** Pays the order by card and ships all of it. */
export function paidAndShipped(context: Context, order: Order): Order {
  order.transactions.push(
    newTransaction(context, {
      kind: 'SALE',
      amount: amountDue(order),
      createdAt: order.createdAt,
      paymentDetails: CARD,
    }),
  )
  const parcel = newFulfillmentOrder(context, order.lineItems, 'gid://shopify/Location/1', order.createdAt)
  order.fulfillmentOrders.push(parcel)
  fulfill(context, order, [{ from: parcel }], { at: order.createdAt })
  return order
}

/** A shop in process with one order, its answers and its events; for tests that tell a story. */
export function shopWith(make: Make = usual, facts: Partial<Shop> = {}) {
  const { engine, clock, token } = createWorld(facts)
  const order = engine.transact(FLOW_SHOP, (context) => {
    const made = make(context)
    context.insert('orders', made.id, made)
    return made
  })
  const events: WebhookEvent[] = []
  engine.onEmit((event) => events.push(event))
  const ask = async (query: string, variables: Json = {}): Promise<Json> => {
    const reply = await engine.graphql({ version: '2026-10', shop: FLOW_SHOP, token, query, variables })
    // Every GraphQL reply is an object with data or errors.
    return reply.body as Json
  }
  const fulfilled = (index: number) => order.fulfillments[0]?.lineItems[index]?.id ?? ''
  const state = () => {
    const found = engine.state.tables.orders[order.id]
    if (!found) throw new Error('the order is gone')
    return found
  }
  /** What the oracle finds wrong with the books; empty when they balance. */
  const wrongBooks = () => [...auditOrder(engine.state, state(), false), ...auditBalances(engine.state)]
  return { engine, clock, order, events, ask, fulfilled, state, wrongBooks }
}

export const REQUEST =
  'mutation ($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id name status totalQuantity reverseFulfillmentOrders(first: 5) { nodes { id } } returnLineItems(first: 5) { nodes { id ... on ReturnLineItem { restockingFee { percentage amountSet { presentmentMoney { amount } } } returnReasonDefinition { handle } withCodeDiscountedTotalPriceSet { presentmentMoney { amount } } } } } } userErrors { field message code } } }'
export const CREATE =
  'mutation ($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id status returnLineItems(first: 5) { nodes { id } } exchangeLineItems(first: 5) { nodes { id quantity unprocessedQuantity processableQuantity lineItems { id } } } reverseFulfillmentOrders(first: 5) { nodes { id status lineItems(first: 5) { nodes { id } } } } } userErrors { field message code } } }'
const APPROVE =
  'mutation ($id: ID!) { returnApproveRequest(input: { id: $id, notifyCustomer: true }) { return { id status requestApprovedAt reverseFulfillmentOrders(first: 5) { nodes { id status lineItems(first: 5) { nodes { id totalQuantity } } } } } userErrors { field message code } } }'
export const OUTCOME =
  'query ($id: ID!, $lines: [SuggestedOutcomeReturnLineItemInput!]!, $exchange: [SuggestedOutcomeExchangeLineItemInput!]!, $allocation: RefundMethodAllocation, $shipping: RefundShippingInput) { return(id: $id) { suggestedFinancialOutcome(returnLineItems: $lines, exchangeLineItems: $exchange, refundMethodAllocation: $allocation, refundShipping: $shipping) { financialTransfer { __typename ... on RefundReturnOutcome { amount { presentmentMoney { amount currencyCode } } suggestedTransactions { kind gateway amountSet { presentmentMoney { amount currencyCode } } parentTransaction { id } } suggestedRefundMethods { ... on SuggestedStoreCreditRefund { amount { presentmentMoney { amount } } } } } ... on InvoiceReturnOutcome { amount { presentmentMoney { amount } } } } } } }'
export const PROCESS =
  'mutation ($input: ReturnProcessInput!) { returnProcess(input: $input) { return { id status returnLineItems(first: 5) { nodes { id processedQuantity unprocessedQuantity processableQuantity refundedQuantity refundableQuantity } } reverseFulfillmentOrders(first: 5) { nodes { status lineItems(first: 5) { nodes { dispositions { type quantity location { id } } } } } } refunds(first: 5) { nodes { id totalRefundedSet { presentmentMoney { amount } } return { id } transactions(first: 5) { nodes { kind status gateway amountSet { presentmentMoney { amount } } } } refundLineItems(first: 5) { nodes { quantity restockType subtotalSet { presentmentMoney { amount } } totalTaxSet { presentmentMoney { amount } } } } } } } userErrors { field message code } } }'
export const ORDER =
  'query ($id: ID!) { order(id: $id) { returnStatus displayFinancialStatus netPaymentSet { presentmentMoney { amount } } totalRefundedSet { presentmentMoney { amount } } currentTotalPriceSet { presentmentMoney { amount } } totalOutstandingSet { presentmentMoney { amount } } lineItems(first: 10) { nodes { title quantity currentQuantity refundableQuantity } } } }'

export const id = (value: unknown): string => String(at(value, 'id'))
export const reason = { returnReasonDefinitionId: 'gid://shopify/ReturnReasonDefinition/7' }
export const usd = (amount: string) => ({ amount, currencyCode: 'USD' })

/** Requests and approves a return; answers its id and those of its lines. */
export async function approved(store: ReturnType<typeof shopWith>, lines: Json[], more: Json = {}) {
  const requested = await store.ask(REQUEST, {
    input: { orderId: store.order.id, returnLineItems: lines, ...more },
  })
  const errors = at(requested, 'data', 'returnRequest', 'userErrors')
  if (!Array.isArray(errors) || errors.length > 0)
    throw new Error(`returnRequest: ${JSON.stringify(requested)}`)
  const returned = at(requested, 'data', 'returnRequest', 'return')
  await store.ask(APPROVE, { id: id(returned) })
  return {
    returnId: id(returned),
    lineIds: [0, 1].map((i) => id(at(returned, 'returnLineItems', 'nodes', i))),
  }
}
