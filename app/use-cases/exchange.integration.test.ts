import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { money, type Money, negate, toDecimal } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import {
  breaks,
  judgeBy,
  ledgerOf,
  orderNamed,
  receive,
  returnsInShopify,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { approveReturn } from './approve-return.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { requestReturn } from './request-return.server.ts'

const shop = installedShop()

type Terms = {
  readonly exchangePrice?: 'difference' | 'even_only' | 'price_paid'
  readonly review?: 'automatic' | 'staff'
  readonly bonus?: { readonly storeCreditPercent: number; readonly exchangePercent: number }
}

const offerExchange = (terms: Terms = {}) =>
  judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: {
      ...policy.baseline,
      review: 'automatic',
      outcomes: ['refund', 'store_credit', 'exchange'],
      exchangePrice: 'difference',
      ...terms,
    },
  }))

beforeEach(() => offerExchange())

const shopper = () => shop().as({ kind: 'shopper' })

/** What one line of an order can be exchanged for. */
async function offerOf(order: OrderFacts) {
  const lines = wholeLines(order, (index) => index === 0)
  const quoted = await quoteReturn(shopper(), { orderGid: order.id, lines })
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
  return { lines, quoted: quoted.value, variants: quoted.value.exchange?.lines[0]?.variants ?? [] }
}

/** Sets what Shopify has of a variant, or its price, past the app. */
function change(variantGid: string, to: { stock?: number; price?: number }) {
  const { tables } = shop().devStore.engine.state
  const variant = tables.variants[variantGid]
  if (variant === undefined) throw new Error(`There is no ${variantGid}`)
  if (to.price !== undefined) variant.price = { ...variant.price, amount: to.price }
  if (to.stock === undefined) return
  for (const level of Object.values(tables.inventoryLevels))
    if (level.inventoryItemId === variant.inventoryItemId) level.quantities.available = to.stock
}

async function asked(order: OrderFacts, variantGid: string, fallback: 'refund' | 'store_credit' = 'refund') {
  const { lines } = await offerOf(order)
  const wish = lines.map((line) => ({ ...line, exchangeFor: variantGid }))
  const quoted = await quoteReturn(shopper(), { orderGid: order.id, lines: wish, fallback })
  const promised = quoted.ok ? quoted.value.quotes.find(({ outcome }) => outcome === 'exchange') : undefined
  if (promised === undefined) throw new Error(`Not quoted: ${JSON.stringify(quoted)}`)
  const made = await requestReturn(shopper(), {
    orderGid: order.id,
    submissionKey: randomUUID(),
    lines: wish,
    outcome: 'exchange',
    fallback,
    locale: 'en',
  })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return { made: made.value, promised }
}

async function pay(returnId: ReturnId) {
  const quoted = await quoteRefund(shop().ctx, { returnId })
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
  const [quote] = quoted.value.quotes
  if (quote === undefined) throw new Error('There is no quote')
  const paid = await refundReturn(shop().ctx, {
    returnId,
    method: 'original_payment',
    expected: quote.refund,
    expectedOwed: quote.owed,
  })
  return { quote, paid }
}

async function kinds(returnId: ReturnId) {
  const { shop: domain } = shop().ctx
  return (await withShop(domain, (tx) => listEvents(tx, domain, returnId))).map(({ event }) => event.kind)
}

type InShopify = {
  order: {
    totalOutstandingSet: { presentmentMoney: { amount: string } }
    fulfillmentOrders: { nodes: { status: string; lineItems: { nodes: { totalQuantity: number }[] } }[] }
    returns: { nodes: { exchangeLineItems: { nodes: { quantity: number; processedQuantity: number }[] } }[] }
  }
}

/** The order as Shopify has it: what is open on it, parcels to be sent, goods in exchange. */
async function inShopify(order: OrderFacts) {
  const query = `query($id: ID!) { order(id: $id) {
    totalOutstandingSet { presentmentMoney { amount } }
    fulfillmentOrders(first: 10) { nodes { status lineItems(first: 10) { nodes { totalQuantity } } } }
    returns(first: 10) { nodes { exchangeLineItems(first: 10) { nodes { quantity processedQuantity } } } }
  } }`
  const { order: found } = await shop().devStore.engine.asMerchant<InShopify>(shop().ctx.shop, query, {
    id: order.id,
  })
  return {
    open: found.totalOutstandingSet.presentmentMoney.amount,
    parcels: found.fulfillmentOrders.nodes.map(({ status }) => status).filter((one) => one !== 'CLOSED'),
    goods: found.returns.nodes.flatMap((one) => one.exchangeLineItems.nodes),
  }
}

const refundsOf = (name: string) => ledgerOf(shop(), name).filter(({ kind }) => kind === 'refund')
const invoices = () =>
  shop().devStore.engine.state.logs.notifications.filter(({ template }) => template === 'order_invoice')

