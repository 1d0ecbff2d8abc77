import { describe, expect, it } from 'vitest'
import { at } from '../../conformance/flow-answer.ts'
import type { Json } from '../../conformance/flow-answer.ts'
import { FLOW_SHOP } from '../../conformance/flow-world.ts'
import { ORDER, PROCESS, approved, id, reason, shopWith, usd, usual } from '../../conformance/small-shop.ts'
import { mapAmounts } from './amounts.ts'
import { ledgerLines } from './ledger.ts'

const REFUND =
  'mutation ($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { refund { id note return { id } totalRefundedSet { presentmentMoney { amount } shopMoney { amount } } refundLineItems(first: 5) { nodes { id quantity restocked restockType location { id } subtotalSet { presentmentMoney { amount } } } } transactions(first: 5) { nodes { id kind status gateway amountSet { presentmentMoney { amount } } } } orderAdjustments(first: 5) { nodes { id reason amountSet { presentmentMoney { amount } } } } } order { id displayFinancialStatus } userErrors { field message } } }'

type Store = ReturnType<typeof shopWith>
let keys = 0
const refund = async (store: Store, input: Json, key = `key-${(keys += 1)}`) =>
  at(await store.ask(REFUND, { input: { orderId: store.order.id, ...input }, key }), 'data', 'refundCreate')
const back = (store: Store, amount: string) => ({
  orderId: store.order.id,
  kind: 'REFUND',
  gateway: 'shopify_payments',
  parentId: store.order.transactions[0]?.id,
  amount,
})
const line = (store: Store, index: number, quantity: number, more: Json = {}) => ({
  lineItemId: store.order.lineItems[index]?.id,
  quantity,
  ...more,
})

