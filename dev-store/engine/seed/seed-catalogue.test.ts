import { describe, expect, test } from 'vitest'
import { createClock, createEngine } from '../engine.ts'
import type { Order } from '../state.ts'

/** Behaviour §12: every order of the seed is there for one thing; here each shows that thing in what the API answers. */
const SHOP = 'homeward-demo.myshopify.com'
const NOW = Date.parse('2026-11-20T12:00:00Z')
const engine = createEngine({ clock: createClock(0, () => NOW) })

type Json = Record<string, unknown>

const order = (name: string): Order => {
  const found = engine.index.ordersByName(SHOP, name).find((one) => one.name === name)
  if (!found) throw new Error(`the seed has no order ${name}`)
  return found
}
/** Selected fields of an order, asked over GraphQL. */
const read = async (name: string, selection: string): Promise<Json> =>
  (await engine.asMerchant<{ order: Json }>(SHOP, `query($id: ID!) { order(id: $id) { ${selection} } }`, { id: order(name).id })).order // prettier-ignore

const RETURNABLE =
  'query($id: ID!) { returnableFulfillments(orderId: $id, first: 10) { nodes { returnableFulfillmentLineItems(first: 80) { nodes { quantity fulfillmentLineItem { lineItem { title } } } } } } }'
type Returnable = { returnableFulfillments: { nodes: { returnableFulfillmentLineItems: { nodes: { quantity: number; fulfillmentLineItem: { lineItem: { title: string } } }[] } }[] } } // prettier-ignore
/** Title and quantity of what can come back, a row per fulfilment line. */
const returnable = async (name: string): Promise<[string, number][]> => {
  const { returnableFulfillments } = await engine.asMerchant<Returnable>(SHOP, RETURNABLE, {
    id: order(name).id,
  })
  return returnableFulfillments.nodes.flatMap((one) =>
    one.returnableFulfillmentLineItems.nodes.map((line): [string, number] => [
      line.fulfillmentLineItem.lineItem.title,
      line.quantity,
    ]),
  )
}
const total = (rows: [string, number][]) => rows.reduce((sum, [, quantity]) => sum + quantity, 0)
// Matchers of vitest are typed any.
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern)
const some: unknown = expect.any(String)
const BAG = '{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }'
const PRESENTMENT = '{ presentmentMoney { amount currencyCode } }'