test('what is offered: variants of the same product that are there, with what they cost more', async () => {
  const order = await orderNamed(shop(), '#1032')
  const before = await offerOf(order)
  expect(before.quoted.quotes.map(({ outcome }) => outcome)).toEqual(['refund', 'store_credit'])
  expect(before.variants.length).toBeGreaterThan(2)
  const [first, second] = before.variants
  if (first === undefined || second === undefined) throw new Error('There are variants')
  change(first.gid, { stock: 0 })
  change(second.gid, { price: 9_900 })
  const after = await offerOf(order)
  expect(after.variants.map(({ gid }) => gid)).not.toContain(first.gid)
  const dearer = after.variants.find(({ gid }) => gid === second.gid)
  expect(dearer?.difference).toEqual(money(9_900 - first.listPrice.minor, 'USD'))
  expect(after.quoted.exchange?.fallbacks).toEqual(['refund', 'store_credit'])
})

describe('from the request to the goods', () => {
  test('even: goods for goods, no money, once', async () => {
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const { made, promised } = await asked(order, variants[1]?.gid ?? '')
    expect([promised.refund.minor, promised.owed.minor]).toEqual([0, 0])
    expect((await inShopify(order)).goods).toEqual([{ quantity: 1, processedQuantity: 0 }])
    await receive(shop(), made.returnId)
    const { paid } = await pay(made.returnId)
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect(await inShopify(order)).toMatchObject({
      open: '0.0',
      parcels: ['OPEN'],
      goods: [{ quantity: 1, processedQuantity: 1 }],
    })
    expect(refundsOf('#1032')).toEqual([])
    expect(await kinds(made.returnId)).toEqual(expect.arrayContaining(['exchange_decided', 'exchange_sent']))
    expect(invoices()).toEqual([])
    expect(await quoteRefund(shop().ctx, made)).toMatchObject({ ok: false })
  })

  test('dearer: the buyer owes the difference, Shopify asks for it and keeps the goods until then', async () => {
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const [, dear] = variants
    if (dear === undefined) throw new Error('There are variants')
    change(dear.gid, { price: dear.listPrice.minor + 1_000 })
    const { made, promised } = await asked(order, dear.gid)
    expect(promised.owed.minor).toBeGreaterThanOrEqual(1_000)
    await receive(shop(), made.returnId)
    const { quote, paid } = await pay(made.returnId)
    expect(quote.owed).toEqual(promised.owed)
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect(await inShopify(order)).toMatchObject({
      open: String(Number(toDecimal(promised.owed))) + (promised.owed.minor % 100 === 0 ? '.0' : ''),
      parcels: ['ON_HOLD'],
    })
    expect(invoices()).toHaveLength(1)
    expect(refundsOf('#1032')).toEqual([])
    expect(await kinds(made.returnId)).toContain('invoice_sent')
    await shop().runJobs()
    expect(invoices()).toHaveLength(1)
  })

  test('cheaper: the rest goes back the way it was paid, with the goods, in one call', async () => {
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const [, cheap] = variants
    if (cheap === undefined) throw new Error('There are variants')
    change(cheap.gid, { price: cheap.listPrice.minor - 1_000 })
    const { made, promised } = await asked(order, cheap.gid)
    expect(promised.refund.minor).toBeGreaterThanOrEqual(1_000)
    await receive(shop(), made.returnId)
    const { paid } = await pay(made.returnId)
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled', amount: promised.refund } })
    await shop().runJobs()
    expect(refundsOf('#1032')).toMatchObject([{ amount: toDecimal(promised.refund), status: 'SUCCESS' }])
    expect(await inShopify(order)).toMatchObject({ open: '0.0', parcels: ['OPEN'] })
  })

  test('what the person saw is what is sent: another balance stops it', async () => {
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const { made } = await asked(order, variants[1]?.gid ?? '')
    await receive(shop(), made.returnId)
    const owed: Money = money(500, 'USD')
    const answer = await refundReturn(shop().ctx, {
      returnId: made.returnId,
      method: 'original_payment',
      expected: money(0, 'USD'),
      expectedOwed: owed,
    })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'amount_changed', expected: negate(owed) } })
    expect((await stored(shop(), made.returnId)).moneyIntents).toEqual([])
  })

  test('decided by a person: it comes to Shopify when it is approved', async () => {
    await offerExchange({ review: 'staff' })
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const { made } = await asked(order, variants[1]?.gid ?? '')
    await shop().runJobs()
    expect(made.status).toBe('in_review')
    expect(await returnsInShopify(shop(), order)).toEqual([])
    expect(await approveReturn(shop().ctx, made)).toMatchObject({ ok: true, value: { shopify: 'done' } })
    expect((await inShopify(order)).goods).toEqual([{ quantity: 1, processedQuantity: 0 }])
    await receive(shop(), made.returnId)
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'settled' } })
  })
})