describe('refundCreate', () => {
  it('pays back a line, restocks it, and is linked to no return', async () => {
    const store = shopWith()
    const answer = await refund(store, {
      note: 'goodwill',
      refundLineItems: [line(store, 1, 1, { restockType: 'RETURN', locationId: 'gid://shopify/Location/2' })],
      transactions: [back(store, '11.00')],
    })
    expect(answer).toMatchObject({
      userErrors: [],
      order: { displayFinancialStatus: 'PARTIALLY_REFUNDED' },
      refund: {
        note: 'goodwill',
        return: null,
        totalRefundedSet: { presentmentMoney: { amount: '11.0' } },
        orderAdjustments: { nodes: [] },
        refundLineItems: {
          nodes: [
            {
              quantity: 1,
              restocked: true,
              restockType: 'RETURN',
              location: { id: 'gid://shopify/Location/2' },
            },
          ],
        },
      },
    })
    expect(
      Object.values(store.engine.state.tables.inventoryLevels).find(
        (one) => one.locationId === 'gid://shopify/Location/2',
      )?.quantities,
    ).toEqual({ available: 1, on_hand: 1 })
    expect(
      at(await store.ask(ORDER, { id: store.order.id }), 'data', 'order', 'lineItems', 'nodes', 1),
    ).toMatchObject({ quantity: 1, currentQuantity: 0, refundableQuantity: 0 })
    // A refunded item cannot be returned any more (Shopify help).
    const left = await store.ask(
      'query ($id: ID!) { returnableFulfillments(orderId: $id, first: 5) { nodes { returnableFulfillmentLineItems(first: 5) { nodes { quantity fulfillmentLineItem { lineItem { title } } } } } } }',
      { id: store.order.id },
    )
    expect(
      at(left, 'data', 'returnableFulfillments', 'nodes', 0, 'returnableFulfillmentLineItems', 'nodes'),
    ).toEqual([{ quantity: 2, fulfillmentLineItem: { lineItem: { title: 'Shirt' } } }])
    expect(store.wrongBooks()).toEqual([])
  })

  it('answers the recorded words for what is wrong, and leaves no trace', async () => {
    const store = shopWith()
    const before = JSON.stringify({
      ...store.engine.state,
      tables: { ...store.engine.state.tables, idempotency: {} },
    })
    expect(
      at(
        await store.ask(REFUND, { input: { orderId: 'gid://shopify/Order/9' }, key: 'no-order' }),
        'data',
        'refundCreate',
        'userErrors',
      ),
    ).toEqual([{ field: ['orderId'], message: 'Order does not exist' }])
    const cases: [Json, (string | null)[] | null, string][] = [
      [
        { refundLineItems: [line(store, 0, 3)] },
        ['refundLineItems', '0', 'quantity'],
        'Quantity cannot refund more items than were purchased',
      ],
      [
        { transactions: [back(store, '999.00')] },
        null,
        'Refund amount $999.00 is greater than net payment received $71.00',
      ],
      [
        { transactions: [{ ...back(store, '1.00'), kind: 'AUTHORIZATION' }] },
        null,
        'Kind authorization is not a valid transaction',
      ],
      [
        { transactions: [{ ...back(store, '1.00'), parentId: null }] },
        ['transactions'],
        'Transactions require a parent_id associated with the order',
      ],
      [
        { currency: 'EUR', transactions: [back(store, '1.00')] },
        ['currency'],
        'Currency must match the presentment currency of the order',
      ],
    ]
    for (const [input, field, message] of cases) {
      expect(await refund(store, input)).toMatchObject({
        refund: null,
        order: { id: store.order.id },
        userErrors: [{ field, message }],
      })
    }
    expect(
      JSON.stringify({ ...store.engine.state, tables: { ...store.engine.state.tables, idempotency: {} } }),
    ).toBe(before)
  })

  it('gives one refund for a repeated key, refuses other parameters under it, and demands the directive', async () => {
    const store = shopWith()
    const input = { transactions: [back(store, '5.00')] }
    const first = await refund(store, input, 'same')
    const second = await refund(store, input, 'same')
    expect(id(at(second, 'refund'))).toBe(id(at(first, 'refund')))
    expect(store.state().refunds).toHaveLength(1)
    expect(await refund(store, { transactions: [back(store, '6.00')] }, 'same')).toMatchObject({
      userErrors: [
        { message: 'The same idempotency key cannot be used with different operation parameters.' },
      ],
    })
    const bare = await store.ask(
      REFUND.replace(' @idempotent(key: $key)', '').replace(', $key: String!', ''),
      { input: { orderId: store.order.id, ...input } },
    )
    expect(at(bare, 'errors', 0)).toMatchObject({
      message: 'The @idempotent directive is required for this mutation but was not provided.',
      extensions: { code: 'BAD_REQUEST' },
    })
  })

  it('records a refund of money alone as a discrepancy, so that nobody owes anything after it', async () => {
    const store = shopWith()
    const answer = await refund(store, { discrepancyReason: 'DAMAGE', transactions: [back(store, '4.00')] })
    expect(at(answer, 'refund', 'orderAdjustments', 'nodes')).toMatchObject([
      { reason: 'DAMAGE', amountSet: { presentmentMoney: { amount: '-4.0' } } },
    ])
    expect(at(await store.ask(ORDER, { id: store.order.id }), 'data', 'order')).toMatchObject({
      totalOutstandingSet: { presentmentMoney: { amount: '0.0' } },
      netPaymentSet: { presentmentMoney: { amount: '67.0' } },
    })
  })

  it('does not pay a unit twice when its return is processed after it was refunded', async () => {
    const store = shopWith()
    const { returnId, lineIds } = await approved(store, [
      { fulfillmentLineItemId: store.fulfilled(1), quantity: 1, ...reason },
    ])
    await refund(store, { refundLineItems: [line(store, 1, 1)], transactions: [back(store, '11.00')] })
    const suggested = await store.ask(
      'query ($id: ID!, $lines: [SuggestedOutcomeReturnLineItemInput!]!) { return(id: $id) { suggestedFinancialOutcome(returnLineItems: $lines, exchangeLineItems: []) { financialTransfer { __typename } } } }',
      { id: returnId, lines: [{ id: lineIds[0], quantity: 1 }] },
    )
    expect(at(suggested, 'data', 'return', 'suggestedFinancialOutcome', 'financialTransfer')).toBeNull()
    const processed = await store.ask(PROCESS, {
      input: { returnId, returnLineItems: [{ id: lineIds[0], quantity: 1 }] },
    })
    expect(at(processed, 'data', 'returnProcess', 'return', 'returnLineItems', 'nodes', 0)).toMatchObject({
      processedQuantity: 1,
      refundableQuantity: 0,
      refundedQuantity: 0,
    })
    expect(store.wrongBooks()).toEqual([])
  })

  it('refunds a gift card first and in full, back onto the card, then the newest payment', async () => {
    const store = shopWith((context) => {
      const order = usual(context)
      const [card] = order.transactions
      if (!card) throw new Error('no payment')
      const giftCardId = context.nextId('GiftCard')
      context.insert('giftCards', giftCardId, {
        id: giftCardId,
        shop: order.shop,
        code: 'abcdefgh12345678',
        initial: { amount: 2000, currency: 'USD' },
        balance: 0,
        createdAt: context.now,
        updatedAt: context.now,
        expiresOn: null,
        deactivatedAt: null,
        customerId: null,
        recipientId: null,
        recipientMessage: null,
        recipientPreferredName: null,
        note: null,
        orderId: null,
        crossCurrencyRedemptionStrategy: 'NONE',
        transactions: [],
      })
      order.transactions.push({
        ...card,
        id: context.nextId('OrderTransaction'),
        gateway: 'gift_card',
        amount: { shop: 2000, presentment: 2000 },
        paymentDetails: { type: 'gift_card', giftCardId, lastCharacters: '5678' },
      })
      card.amount = mapAmounts(card.amount, (minor) => minor - 2000)
      return order
    })
    const read = await store.ask(
      'query ($id: ID!, $lines: [RefundLineItemInput!]) { order(id: $id) { suggestedRefund(refundLineItems: $lines) { amountSet { presentmentMoney { amount } } suggestedTransactions { gateway amountSet { presentmentMoney { amount } } parentTransaction { id } } } } }',
      { id: store.order.id, lines: [line(store, 0, 1)] },
    )
    const suggested = at(read, 'data', 'order', 'suggestedRefund', 'suggestedTransactions')
    expect(suggested).toMatchObject([
      { gateway: 'gift_card', amountSet: { presentmentMoney: { amount: '20.0' } } },
      { gateway: 'shopify_payments', amountSet: { presentmentMoney: { amount: '7.5' } } },
    ])
    const transactions = (Array.isArray(suggested) ? suggested : []).map((one: unknown) => ({
      ...back(store, String(at(one, 'amountSet', 'presentmentMoney', 'amount'))),
      parentId: at(one, 'parentTransaction', 'id'),
      gateway: at(one, 'gateway'),
    }))
    await refund(store, { refundLineItems: [line(store, 0, 1)], transactions })
    expect(Object.values(store.engine.state.tables.giftCards)[0]).toMatchObject({
      balance: 2000,
      transactions: [{ amount: 2000 }],
    })
    expect(ledgerLines(store.engine.state, FLOW_SHOP).map((one) => [one.gateway, one.amount])).toEqual([
      ['gift_card', '20.00'],
      ['shopify_payments', '7.50'],
    ])
    expect(store.wrongBooks()).toEqual([])
  })

  it('asks for the currency of a foreign order and keeps both currencies whole', async () => {
    for (const [currency, rate, parts] of [
      ['JPY', 151, ['3333', '3333']],
      ['KWD', 0.307, ['0.123', '7.001']],
    ] as const) {
      const store = shopWith((context) => {
        const order = usual(context)
        const factor = currency === 'JPY' ? 1.51 : 3.07
        const foreign = (amounts: { shop: number }) => ({
          shop: amounts.shop,
          presentment: Math.round(amounts.shop * factor),
        })
        for (const one of order.lineItems)
          Object.assign(one, {
            unitPrice: foreign(one.unitPrice),
            taxLines: one.taxLines.map((tax) => ({ ...tax, amount: foreign(tax.amount) })),
          })
        for (const one of order.shippingLines) one.price = foreign(one.price)
        for (const one of order.transactions) one.amount = foreign(one.amount)
        return Object.assign(order, { presentmentCurrency: currency, presentmentRate: rate })
      })
      expect(await refund(store, { transactions: [back(store, '1')] })).toMatchObject({
        userErrors: [{ field: ['currency'], message: 'Currency is required for multi-currency orders' }],
      })
      for (const amount of parts)
        expect(await refund(store, { currency, transactions: [back(store, amount)] })).toMatchObject({
          userErrors: [],
        })
      const rest = await store.ask(
        'query ($id: ID!) { order(id: $id) { netPaymentSet { presentmentMoney { amount } } } }',
        { id: store.order.id },
      )
      await refund(store, {
        currency,
        transactions: [
          back(store, String(at(rest, 'data', 'order', 'netPaymentSet', 'presentmentMoney', 'amount'))),
        ],
      })
      const read = await store.ask(
        'query ($id: ID!) { order(id: $id) { displayFinancialStatus netPaymentSet { presentmentMoney { amount } shopMoney { amount } } } }',
        { id: store.order.id },
      )
      expect(at(read, 'data', 'order')).toEqual({
        displayFinancialStatus: 'REFUNDED',
        netPaymentSet: { presentmentMoney: { amount: '0.0' }, shopMoney: { amount: '0.0' } },
      })
      expect(store.wrongBooks()).toEqual([])
    }
  })
})

