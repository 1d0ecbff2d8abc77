import { describe, expect, it } from 'vitest'
import { at } from '../../conformance/flow-answer.ts'
import { FLOW_SHOP } from '../../conformance/flow-world.ts'
import { PROCESS, approved, reason, shopWith, usd, usual } from '../../conformance/small-shop.ts'
import type { Fault } from '../state.ts'
import { ledgerLines } from './ledger.ts'
import { settleDueRefunds } from './settle.ts'

describe('refunds that gateways delay or refuse', () => {
  const withFault = (store: ReturnType<typeof shopWith>, effect: Fault['effect']) =>
    store.engine.transact(FLOW_SHOP, (context) => {
      const faultId = context.nextId('Fault')
      context.insert('faults', faultId, {
        id: faultId,
        match: { root: 'returnProcess' },
        times: 1,
        seen: 0,
        fired: 0,
        effect,
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
    expect(store.wrongBooks()).toEqual([])
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
    expect(store.wrongBooks()).toEqual([])
  })
})
