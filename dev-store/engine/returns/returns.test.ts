import { describe, expect, it } from 'vitest'
import { at } from '../../conformance/flow-answer.ts'
import { FLOW_SHOP } from '../../conformance/flow-world.ts'
import {
  ORDER,
  OUTCOME,
  PROCESS,
  REQUEST,
  approved,
  id,
  reason,
  shopWith,
  usd,
  usual,
  paidAndShipped,
} from '../../conformance/small-shop.ts'
import type { Context } from '../engine.ts'
import { ledgerLines } from '../money/ledger.ts'
import { newLine, newOrder, orderDiscount, spreadDiscount } from '../order-builder.ts'

const NO_CUSTOMER = 'Store credit refund requires the order to have a customer.'
const NO_ACCOUNTS = 'Store credit refund requires new customer accounts to be enabled.'

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
    expect(store.wrongBooks()).toEqual([])
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
    // A transaction of the account is a node of its own.
    const [account] = Object.values(store.engine.state.tables.storeCreditAccounts)
    const node = await store.ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on StoreCreditAccountCreditTransaction { amount { amount } } } }',
      { ids: [account?.transactions[0]?.id, 'gid://shopify/StoreCreditAccountCreditTransaction/999999'] },
    )
    expect(at(node, 'data', 'nodes')).toMatchObject([{ amount: { amount: '11.0' } }, null])
    expect(store.wrongBooks()).toEqual([])
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
        message: facts.customerAccounts === undefined ? NO_CUSTOMER : NO_ACCOUNTS,
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
    expect(store.wrongBooks()).toEqual([])
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
    expect(store.wrongBooks()).toEqual([])
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