const CASES: Record<string, () => Promise<void>> = {
  async '#1001'() {
    expect(
      await read('#1001', 'displayFinancialStatus displayFulfillmentStatus fulfillments { deliveredAt }'),
    ).toEqual({
      displayFinancialStatus: 'PAID',
      displayFulfillmentStatus: 'FULFILLED',
      fulfillments: [{ deliveredAt: '2026-11-15T12:00:00Z' }],
    })
    expect(total(await returnable('#1001'))).toBe(1)
  },
  async '#1002'() {
    const { discountCodes, totalShippingPriceSet, taxLines } = await read(
      '#1002',
      `discountCodes totalShippingPriceSet { shopMoney { amount } } taxLines { rate }`,
    )
    expect(discountCodes).toEqual(['WELCOME15'])
    expect(totalShippingPriceSet).toEqual({ shopMoney: { amount: '7.95' } })
    expect(taxLines).toMatchObject([{ rate: 0.08875 }])
    const { lineItems } = order('#1002')
    expect(lineItems.map((line) => line.quantity)).toEqual([2, 1, 1])
    expect(lineItems.map((line) => line.discountAllocations.length)).toEqual([1, 1, 2])
  },
  async '#1003'() {
    const answer = await read('#1003', `taxesIncluded totalPriceSet ${BAG}`)
    expect(answer).toMatchObject({
      taxesIncluded: true,
      totalPriceSet: { shopMoney: { currencyCode: 'USD' }, presentmentMoney: { currencyCode: 'EUR' } },
    })
  },
  async '#1004'() {
    const { totalPriceSet } = await read('#1004', `totalPriceSet ${PRESENTMENT}`)
    expect(totalPriceSet).toMatchObject({
      presentmentMoney: { currencyCode: 'JPY', amount: like(/^\d+\.0$/) },
    })
  },
  async '#1005'() {
    const { totalPriceSet } = await read('#1005', `totalPriceSet ${PRESENTMENT}`)
    expect(totalPriceSet).toMatchObject({
      presentmentMoney: { currencyCode: 'KWD', amount: like(/^\d+\.\d{1,3}$/) },
    })
    expect(order('#1005').lineItems.some((line) => line.unitPrice.presentment % 10 !== 0)).toBe(true)
  },
  async '#1006'() {
    const { lineItems } = await read(
      '#1006',
      'lineItems(first: 5) { nodes { lineItemGroup { id title } customAttributes { key value } } }',
    )
    // The nodes of the selection above.
    const { nodes } = lineItems as {
      nodes: { lineItemGroup: { title: string }; customAttributes: unknown[] }[]
    }
    expect(nodes.map((line) => line.lineItemGroup.title)).toEqual(Array(3).fill('Breakfast for Two'))
    expect(nodes.filter((line) => line.customAttributes.length > 0)).toHaveLength(1)
  },
  async '#1007'() {
    const { lineItems } = await read('#1007', 'lineItems(first: 5) { nodes { isGiftCard } }')
    expect(lineItems).toEqual({ nodes: [{ isGiftCard: true }, { isGiftCard: false }] })
    expect(await returnable('#1007')).toEqual([['Wool Throw', 1]])
  },
  async '#1008'() {
    const { transactions, suggestedRefund } = await read(
      '#1008',
      'transactions(first: 5) { gateway status } suggestedRefund(suggestFullRefund: true) { suggestedTransactions { gateway } }',
    )
    expect(transactions).toHaveLength(2)
    expect(suggestedRefund).toMatchObject({
      suggestedTransactions: [{ gateway: 'gift_card' }, { gateway: 'shopify_payments' }],
    })
  },
  async '#1009'() {
    expect(order('#1009').lineItems.map((line) => line.requiresShipping)).toEqual([false, true])
    // That a file cannot come back is the policy's business, not Shopify's.
    expect(total(await returnable('#1009'))).toBe(2)
  },
  async '#1010'() {
    const { lineItems } = await read(
      '#1010',
      'lineItems(first: 5) { nodes { product { tags metafields(first: 5) { nodes { namespace key value } } } } }',
    )
    const nodes = JSON.stringify(lineItems)
    expect(nodes).toContain('final-sale')
    expect(nodes).toMatch(/"namespace":"[^"]+"/)
  },
  async '#1011'() {
    expect(await read('#1011', 'displayFulfillmentStatus')).toEqual({
      displayFulfillmentStatus: 'PARTIALLY_FULFILLED',
    })
    expect(total(await returnable('#1011'))).toBe(2)
  },
  async '#1012'() {
    const parcels = order('#1012').fulfillments
    expect(new Set(parcels.map((one) => one.locationId)).size).toBe(2)
    expect(new Set(parcels.flatMap((one) => one.lineItems.map((line) => line.id))).size).toBe(2)
    expect((await returnable('#1012')).map(([, quantity]) => quantity)).toEqual([3, 1])
  },
  async '#1013'() {
    expect(order('#1013').returns).toEqual([])
    const { displayFinancialStatus, lineItems } = await read(
      '#1013',
      'displayFinancialStatus lineItems(first: 5) { nodes { quantity refundableQuantity } }',
    )
    expect(displayFinancialStatus).toBe('PARTIALLY_REFUNDED')
    expect(lineItems).toMatchObject({ nodes: [{ quantity: 2, refundableQuantity: 1 }] })
    expect(total(await returnable('#1013'))).toBe(1)
  },
  async '#1014'() {
    expect(
      order('#1014')
        .returns.map((one) => one.status)
        .sort(),
    ).toEqual(['DECLINED', 'OPEN'])
    expect(await read('#1014', 'returnStatus')).toEqual({ returnStatus: 'IN_PROGRESS' })
    // The open return claims one of two units; the declined one claims nothing.
    expect((await returnable('#1014')).map(([, quantity]) => quantity)).toEqual([1, 1])
  },
  async '#1015'() {
    const answer = await read(
      '#1015',
      `email customer { id } sourceName retailLocation { id } transactions(first: 2) { gateway amountRoundingSet ${BAG} } totalCashRoundingAdjustment { paymentSet { shopMoney { amount } } }`,
    )
    expect(answer).toMatchObject({
      email: null,
      customer: null,
      sourceName: 'pos',
      retailLocation: { id: some },
      transactions: [{ gateway: 'cash' }],
    })
    expect(JSON.stringify(answer.totalCashRoundingAdjustment)).not.toContain('"0.0"')
  },
  async '#1016'() {
    await Promise.resolve()
    expect(NOW - Date.parse(order('#1016').processedAt)).toBe(75 * 86_400_000)
  },
  async '#1017'() {
    await Promise.resolve()
    expect(NOW - Date.parse(order('#1017').processedAt)).toBe(60 * 86_400_000 - 3_600_000)
  },
  async '#1018'() {
    const { lineItems } = await read(
      '#1018',
      'lineItems(first: 2) { nodes { sellingPlan { name } contract { id } } }',
    )
    expect(lineItems).toMatchObject({
      nodes: [{ sellingPlan: { name: like(/4 weeks/) }, contract: { id: some } }],
    })
  }, // prettier-ignore
  async '#1019'() {
    const answer = await read(
      '#1019',
      `currentTotalDutiesSet { shopMoney { amount } } additionalFees { name } suggestedRefund(suggestFullRefund: true, refundDuties: [{ dutyId: "${order('#1019').lineItems[0]?.duties[0]?.id ?? ''}", refundType: FULL }]) { refundDuties { amountSet { shopMoney { amount } } } }`,
    )
    expect(answer.additionalFees).toEqual([{ name: 'Customs processing' }])
    expect(JSON.stringify(answer.suggestedRefund)).toMatch(/"amount":"[1-9]/)
  },
  async '#1020'() {
    expect(
      await read(
        '#1020',
        'displayFinancialStatus transactions(first: 2) { manualPaymentGateway kind status }',
      ),
    ).toEqual({
      displayFinancialStatus: 'PAID',
      transactions: [{ manualPaymentGateway: true, kind: 'SALE', status: 'SUCCESS' }],
    })
  },
  async '#1021'() {
    expect(
      await read(
        '#1021',
        'displayFinancialStatus refundable capturable suggestedRefund(suggestFullRefund: true) { suggestedTransactions { gateway } maximumRefundableSet { shopMoney { amount } } }',
      ),
    ).toEqual({
      displayFinancialStatus: 'AUTHORIZED',
      refundable: false,
      capturable: true,
      suggestedRefund: {
        suggestedTransactions: [],
        maximumRefundableSet: { shopMoney: { amount: '0.0' } },
      },
    })
  },
  async '#1022'() {
    const { transactions } = await read(
      '#1022',
      'transactions(first: 5) { id kind parentTransaction { id } }',
    )
    const [authorization] = order('#1022').transactions
    expect(transactions).toMatchObject([
      { kind: 'AUTHORIZATION' },
      { kind: 'CAPTURE', parentTransaction: { id: authorization?.id } },
      { kind: 'CAPTURE', parentTransaction: { id: authorization?.id } },
    ])
  },
  async '#1023'() {
    const sale = order('#1023').transactions[0]
    const { refundCreate } = await engine.asMerchant<{ refundCreate: Json }>(
      SHOP,
      'mutation($i: RefundInput!) { refundCreate(input: $i) @idempotent(key: "seed-1023") { refund { transactions(first: 2) { nodes { status errorCode } } } userErrors { message } } }',
      {
        i: {
          orderId: order('#1023').id,
          transactions: [
            {
              orderId: order('#1023').id,
              parentId: sale?.id,
              kind: 'REFUND',
              gateway: 'paypal',
              amount: '1.00',
            },
          ],
        },
      },
    )
    // PayPal takes no refund after 180 days: whatever the shape, no money has moved.
    expect(JSON.stringify(refundCreate)).not.toContain('"SUCCESS"')
    expect(order('#1023').transactions.filter((one) => one.kind === 'REFUND' && one.status === 'SUCCESS')).toEqual([])
  }, // prettier-ignore
  async '#1024'() {
    expect(await read('#1024', 'disputes { initiatedAs status }')).toEqual({
      disputes: [{ initiatedAs: 'CHARGEBACK', status: 'NEEDS_RESPONSE' }],
    })
  },
  async '#1025'() {
    expect(
      await read(
        '#1025',
        'sourceName paymentTerms { dueInDays } purchasingEntity { __typename } displayFinancialStatus',
      ),
    ).toEqual({
      sourceName: 'shopify_draft_order',
      paymentTerms: { dueInDays: 30 },
      purchasingEntity: { __typename: 'PurchasingCompany' },
      displayFinancialStatus: 'PENDING',
    })
  },
  async '#1026'() {
    expect(await read('#1026', 'email phone customer { id }')).toEqual({
      email: null,
      phone: '+12125550188',
      customer: null,
    })
  },
  async '#1027'() {
    const { orders } = await engine.asMerchant<{ orders: { nodes: { name: string }[] } }>(
      SHOP,
      '{ orders(first: 5, query: "name:1027") { nodes { name } } }',
    )
    expect(orders.nodes.map((one) => one.name).sort()).toEqual(['#1027', 'EN1027'])
  },
  async '#1028'() {
    expect(await read('#1028', 'totalTipReceivedSet { shopMoney { amount } }')).toEqual({
      totalTipReceivedSet: { shopMoney: { amount: '3.0' } },
    })
    expect((await returnable('#1028')).map(([title]) => title)).not.toContain('Tip')
  },
  async '#1029'() {
    const { edited, agreements } = await read('#1029', 'edited agreements(first: 5) { nodes { reason } }')
    expect(edited).toBe(true)
    expect(agreements).toEqual({ nodes: [{ reason: 'ORDER' }, { reason: 'ORDER_EDIT' }] })
    expect(total(await returnable('#1029'))).toBe(2)
  },
  async '#1030'() {
    expect(order('#1030').cancelledAt).not.toBeNull()
    expect(await returnable('#1030')).toEqual([])
  },
  async '#1031'() {
    expect(await read('#1031', 'closed displayFulfillmentStatus')).toEqual({
      closed: true,
      displayFulfillmentStatus: 'FULFILLED',
    })
  },
  async '#1032'() {
    const line = order('#1032').lineItems[0]
    const variants = Object.values(engine.state.tables.variants)
    const same = variants.filter(
      (one) => one.productId === line?.productId && one.price.amount === line.unitPrice.shop,
    )
    expect(same.length).toBeGreaterThan(1)
    expect(total(await returnable('#1032'))).toBe(1)
  },
  async '#1033'() {
    const towel = Object.values(engine.state.tables.products).find(
      (one) => one.shop === SHOP && one.handle === 'linen-tea-towel',
    )
    const variant = Object.values(engine.state.tables.variants).find((one) => one.productId === towel?.id)
    // For the bowl two tea towels cost ten dollars more.
    expect(2 * (variant?.price.amount ?? 0) - (order('#1033').lineItems[0]?.unitPrice.shop ?? 0)).toBe(1_000)
    expect(total(await returnable('#1033'))).toBe(1)
  }, // prettier-ignore
  async '#1034'() {
    expect(engine.state.tables.shops[SHOP]?.zeroPriceExchangeBug).toBe(true)
    expect(total(await returnable('#1034'))).toBe(1)
  },
  async '#1035'() {
    expect(await read('#1035', 'lineItems(first: 1) { nodes { title product { id } variant { id } } }')).toEqual({
      lineItems: { nodes: [{ title: 'Alpaca Scarf', product: null, variant: null }] },
    })
    expect(total(await returnable('#1035'))).toBe(1)
  }, // prettier-ignore
  async '#1036'() {
    const { lineItems, subtotalLineItemsQuantity } = await read(
      '#1036',
      'subtotalLineItemsQuantity lineItems(first: 50) { pageInfo { hasNextPage } }',
    )
    expect(order('#1036').lineItems).toHaveLength(60)
    expect(subtotalLineItemsQuantity).toBe(300)
    expect(lineItems).toEqual({ pageInfo: { hasNextPage: true } })
  },
  async '#1037'() {
    expect(
      await read('#1037', 'email phone customer { id } shippingAddress { name } billingAddress { name }'),
    ).toEqual({ email: null, phone: null, customer: null, shippingAddress: null, billingAddress: null })
  },
  async '#1038'() {
    const { note, customerLocale } = await read('#1038', 'note customerLocale')
    expect(note).toContain('🙏')
    expect(note).toContain('شكراً')
    expect(customerLocale).toBe('ar')
  },
  async '#1039'() {
    expect(await read('#1039', 'test')).toEqual({ test: true })
  },
  async '#1040'() {
    expect(
      await read(
        '#1040',
        'totalPriceSet { shopMoney { amount } } suggestedRefund(suggestFullRefund: true) { amountSet { shopMoney { amount } } }',
      ),
    ).toEqual({
      totalPriceSet: { shopMoney: { amount: '0.0' } },
      suggestedRefund: { amountSet: { shopMoney: { amount: '0.0' } } },
    })
  },
}

describe('the forty orders', () => {
  test.each(Object.entries(CASES))('%s', async (_, shows) => {
    await shows()
  })

  test('are forty', () => {
    expect(Object.keys(CASES)).toEqual(Array.from({ length: 40 }, (_, i) => `#${1001 + i}`))
  })
})

test('four shops, a thousand more orders, and a reason library with a deleted one', async () => {
  const shops = Object.values(engine.state.tables.shops)
  expect(shops.map((one) => [one.currency, one.plan, one.taxesIncluded, one.returnsWorkflow])).toEqual([
    ['USD', 'standard', false, 'new'],
    ['EUR', 'plus', true, 'new'],
    ['JPY', 'advanced', true, 'new'],
    ['USD', 'standard', false, 'legacy'],
  ])
  const orders = Object.values(engine.state.tables.orders).filter((one) => one.shop === SHOP)
  expect(orders.length).toBeGreaterThanOrEqual(1_040)
  const { returnReasonDefinitions } = await engine.asMerchant<{
    returnReasonDefinitions: { nodes: { handle: string; name: string; deleted: boolean }[] }
  }>(SHOP, '{ returnReasonDefinitions(first: 250) { nodes { handle name deleted } } }')
  expect(returnReasonDefinitions.nodes.length).toBeGreaterThanOrEqual(30)
  expect(returnReasonDefinitions.nodes.some((one) => one.deleted)).toBe(true)
})
