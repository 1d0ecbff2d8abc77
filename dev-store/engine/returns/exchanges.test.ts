import { describe, expect, it } from 'vitest'
import { at } from '../../conformance/flow-answer.ts'
import type { Json } from '../../conformance/flow-answer.ts'
import { CREATE, ORDER, OUTCOME, PROCESS, id, reason, shopWith, usual } from '../../conformance/small-shop.ts'

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
    const paid = await store.ask(
      'mutation($id: ID!) { orderMarkAsPaid(input: { id: $id }) { order { displayFinancialStatus } userErrors { message } } }',
      { id: store.order.id },
    )
    expect(at(paid, 'data', 'orderMarkAsPaid')).toEqual({
      order: { displayFinancialStatus: 'PAID' },
      userErrors: [],
    })
    expect(store.state().fulfillmentOrders.at(-1)).toMatchObject({ status: 'OPEN', holds: [] })
    expect(store.wrongBooks()).toEqual([])
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
    expect(store.wrongBooks()).toEqual([])
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