describe('store credit', () => {
  const CREDIT =
    'mutation ($id: ID!, $x: StoreCreditAccountCreditInput!) { storeCreditAccountCredit(id: $id, creditInput: $x) { storeCreditAccountTransaction { id amount { amount } balanceAfterTransaction { amount } expiresAt remainingAmount { amount } account { id owner { ... on Customer { id } } } } userErrors { field message code } } }'
  const DEBIT =
    'mutation ($id: ID!, $x: StoreCreditAccountDebitInput!) { storeCreditAccountDebit(id: $id, debitInput: $x) { storeCreditAccountTransaction { amount { amount } balanceAfterTransaction { amount } } userErrors { field message code } } }'
  const customer = 'gid://shopify/Customer/1'

  it('opens an account, spends what expires soonest first, and lets the rest of a credit expire', async () => {
    const store = shopWith()
    await store.ask(CREDIT, { id: customer, x: { creditAmount: usd('10.00') } })
    const second = await store.ask(CREDIT, {
      id: customer,
      x: { creditAmount: usd('6.00'), expiresAt: '2026-10-10T00:00:00Z' },
    })
    expect(at(second, 'data', 'storeCreditAccountCredit')).toMatchObject({
      userErrors: [],
      storeCreditAccountTransaction: {
        balanceAfterTransaction: { amount: '16.0' },
        account: { owner: { id: customer } },
      },
    })
    const debit = await store.ask(DEBIT, { id: customer, x: { debitAmount: usd('4.00') } })
    expect(at(debit, 'data', 'storeCreditAccountDebit', 'storeCreditAccountTransaction')).toEqual({
      amount: { amount: '-4.0' },
      balanceAfterTransaction: { amount: '12.0' },
    })
    store.clock.set(20 * 86_400_000)
    const read = await store.ask(
      '{ customer(id: "gid://shopify/Customer/1") { storeCreditAccounts(first: 1) { nodes { balance { amount } transactions(first: 5) { nodes { __typename amount { amount } } } } } } }',
    )
    expect(at(read, 'data', 'customer', 'storeCreditAccounts', 'nodes', 0)).toMatchObject({
      balance: { amount: '10.0' },
      transactions: {
        nodes: [
          {},
          {},
          { amount: { amount: '-4.0' } },
          { __typename: 'StoreCreditAccountExpirationTransaction', amount: { amount: '-2.0' } },
        ],
      },
    })
    expect(await store.ask(DEBIT, { id: customer, x: { debitAmount: usd('10.01') } })).toMatchObject({
      data: {
        storeCreditAccountDebit: {
          userErrors: [
            {
              code: 'INSUFFICIENT_FUNDS',
              field: ['debitInput', 'debitAmount', 'amount'],
              message: 'The store credit account does not have sufficient funds to satisfy the request',
            },
          ],
        },
      },
    })
    await store.ask(DEBIT, { id: customer, x: { debitAmount: usd('10.00') } })
    expect(store.wrongBooks()).toEqual([])
    expect(ledgerLines(store.engine.state, FLOW_SHOP).map((one) => [one.kind, one.amount])).toEqual([
      ['bonus_credit', '10.00'],
      ['bonus_credit', '6.00'],
      ['debit', '4.00'],
      ['debit', '10.00'],
    ])
  })

  it('checks owner, expiry, currency, amount and limit in this order, in the recorded words', async () => {
    const store = shopWith()
    const run = async (target: string, x: Json) =>
      at(await store.ask(CREDIT, { id: target, x }), 'data', 'storeCreditAccountCredit', 'userErrors', 0)
    const past = { expiresAt: '2020-01-01T00:00:00Z' }
    expect(await run('gid://shopify/Customer/404', { creditAmount: usd('0'), ...past })).toEqual({
      field: ['id'],
      message: 'Owner does not exist',
      code: 'OWNER_NOT_FOUND',
    })
    expect(await run('gid://shopify/StoreCreditAccount/404', { creditAmount: usd('0') })).toEqual({
      field: ['id'],
      message: 'Store credit account does not exist',
      code: 'ACCOUNT_NOT_FOUND',
    })
    expect(await run(customer, { creditAmount: usd('0'), ...past })).toEqual({
      field: ['creditInput', 'expiresAt'],
      message: 'The expiry date must be in the future',
      code: 'EXPIRES_AT_IN_PAST',
    })
    expect(await run(customer, { creditAmount: { amount: '0', currencyCode: 'GBP' } })).toMatchObject({
      code: 'UNSUPPORTED_CURRENCY',
    })
    expect(await run(customer, { creditAmount: usd('0') })).toEqual({
      field: ['creditInput', 'creditAmount', 'amount'],
      message: 'A positive amount must be used to credit a store credit account',
      code: 'NEGATIVE_OR_ZERO_AMOUNT',
    })
    expect(await run(customer, { creditAmount: usd('1000000.01') })).toMatchObject({
      code: 'CREDIT_LIMIT_EXCEEDED',
      message: "The operation would cause the account's credit limit to be exceeded",
    })
    const opened = await store.ask(CREDIT, { id: customer, x: { creditAmount: usd('1') } })
    const account = String(
      at(opened, 'data', 'storeCreditAccountCredit', 'storeCreditAccountTransaction', 'account', 'id'),
    )
    expect(await run(account, { creditAmount: { amount: '0', currencyCode: 'EUR' } })).toMatchObject({
      code: 'MISMATCHING_CURRENCY',
      message: 'The currency provided does not match the currency of the store credit account',
    })
  })
})

