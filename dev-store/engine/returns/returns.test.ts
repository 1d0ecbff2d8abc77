import { describe, expect, it } from 'vitest'
import { FLOW_SHOP, createWorld } from '../../conformance/flow-world.ts'
import { CARD, amountDue, fulfill, newFulfillmentOrder, newLine, newOrder, newShippingLine, newTransaction, orderDiscount, spreadDiscount, taxLines } from '../order-builder.ts' // prettier-ignore
import type { Context } from '../engine.ts'
import type { Order, Shop, WebhookEvent } from '../state.ts'
import { auditBalances, auditOrder } from '../money/audit.ts'
import { ledgerLines } from '../money/ledger.ts'
import { settleDueRefunds } from '../money/settle.ts'

type Json = Record<string, unknown>
type Make = (context: Context) => Order

/** Two shirts at 25.00 and a mug at 10.00, 10 % tax, 5.00 shipping, paid by card, shipped. */
const usual: Make = (context) => {
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

function paidAndShipped(context: Context, order: Order): Order {
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

function shopWith(make: Make = usual, facts: Partial<Shop> = {}) {
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
  const balanced = () =>
    expect([...auditOrder(engine.state, state(), false), ...auditBalances(engine.state)]).toEqual([])
  return { engine, clock, order, events, ask, fulfilled, state, balanced }
}

const REQUEST =
  'mutation ($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id name status totalQuantity reverseFulfillmentOrders(first: 5) { nodes { id } } returnLineItems(first: 5) { nodes { id ... on ReturnLineItem { restockingFee { percentage amountSet { presentmentMoney { amount } } } returnReasonDefinition { handle } withCodeDiscountedTotalPriceSet { presentmentMoney { amount } } } } } } userErrors { field message code } } }'
const CREATE =
  'mutation ($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id status returnLineItems(first: 5) { nodes { id } } exchangeLineItems(first: 5) { nodes { id quantity unprocessedQuantity processableQuantity lineItems { id } } } reverseFulfillmentOrders(first: 5) { nodes { id status lineItems(first: 5) { nodes { id } } } } } userErrors { field message code } } }'
const APPROVE =
  'mutation ($id: ID!) { returnApproveRequest(input: { id: $id, notifyCustomer: true }) { return { id status requestApprovedAt reverseFulfillmentOrders(first: 5) { nodes { id status lineItems(first: 5) { nodes { id totalQuantity } } } } } userErrors { field message code } } }'
const OUTCOME =
  'query ($id: ID!, $lines: [SuggestedOutcomeReturnLineItemInput!]!, $exchange: [SuggestedOutcomeExchangeLineItemInput!]!, $allocation: RefundMethodAllocation, $shipping: RefundShippingInput) { return(id: $id) { suggestedFinancialOutcome(returnLineItems: $lines, exchangeLineItems: $exchange, refundMethodAllocation: $allocation, refundShipping: $shipping) { financialTransfer { __typename ... on RefundReturnOutcome { amount { presentmentMoney { amount currencyCode } } suggestedTransactions { kind gateway amountSet { presentmentMoney { amount currencyCode } } parentTransaction { id } } suggestedRefundMethods { ... on SuggestedStoreCreditRefund { amount { presentmentMoney { amount } } } } } ... on InvoiceReturnOutcome { amount { presentmentMoney { amount } } } } } } }'
const PROCESS =
  'mutation ($input: ReturnProcessInput!) { returnProcess(input: $input) { return { id status returnLineItems(first: 5) { nodes { id processedQuantity unprocessedQuantity processableQuantity refundedQuantity refundableQuantity } } reverseFulfillmentOrders(first: 5) { nodes { status lineItems(first: 5) { nodes { dispositions { type quantity location { id } } } } } } refunds(first: 5) { nodes { id totalRefundedSet { presentmentMoney { amount } } return { id } transactions(first: 5) { nodes { kind status gateway amountSet { presentmentMoney { amount } } } } refundLineItems(first: 5) { nodes { quantity restockType subtotalSet { presentmentMoney { amount } } totalTaxSet { presentmentMoney { amount } } } } } } } userErrors { field message code } } }'
const ORDER =
  'query ($id: ID!) { order(id: $id) { returnStatus displayFinancialStatus netPaymentSet { presentmentMoney { amount } } totalRefundedSet { presentmentMoney { amount } } currentTotalPriceSet { presentmentMoney { amount } } totalOutstandingSet { presentmentMoney { amount } } lineItems(first: 10) { nodes { title quantity currentQuantity refundableQuantity } } } }'

/** Reads a path of an answer. */
function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}
const id = (value: unknown): string => String(at(value, 'id'))
const reason = { returnReasonDefinitionId: 'gid://shopify/ReturnReasonDefinition/7' }
const usd = (amount: string) => ({ amount, currencyCode: 'USD' })

async function approved(store: ReturnType<typeof shopWith>, lines: Json[], more: Json = {}) {
  const requested = await store.ask(REQUEST, {
    input: { orderId: store.order.id, returnLineItems: lines, ...more },
  })
  expect(at(requested, 'data', 'returnRequest', 'userErrors')).toEqual([])
  const returned = at(requested, 'data', 'returnRequest', 'return')
  await store.ask(APPROVE, { id: id(returned) })
  return {
    returnId: id(returned),
    lineIds: [0, 1].map((i) => id(at(returned, 'returnLineItems', 'nodes', i))),
  }
}

describe('from request to refund', () => {
  it('refunds the suggested amount to the card, keeps the return open, and books it everywhere', async () => {
    const store = shopWith()
    const { returnId, lineIds } = await approved(store, [
      {
        fulfillmentLineItemId: store.fulfilled(0),
        quantity: 1,
        restockingFee: { percentage: 10 },
        ...reason,
      },
    ])
    const suggested = await store.ask(OUTCOME, {
      id: returnId,
      lines: [{ id: lineIds[0], quantity: 1 }],
      exchange: [],
    })
    const transfer = at(suggested, 'data', 'return', 'suggestedFinancialOutcome', 'financialTransfer')
    // 25.00 + 2.50 tax − 2.50 fee
    expect(at(transfer, 'amount', 'presentmentMoney')).toEqual({ amount: '25.0', currencyCode: 'USD' })
    expect(at(transfer, 'suggestedTransactions', 0, 'kind')).toBe('SUGGESTED_REFUND')
    const reverseLine = store.state().returns[0]?.reverseFulfillmentOrders[0]?.lineItems[0]?.id
    const processed = await store.ask(PROCESS, {
      input: {
        returnId, note: 'rtn:1', notifyCustomer: true,
        returnLineItems: [{ id: lineIds[0], quantity: 1, dispositions: [{ reverseFulfillmentOrderLineItemId: reverseLine, quantity: 1, dispositionType: 'RESTOCKED', locationId: 'gid://shopify/Location/2' }] }],
        financialTransfer: { issueRefund: { orderTransactions: [{ parentId: id(at(transfer, 'suggestedTransactions', 0, 'parentTransaction')), transactionAmount: usd('25.00') }] } },
      },
    }) // prettier-ignore
    expect(at(processed, 'data', 'returnProcess', 'userErrors')).toEqual([])
    const done = at(processed, 'data', 'returnProcess', 'return')
    expect(at(done, 'status')).toBe('OPEN')
    expect(at(done, 'returnLineItems', 'nodes', 0)).toMatchObject({
      processedQuantity: 1,
      unprocessedQuantity: 0,
      processableQuantity: 0,
      refundedQuantity: 1,
      refundableQuantity: 0,
    })
    expect(at(done, 'reverseFulfillmentOrders', 'nodes', 0)).toMatchObject({
      status: 'CLOSED',
      lineItems: { nodes: [{ dispositions: [{ type: 'RESTOCKED', quantity: 1 }] }] },
    })
    expect(at(done, 'refunds', 'nodes', 0)).toMatchObject({
      totalRefundedSet: { presentmentMoney: { amount: '25.0' } }, return: { id: returnId },
      transactions: { nodes: [{ kind: 'REFUND', status: 'SUCCESS', gateway: 'shopify_payments' }] },
      refundLineItems: { nodes: [{ quantity: 1, restockType: 'RETURN', subtotalSet: { presentmentMoney: { amount: '25.0' } }, totalTaxSet: { presentmentMoney: { amount: '2.5' } } }] },
    }) // prettier-ignore
    const books = at(await store.ask(ORDER, { id: store.order.id }), 'data', 'order')
    expect(books).toMatchObject({
      returnStatus: 'INSPECTION_COMPLETE', displayFinancialStatus: 'PARTIALLY_REFUNDED', totalRefundedSet: { presentmentMoney: { amount: '25.0' } },
      netPaymentSet: { presentmentMoney: { amount: '46.0' } }, currentTotalPriceSet: { presentmentMoney: { amount: '46.0' } }, totalOutstandingSet: { presentmentMoney: { amount: '0.0' } },
    }) // prettier-ignore
    expect(at(books, 'lineItems', 'nodes', 0)).toMatchObject({
      quantity: 2,
      currentQuantity: 1,
      refundableQuantity: 1,
    })
    const level = Object.values(store.engine.state.tables.inventoryLevels).find(
      (one) => one.locationId === 'gid://shopify/Location/2',
    )
    expect(level?.quantities).toEqual({ available: 1, on_hand: 1 })
    expect(ledgerLines(store.engine.state, FLOW_SHOP, '#1001')).toMatchObject([
      {
        order: '#1001',
        return: '#1001-R1',
        kind: 'refund',
        gateway: 'shopify_payments',
        amount: '25.00',
        currency: 'USD',
        status: 'SUCCESS',
      },
    ])
    expect(store.events.map((event) => event.topic)).toEqual(
      expect.arrayContaining([
        'returns/process',
        'refunds/create',
        'order_transactions/create',
        'reverse_fulfillment_orders/dispose',
        'inventory_levels/update',
        'orders/updated',
      ]),
    )
    expect(store.engine.state.logs.notifications.map((one) => one.template)).toEqual([
      'return_request_approved',
      'return_processed',
    ])
    store.balanced()
  })

  it('gives native store credit, links its transaction and takes nothing off the card', async () => {
    const store = shopWith()
    const { returnId, lineIds } = await approved(store, [
      { fulfillmentLineItemId: store.fulfilled(1), quantity: 1, ...reason },
    ])
    const lines = [{ id: lineIds[0], quantity: 1 }]
    const suggested = await store.ask(OUTCOME, {
      id: returnId,
      lines,
      exchange: [],
      allocation: 'STORE_CREDIT',
    })
    const transfer = at(suggested, 'data', 'return', 'suggestedFinancialOutcome', 'financialTransfer')
    expect(transfer).toMatchObject({
      suggestedTransactions: [],
      suggestedRefundMethods: [{ amount: { presentmentMoney: { amount: '11.0' } } }],
    })
    const issueRefund = {
      orderTransactions: [],
      refundMethods: [{ storeCreditRefund: { amount: usd('11.00') } }],
    }
    await store.ask(PROCESS, {
      input: { returnId, returnLineItems: lines, financialTransfer: { issueRefund } },
    })
    const read = await store.ask(
      '{ customer(id: "gid://shopify/Customer/1") { storeCreditAccounts(first: 5) { nodes { id balance { amount currencyCode } transactions(first: 5) { nodes { amount { amount } event origin { ... on OrderTransaction { gateway kind } } ... on StoreCreditAccountCreditTransaction { remainingAmount { amount } } } } } } } }',
    )
    expect(at(read, 'data', 'customer', 'storeCreditAccounts', 'nodes')).toMatchObject([
      {
        balance: { amount: '11.0', currencyCode: 'USD' },
        transactions: {
          nodes: [
            {
              amount: { amount: '11.0' },
              event: 'ORDER_REFUND',
              origin: { gateway: 'shopify_store_credit', kind: 'REFUND' },
              remainingAmount: { amount: '11.0' },
            },
          ],
        },
      },
    ])
    expect(ledgerLines(store.engine.state, FLOW_SHOP)).toMatchObject([
      { kind: 'store_credit', amount: '11.00', gateway: 'shopify_store_credit' },
    ])
    store.balanced()
  })

  it('refuses store credit without a customer or without new customer accounts, and leaves no trace', async () => {
    for (const [make, facts] of [
      [(context: Context) => ({ ...usual(context), customerId: null }), {}],
      [usual, { customerAccounts: 'CLASSIC' as const }],
    ] as const) {
      const store = shopWith(make, facts)
      const { returnId, lineIds } = await approved(store, [
        { fulfillmentLineItemId: store.fulfilled(0), quantity: 1, ...reason },
      ])
      const before = store.engine.dump()
      const issueRefund = {
        orderTransactions: [],
        refundMethods: [{ storeCreditRefund: { amount: usd('5.00') } }],
      }
      const answer = await store.ask(PROCESS, {
        input: {
          returnId,
          returnLineItems: [{ id: lineIds[0], quantity: 1 }],
          financialTransfer: { issueRefund },
        },
      })
      expect(at(answer, 'data', 'returnProcess', 'userErrors', 0)).toMatchObject({
        code: 'INVALID',
        message: expect.stringMatching(/^Store credit refund requires/),
      })
      expect(store.engine.dump()).toBe(before)
    }
  })

  it('processes the same partly processed line again on a repeated call, and refuses once nothing is left', async () => {
    const store = shopWith()
    const { returnId, lineIds } = await approved(store, [
      { fulfillmentLineItemId: store.fulfilled(0), quantity: 2, ...reason },
    ])
    const input = { returnId, returnLineItems: [{ id: lineIds[0], quantity: 1 }] }
    for (const processedQuantity of [1, 2]) {
      const answer = await store.ask(PROCESS, { input })
      expect(at(answer, 'data', 'returnProcess', 'return', 'returnLineItems', 'nodes', 0)).toMatchObject({
        processedQuantity,
      })
    }
    expect(at(await store.ask(PROCESS, { input }), 'data', 'returnProcess', 'userErrors')).toEqual([
      {
        field: ['input', 'returnLineItems', '0', 'quantity'],
        message: 'Return line item has an invalid quantity.',
        code: 'INVALID',
      },
    ])
    // Processed without issueRefund: the money is still owed, and the order says so.
    expect(
      at(
        await store.ask(ORDER, { id: store.order.id }),
        'data',
        'order',
        'totalOutstandingSet',
        'presentmentMoney',
        'amount',
      ),
    ).toBe('-55.0')
  })

  it('refuses more than the net payment in Shopify’s words', async () => {
    const store = shopWith()
    const { returnId, lineIds } = await approved(store, [
      { fulfillmentLineItemId: store.fulfilled(0), quantity: 1, ...reason },
    ])
    const parentId = store.order.transactions[0]?.id
    const issueRefund = { orderTransactions: [{ parentId, transactionAmount: usd('71.01') }] }
    const answer = await store.ask(PROCESS, {
      input: {
        returnId,
        returnLineItems: [{ id: lineIds[0], quantity: 1 }],
        financialTransfer: { issueRefund },
      },
    })
    expect(at(answer, 'data', 'returnProcess', 'userErrors')).toEqual([
      {
        field: null,
        message: 'Refund amount $71.01 is greater than net payment received $71.00',
        code: 'INVALID',
      },
    ])
  })

  it('charges the return shipping fee once, with the first processed lines', async () => {
    const store = shopWith()
    const { returnId, lineIds } = await approved(
      store,
      [{ fulfillmentLineItemId: store.fulfilled(0), quantity: 2, ...reason }],
      { returnShippingFee: { amount: usd('4.00') } },
    )
    const amounts: unknown[] = []
    for (let i = 0; i < 2; i += 1) {
      const lines = [{ id: lineIds[0], quantity: 1 }]
      const transfer = at(
        await store.ask(OUTCOME, { id: returnId, lines, exchange: [] }),
        'data',
        'return',
        'suggestedFinancialOutcome',
        'financialTransfer',
      )
      const amount = at(transfer, 'amount', 'presentmentMoney')
      amounts.push(at(amount, 'amount'))
      const issueRefund = {
        orderTransactions: [{ parentId: store.order.transactions[0]?.id, transactionAmount: amount }],
      }
      await store.ask(PROCESS, {
        input: { returnId, returnLineItems: lines, financialTransfer: { issueRefund } },
      })
    }
    expect(amounts).toEqual(['23.5', '27.5'])
    store.balanced()
  })

  it('promises by returnCalculate what it pays, to the cent, when a line does not divide evenly', async () => {
    const store = shopWith((context) => {
      const order = newOrder(context, {
        createdAt: context.now,
        lineItems: [],
        customerId: 'gid://shopify/Customer/1',
      })
      order.lineItems.push(
        newLine(
          context,
          { title: 'Sock', quantity: 3, unitPrice: { shop: 1000, presentment: 1000 } },
          order.createdAt,
        ),
      )
      order.discountApplications.push(
        orderDiscount({ kind: 'code', code: 'TEN', title: 'TEN', value: { percentage: 33.3 } }),
      )
      spreadDiscount(order.lineItems, 0, { shop: 1000, presentment: 1000 })
      return paidAndShipped(context, order)
    })
    const amounts: string[] = []
    for (let i = 0; i < 3; i += 1) {
      const calculated = await store.ask(
        'query ($x: CalculateReturnInput!) { returnCalculate(input: $x) { returnLineItems { subtotalSet { presentmentMoney { amount } } subtotalBeforeOrderDiscountsSet { presentmentMoney { amount } } } } }',
        {
          x: {
            orderId: store.order.id,
            returnLineItems: [{ fulfillmentLineItemId: store.fulfilled(0), quantity: 1 }],
          },
        },
      )
      expect(
        at(
          calculated,
          'data',
          'returnCalculate',
          'returnLineItems',
          0,
          'subtotalBeforeOrderDiscountsSet',
          'presentmentMoney',
          'amount',
        ),
      ).toBe('-10.0')
      amounts.push(
        String(
          at(
            calculated,
            'data',
            'returnCalculate',
            'returnLineItems',
            0,
            'subtotalSet',
            'presentmentMoney',
            'amount',
          ),
        ),
      )
      await approved(store, [{ fulfillmentLineItemId: store.fulfilled(0), quantity: 1, ...reason }])
    }
    expect(amounts).toEqual(['-6.67', '-6.66', '-6.67'])
    // Settled last to first, each return still pays what it was promised.
    for (const [index, one] of [...store.state().returns].reverse().entries()) {
      const lines = one.lineItems.map((item) => ({ id: item.id, quantity: 1 }))
      const amount = at(
        await store.ask(OUTCOME, { id: one.id, lines, exchange: [] }),
        'data',
        'return',
        'suggestedFinancialOutcome',
        'financialTransfer',
        'amount',
        'presentmentMoney',
      )
      expect(`-${String(at(amount, 'amount'))}`).toBe(amounts[2 - index])
      const issueRefund = {
        orderTransactions: [{ parentId: store.order.transactions[0]?.id, transactionAmount: amount }],
      }
      await store.ask(PROCESS, {
        input: { returnId: one.id, returnLineItems: lines, financialTransfer: { issueRefund } },
      })
    }
    expect(at(await store.ask(ORDER, { id: store.order.id }), 'data', 'order')).toMatchObject({
      displayFinancialStatus: 'REFUNDED',
      totalRefundedSet: { presentmentMoney: { amount: '20.0' } },
    })
    store.balanced()
  })
})

describe('exchanges', () => {
  const swap = async (
    store: ReturnType<typeof shopWith>,
    variant: number,
    quantity = 1,
    discount: Json = {},
  ) => {
    const input = {
      orderId: store.order.id, returnLineItems: [{ fulfillmentLineItemId: store.fulfilled(0), quantity: 1, ...reason }],
      exchangeLineItems: [{ variantId: `gid://shopify/ProductVariant/${variant}`, quantity, ...discount }],
    } // prettier-ignore
    const created = at(await store.ask(CREATE, { input }), 'data', 'returnCreate')
    expect(at(created, 'userErrors')).toEqual([])
    expect(at(created, 'return', 'exchangeLineItems', 'nodes', 0)).toMatchObject({
      quantity,
      unprocessedQuantity: quantity,
      processableQuantity: quantity,
      lineItems: [],
    })
    const returnId = id(at(created, 'return'))
    const lines = [{ id: id(at(created, 'return', 'returnLineItems', 'nodes', 0)), quantity: 1 }]
    const exchange = [{ id: id(at(created, 'return', 'exchangeLineItems', 'nodes', 0)), quantity }]
    const outcome = at(
      await store.ask(OUTCOME, { id: returnId, lines, exchange }),
      'data',
      'return',
      'suggestedFinancialOutcome',
      'financialTransfer',
    )
    const processed = await store.ask(PROCESS, {
      input: { returnId, returnLineItems: lines, exchangeLineItems: exchange },
    })
    expect(at(processed, 'data', 'returnProcess', 'userErrors')).toEqual([])
    return { outcome, made: store.state().fulfillmentOrders.at(-1), line: store.state().lineItems.at(-1) }
  }

  it('holds the new parcel while the buyer owes, and the order is partly paid', async () => {
    const store = shopWith()
    const { outcome, made } = await swap(store, 2)
    // 50.00 + 5.00 tax against 27.50 back
    expect(outcome).toMatchObject({
      __typename: 'InvoiceReturnOutcome',
      amount: { presentmentMoney: { amount: '27.5' } },
    })
    expect(made).toMatchObject({ status: 'ON_HOLD', holds: [{ reason: 'AWAITING_PAYMENT' }] })
    expect(
      at(await store.ask(ORDER, { id: store.order.id }), 'data', 'order', 'displayFinancialStatus'),
    ).toBe('PARTIALLY_PAID')
    store.balanced()
  })

  it('releases a cheaper item at once and owes the rest', async () => {
    const store = shopWith()
    const { outcome, made, line } = await swap(store, 6)
    expect(outcome).toMatchObject({
      __typename: 'RefundReturnOutcome',
      amount: { presentmentMoney: { amount: '20.0' } },
    })
    expect(made).toMatchObject({ status: 'OPEN', holds: [] })
    expect(line).toMatchObject({ title: 'Thing 6', exchange: { returnId: store.state().returns[0]?.id } })
    store.balanced()
  })

  it('makes no parcel for a free item where the shop has that bug (P3)', async () => {
    const free = { appliedDiscount: { value: { percentage: 100 } } }
    const withBug = shopWith(usual, { zeroPriceExchangeBug: true })
    await swap(withBug, 2, 1, free)
    expect(withBug.state().fulfillmentOrders).toHaveLength(1)
    const without = shopWith(usual, { zeroPriceExchangeBug: false })
    await swap(without, 2, 1, free)
    expect(without.state().fulfillmentOrders).toHaveLength(2)
  })

  it('processes everything at creation in the legacy workflow, on hold for the goods', async () => {
    const store = shopWith(usual, { returnsWorkflow: 'legacy' })
    const input = {
      orderId: store.order.id,
      returnLineItems: [{ fulfillmentLineItemId: store.fulfilled(0), quantity: 1, ...reason }],
      exchangeLineItems: [{ variantId: 'gid://shopify/ProductVariant/6', quantity: 1 }],
    }
    await store.ask(CREATE, { input })
    expect(store.state().returns[0]?.lineItems[0]?.processedQuantity).toBe(1)
    expect(store.state().fulfillmentOrders.at(-1)?.holds).toMatchObject([{ reason: 'AWAITING_RETURN_ITEMS' }])
  })
})

describe('refunds that gateways delay or refuse', () => {
  const withFault = (
    store: ReturnType<typeof shopWith>,
    effect: Parameters<Context['insert']>[2] extends never ? never : Json,
  ) =>
    store.engine.transact(FLOW_SHOP, (context) => {
      const faultId = context.nextId('Fault')
      context.insert('faults', faultId, {
        id: faultId,
        match: { root: 'returnProcess' },
        times: 1,
        seen: 0,
        fired: 0,
        effect: effect as never,
      })
    })
  const refunded = async (store: ReturnType<typeof shopWith>) => {
    const { returnId, lineIds } = await approved(store, [
      { fulfillmentLineItemId: store.fulfilled(0), quantity: 1, ...reason },
    ])
    const issueRefund = {
      orderTransactions: [{ parentId: store.order.transactions[0]?.id, transactionAmount: usd('27.50') }],
    }
    return store.ask(PROCESS, {
      input: {
        returnId,
        returnLineItems: [{ id: lineIds[0], quantity: 1 }],
        financialTransfer: { issueRefund },
      },
    })
  }

  it('is pending first: nothing is refunded yet, nor can it be refunded twice; then it fails and is owed again', async () => {
    const store = shopWith()
    withFault(store, {
      kind: 'refund_pending',
      seconds: 3600,
      becomes: 'FAILURE',
      errorCode: 'PAYMENT_PROVIDER_ERROR',
    })
    const answer = await refunded(store)
    expect(at(answer, 'data', 'returnProcess', 'return', 'refunds', 'nodes', 0)).toMatchObject({
      totalRefundedSet: { presentmentMoney: { amount: '0.0' } },
      transactions: { nodes: [{ status: 'PENDING' }] },
    })
    const read = () =>
      store.ask(
        'query ($id: ID!) { order(id: $id) { netPaymentSet { presentmentMoney { amount } } suggestedRefund(suggestFullRefund: true) { maximumRefundableSet { presentmentMoney { amount } } } } }',
        { id: store.order.id },
      )
    expect(at(await read(), 'data', 'order')).toMatchObject({
      netPaymentSet: { presentmentMoney: { amount: '71.0' } },
      suggestedRefund: { maximumRefundableSet: { presentmentMoney: { amount: '43.5' } } },
    })
    expect(settleDueRefunds(store.engine)).toBe(0)
    store.clock.set(3600 * 1000)
    expect(settleDueRefunds(store.engine)).toBe(1)
    expect(settleDueRefunds(store.engine)).toBe(0)
    expect(
      at(
        await read(),
        'data',
        'order',
        'suggestedRefund',
        'maximumRefundableSet',
        'presentmentMoney',
        'amount',
      ),
    ).toBe('71.0')
    expect(ledgerLines(store.engine.state, FLOW_SHOP)).toMatchObject([{ amount: '27.50', status: 'FAILURE' }])
    expect(
      store.events
        .filter((event) => event.topic === 'order_transactions/create')
        .map((event) => event.payload['status']),
    ).toEqual(['failure'])
    store.balanced()
  })

  it('refuses outright with the gateway’s words and leaves no trace but the used fault', async () => {
    const store = shopWith()
    withFault(store, {
      kind: 'gateway_refuses',
      errorCode: 'CARD_DECLINED',
      message: 'The card issuer declined the refund.',
    })
    const answer = await refunded(store)
    expect(at(answer, 'data', 'returnProcess', 'userErrors', 0)).toMatchObject({
      message: 'The card issuer declined the refund.',
      code: 'INVALID',
    })
    expect(store.state().refunds).toEqual([])
    expect(store.state().returns[0]?.lineItems[0]?.processedQuantity).toBe(0)
    expect(Object.values(store.engine.state.tables.faults)).toMatchObject([{ fired: 1 }])
  })

  it('fails a PayPal refund after 180 days', async () => {
    const store = shopWith((context) => {
      const order = usual(context)
      for (const one of order.transactions)
        Object.assign(one, { gateway: 'paypal', processedAt: '2026-03-01T00:00:00Z' })
      return order
    })
    const answer = await refunded(store)
    expect(
      at(
        answer,
        'data',
        'returnProcess',
        'return',
        'refunds',
        'nodes',
        0,
        'transactions',
        'nodes',
        0,
        'status',
      ),
    ).toBe('FAILURE')
    store.balanced()
  })
})

describe('states', () => {
  const STATE = (name: string) =>
    `mutation ($id: ID!) { ${name}(id: $id) { return { id status closedAt } userErrors { field message code } } }`

  it('closes and reopens, without effect the second time, and cancels only before any work', async () => {
    const store = shopWith()
    const { returnId, lineIds } = await approved(store, [
      { fulfillmentLineItemId: store.fulfilled(0), quantity: 1, ...reason },
    ])
    const run = async (name: string) => at(await store.ask(STATE(name), { id: returnId }), 'data', name)
    store.events.length = 0
    expect(await run('returnClose')).toMatchObject({ return: { status: 'CLOSED' }, userErrors: [] })
    expect(await run('returnClose')).toMatchObject({ return: { status: 'CLOSED' }, userErrors: [] })
    expect(await run('returnCancel')).toMatchObject({
      userErrors: [{ field: ['id'], message: 'Return is not cancelable.', code: 'INVALID_STATE' }],
    })
    expect(await run('returnReopen')).toMatchObject({ return: { status: 'OPEN', closedAt: null } })
    expect(store.events.map((event) => event.topic)).toEqual([
      'returns/close',
      'orders/updated',
      'returns/reopen',
      'orders/updated',
    ])
    await store.ask(PROCESS, { input: { returnId, returnLineItems: [{ id: lineIds[0], quantity: 1 }] } })
    expect(await run('returnCancel')).toMatchObject({ userErrors: [{ code: 'INVALID_STATE' }] })
  })

  it('frees the units of declined and cancelled returns, and closes a return whose last unit is removed', async () => {
    const store = shopWith()
    const line = { fulfillmentLineItemId: store.fulfilled(1), quantity: 1, ...reason }
    const { returnId } = await approved(store, [line])
    const again = await store.ask(REQUEST, { input: { orderId: store.order.id, returnLineItems: [line] } })
    expect(at(again, 'data', 'returnRequest', 'userErrors', 0)).toEqual({
      field: ['input', 'returnLineItems', '0', 'quantity'],
      message: 'Return line item has an invalid quantity.',
      code: 'INVALID',
    })
    await store.ask(STATE('returnCancel'), { id: returnId })
    const second = await approved(store, [line])
    const remove =
      'mutation ($id: ID!, $lines: [ReturnLineItemRemoveFromReturnInput!]) { removeFromReturn(returnId: $id, returnLineItems: $lines) { return { status totalQuantity } userErrors { field message code } } }'
    const run = async (quantity: number) =>
      at(
        await store.ask(remove, {
          id: second.returnId,
          lines: [{ returnLineItemId: second.lineIds[0], quantity }],
        }),
        'data',
        'removeFromReturn',
      )
    expect(await run(0)).toMatchObject({
      userErrors: [{ field: null, message: 'Quantity must be greater than 0', code: 'GREATER_THAN' }],
    })
    expect(await run(2)).toMatchObject({
      userErrors: [
        {
          field: ['returnLineItems', '0', 'quantity'],
          message: 'Return line item has an invalid quantity.',
          code: 'INVALID',
        },
      ],
    })
    expect(await run(1)).toMatchObject({ return: { status: 'CLOSED', totalQuantity: 0 }, userErrors: [] })
    expect(await run(1)).toMatchObject({
      userErrors: [{ field: ['returnId'], message: 'Return status is invalid.', code: 'INVALID_STATE' }],
    })
  })
})