describe('gift cards', () => {
  it('answers the code once, and afterwards its last characters only', async () => {
    const store = shopWith()
    const create =
      'mutation ($x: GiftCardCreateInput!) { giftCardCreate(input: $x) { giftCardCode giftCard { id lastCharacters maskedCode balance { amount currencyCode } } userErrors { field message code } } }'
    const run = async (x: Json) => at(await store.ask(create, { x }), 'data', 'giftCardCreate')
    const made = await run({ initialAmount: usd('25.00') })
    expect(made).toMatchObject({
      userErrors: [],
      giftCardCode: expect.stringMatching(/^[a-z0-9]{16}$/) as unknown,
      giftCard: { balance: { amount: '25.0' } },
    })
    expect(String(at(made, 'giftCardCode')).slice(-4)).toBe(at(made, 'giftCard', 'lastCharacters'))
    expect(at(await run({ initialValue: '0' }), 'userErrors')).toEqual([
      { field: ['input', 'initialValue'], message: 'must be greater than 0', code: 'GREATER_THAN' },
    ])
    expect(at(await run({ initialValue: '1000000.01' }), 'userErrors', 0)).toEqual({
      field: ['input', 'initialValue'],
      message: "can't exceed $1,000,000.00 USD",
      code: 'GIFT_CARD_LIMIT_EXCEEDED',
    })
    expect(at(await run({ initialValue: '1', code: 'short' }), 'userErrors', 0)).toMatchObject({
      code: 'TOO_SHORT',
      message: 'Code must be at least 8 characters long',
    })
    expect(at(await run({ initialValue: '1', code: 'not-a-good-code' }), 'userErrors', 0)).toMatchObject({
      code: 'INVALID',
      message: 'Code can only contain letters(a-z) and numbers(0-9)',
    })
    expect(
      at(await run({ initialValue: '1', code: String(at(made, 'giftCardCode')) }), 'userErrors', 0),
    ).toMatchObject({ code: null, message: 'Code has already been taken' })
  })
})
