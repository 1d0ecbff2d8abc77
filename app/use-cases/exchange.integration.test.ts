import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { money, type Money, negate, toDecimal } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
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
import { findReconciliation } from '#app/db/reconciliation.server.ts'
import { sendInvoiceForExchange } from '#app/jobs/handlers/send-invoice.server.ts'
import { reconcileLedger } from '#app/jobs/handlers/reconcile-ledger.server.ts'
import { approveReturn } from './approve-return.server.ts'
import { endExchange } from './end-exchange.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { requestReturn } from './request-return.server.ts'
import { sendInvoiceAgain } from './send-invoice-again.server.ts'
import { stopMoney } from './stop-money.server.ts'

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

async function asked(order: OrderFacts, variantGid: string, fallback: ExchangeFallback = 'refund') {
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

async function quoteOf(returnId: ReturnId) {
  const quoted = await quoteRefund(shop().ctx, { returnId })
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
  const [quote] = quoted.value.quotes
  if (quote === undefined) throw new Error('There is no quote')
  return { quote }
}

async function pay(returnId: ReturnId) {
  const { quote } = await quoteOf(returnId)
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
  expect(after.quoted.exchange?.fallbacks).toEqual(['refund', 'store_credit', 'wait'])
})

describe('goods of the whole shop', () => {
  /** What a search offers for the first line of an order. */
  async function found(order: OrderFacts, term: string, quantity?: number) {
    const [line] = wholeLines(order, (index) => index === 0)
    if (line === undefined) throw new Error('The order has a line')
    const lines = [{ ...line, exchangeSearch: term, ...(quantity === undefined ? {} : { quantity }) }]
    const quoted = await quoteReturn(shopper(), { orderGid: order.id, lines })
    const offer = quoted.ok ? quoted.value.exchange?.lines[0] : undefined
    if (offer === undefined) throw new Error(JSON.stringify(quoted))
    return offer
  }

  test('a search by the beginnings of words, with price, stock and what it costs more', async () => {
    const order = await orderNamed(shop(), '#1032')
    const crewneck = await found(order, 'Merino crew')
    expect(crewneck.others.length).toBeGreaterThan(2)
    expect(new Set(crewneck.others.map(({ title }) => title))).toEqual(new Set(['Merino Crewneck']))
    const [one] = crewneck.others
    expect(one).toMatchObject({ listPrice: money(9_800, 'USD'), difference: money(1_900, 'USD') })
    change(one?.gid ?? '', { stock: 0 })
    expect((await found(order, 'merino')).others.map(({ gid }) => gid)).not.toContain(one?.gid)
    expect((await found(order, 'gift card')).others).toEqual([])
    expect((await found(order, '  ')).search).toBeNull()
    for (const term of ['" OR status:draft', '*', ')', 'NOT', 'product_status:draft'])
      expect((await found(order, term)).search?.term).toBe(term)
    expect((await found(order, 'linen shirt')).others).toEqual([])
  })

  test('more than one list holds: so many more, refine the search', async () => {
    const order = await orderNamed(shop(), '#1032')
    const { tables } = shop().devStore.engine.state
    const { shop: domain } = shop().ctx
    const product = Object.values(tables.products).find(
      (one) => one.title === 'Merino Crewneck' && one.shop === domain,
    )
    const first = tables.variants[product?.variantIds[0] ?? '']
    if (product === undefined || first === undefined) throw new Error('There is a crewneck')
    for (let index = 0; index < 60; index += 1) {
      const id = `gid://shopify/ProductVariant/77000${String(index)}`
      tables.variants[id] = { ...first, id, title: `Size ${String(index)}`, position: 50 + index }
      product.variantIds.push(id)
    }
    const offer = await found(order, 'merino')
    expect(offer.others).toHaveLength(20)
    expect(offer.search).toEqual({ term: 'merino', more: product.variantIds.length - 20 })
    expect((await found(order, 'merino size 59')).others.map(({ variantTitle }) => variantTitle)).toEqual([
      'Size 59',
    ])
    // What was chosen from one search stays in sight in the next one.
    const chosen = offer.others[3]?.gid ?? ''
    const [line] = wholeLines(order, (index) => index === 0)
    if (line === undefined) throw new Error('The order has a line')
    const lines = [{ ...line, exchangeSearch: 'skillet', exchangeFor: chosen }]
    const quoted = await quoteReturn(shopper(), { orderGid: order.id, lines })
    expect(quoted.ok && quoted.value.exchange?.lines[0]?.others[0]?.gid).toBe(chosen)
    expect(quoted.ok && quoted.value.quotes.map(({ outcome }) => outcome)).toContain('exchange')
  })

  test('even only: nothing of another price; what was paid counts: nothing to pay', async () => {
    const order = await orderNamed(shop(), '#1032')
    await offerExchange({ exchangePrice: 'even_only' })
    expect((await found(order, 'merino')).others).toEqual([])
    await offerExchange({ exchangePrice: 'price_paid' })
    const { others } = await found(order, 'merino')
    expect(others.length).toBeGreaterThan(2)
    expect(others.every(({ difference }) => difference.minor === 0)).toBe(true)
  })

  test('a dearer product: asked for, received, released, and the invoice asks for the difference', async () => {
    const order = await orderNamed(shop(), '#1032')
    const gid = (await found(order, 'merino')).others[0]?.gid ?? ''
    const { made, promised } = await asked(order, gid)
    expect(promised.exchanges).toMatchObject([
      { title: expect.stringContaining('Merino Crewneck') as string },
    ])
    expect(promised.owed.minor).toBeGreaterThanOrEqual(1_900)
    await receive(shop(), made.returnId)
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect(await inShopify(order)).toMatchObject({ parcels: ['ON_HOLD'] })
    expect(invoices()).toHaveLength(1)
  })

  test('a product taken out of the shop between choice and sending is refused', async () => {
    const order = await orderNamed(shop(), '#1032')
    const gid = (await found(order, 'merino')).others[0]?.gid ?? ''
    const { tables } = shop().devStore.engine.state
    const product = tables.products[tables.variants[gid]?.productId ?? '']
    if (product === undefined) throw new Error('There is a product')
    product.status = 'DRAFT'
    const [line] = wholeLines(order, (index) => index === 0)
    if (line === undefined) throw new Error('The order has a line')
    const request = {
      orderGid: order.id,
      submissionKey: randomUUID(),
      outcome: 'exchange',
      locale: 'en',
    } as const
    expect(
      await requestReturn(shopper(), { ...request, lines: [{ ...line, exchangeFor: gid }] }),
    ).toMatchObject({ ok: false, error: { kind: 'exchange_not_possible' } })
  })
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

describe('the invoice', () => {
  async function owing() {
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const [, dear] = variants
    if (dear === undefined) throw new Error('There are variants')
    change(dear.gid, { price: dear.listPrice.minor + 1_000 })
    const { made } = await asked(order, dear.gid)
    await receive(shop(), made.returnId)
    return { order, made }
  }
  const intentOf = async (returnId: ReturnId) => (await stored(shop(), returnId)).moneyIntents[0]?.id ?? ''

  async function waitLong() {
    for (let minute = 0; minute < 10; minute += 1) {
      shop().advance(300)
      await shop().runJobs()
    }
  }

  test('sent, the answer lost: never again by itself; a person is told and may send it again', async () => {
    const { made } = await owing()
    await pay(made.returnId)
    const { admin } = shop().ctx
    const losesAnswer: typeof admin = async (operation, options) => {
      const answer = await admin<unknown>(operation, options)
      if (operation.includes('orderInvoiceSend(')) throw new Error('The connection broke')
      // What was asked for is what the caller's type says.
      return answer as never
    }
    const intentId = await intentOf(made.returnId)
    await sendInvoiceForExchange({ ...shop().ctx, admin: losesAnswer }, { intentId })
    await waitLong()
    expect(invoices()).toHaveLength(1)
    expect((await stored(shop(), made.returnId)).attention).toBe('invoice_unknown')
    expect(await kinds(made.returnId)).not.toContain('invoice_sent')
    const again = { returnId: made.returnId, intentId }
    expect(await sendInvoiceAgain(shop().ctx, again)).toMatchObject({ ok: true, value: { state: 'sent' } })
    expect(invoices()).toHaveLength(2)
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
    expect(await kinds(made.returnId)).toEqual(expect.arrayContaining(['invoice_again', 'invoice_sent']))
  })

  test('not even asked, because Shopify had no points left: it is sent later, once', async () => {
    const { made } = await owing()
    breaks(shop(), 'orderInvoiceSend', { kind: 'throttled' })
    await pay(made.returnId)
    await waitLong()
    expect(invoices()).toHaveLength(1)
    expect((await kinds(made.returnId)).filter((kind) => kind.startsWith('invoice_'))).toEqual([
      'invoice_asked',
      'invoice_unsent',
      'invoice_asked',
      'invoice_sent',
    ])
  })

  test('a process that died with the call out: unknown, and not sent again', async () => {
    const { made } = await owing()
    const admin: typeof shopAdmin = (operation, options) =>
      operation.includes('orderInvoiceSend(')
        ? Promise.reject(new Error('died'))
        : shopAdmin(operation, options)
    const shopAdmin = shop().ctx.admin
    const { quote } = await quoteOf(made.returnId)
    await refundReturn(shop().ctx, {
      returnId: made.returnId,
      method: 'original_payment',
      expected: quote.refund,
      expectedOwed: quote.owed,
    })
    await sendInvoiceForExchange({ ...shop().ctx, admin }, { intentId: await intentOf(made.returnId) })
    await waitLong()
    expect(invoices()).toEqual([])
    expect((await stored(shop(), made.returnId)).attention).toBe('invoice_unknown')
  })

  test('only where something is owed, and only by who may pay', async () => {
    const { made } = await owing()
    const other = { returnId: made.returnId, intentId: randomUUID() }
    expect(await sendInvoiceAgain(shop().ctx, other)).toMatchObject({ error: { kind: 'not_found' } })
    const viewer = { ...shop().ctx, role: 'viewer' as const }
    expect(await sendInvoiceAgain(viewer, other)).toMatchObject({ error: { kind: 'forbidden' } })
  })
})

describe('goods that are gone (F62)', () => {
  /** An exchange for the second variant, and what happens to its stock later. */
  async function askedFor(fallback: ExchangeFallback = 'refund') {
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const gid = variants[1]?.gid ?? ''
    return { order, gid, ...(await asked(order, gid, fallback)) }
  }

  test('between choice and approval: the shopper gets what she chose for that case, and never both', async () => {
    await offerExchange({ review: 'staff' })
    const { order, gid, made } = await askedFor('store_credit')
    change(gid, { stock: 0 })
    await approveReturn(shop().ctx, made)
    await shop().runJobs()
    const record = await stored(shop(), made.returnId)
    expect(record).toMatchObject({
      outcome: 'store_credit',
      promised: { outcome: 'store_credit', exchanges: [] },
    })
    expect(record.promised?.refund.minor).toBeGreaterThan(0)
    expect((await inShopify(order)).goods).toEqual([])
    await receive(shop(), made.returnId)
    const quoted = await quoteRefund(shop().ctx, made)
    const quote = quoted.ok ? quoted.value.quotes[0] : undefined
    expect(quote?.outcome).toBe('store_credit')
    const paid = await refundReturn(shop().ctx, {
      returnId: made.returnId,
      method: 'store_credit',
      expected: quote?.refund ?? money(0, 'USD'),
    })
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect((await inShopify(order)).parcels).toEqual([])
    expect(shop().mails.some(({ subject }) => subject.startsWith('About your exchange'))).toBe(true)
  })

  test('between approval and payment: nothing is sent, the goods come off, then the money goes back', async () => {
    const { order, gid, made } = await askedFor()
    await receive(shop(), made.returnId)
    change(gid, { stock: 0 })
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'refused' } })
    await shop().runJobs()
    expect(await stored(shop(), made.returnId)).toMatchObject({
      outcome: 'refund',
      attention: 'exchange_changed',
    })
    expect((await inShopify(order)).parcels).toEqual([])
    const { quote, paid } = await pay(made.returnId)
    expect(quote).toMatchObject({ outcome: 'refund', exchanges: [] })
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect(refundsOf('#1032')).toHaveLength(1)
    expect(await inShopify(order)).toMatchObject({ open: '0.0', parcels: [] })
  })

  test('she wants to be asked first: nothing changes by itself, a person decides', async () => {
    const { order, gid, made } = await askedFor('wait')
    await receive(shop(), made.returnId)
    change(gid, { stock: 0 })
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'refused' } })
    await shop().runJobs()
    expect(await stored(shop(), made.returnId)).toMatchObject({
      outcome: 'exchange',
      attention: 'exchange_waits',
    })
    // There again: it is sent after all.
    change(gid, { stock: 5 })
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect((await inShopify(order)).parcels).toEqual(['OPEN'])
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
  })

  test('she wants to be asked first, and the goods are gone for good: ended, the money goes back', async () => {
    await offerExchange({ review: 'staff' })
    const { order, gid, made } = await askedFor('wait')
    const { tables } = shop().devStore.engine.state
    const product = tables.products[tables.variants[gid]?.productId ?? '']
    if (product === undefined) throw new Error('There is a product')
    product.status = 'ARCHIVED'
    await approveReturn(shop().ctx, made)
    await shop().runJobs()
    expect(await stored(shop(), made.returnId)).toMatchObject({
      outcome: 'exchange',
      attention: 'exchange_waits',
    })
    expect(await endExchange(shop().ctx, made)).toMatchObject({ ok: true })
    await shop().runJobs()
    expect(await stored(shop(), made.returnId)).toMatchObject({ outcome: 'refund', attention: null })
    await receive(shop(), made.returnId)
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    expect((await inShopify(order)).goods.filter(({ quantity }) => quantity > 0)).toEqual([])
  })

  test('a person ends the exchange: as if the goods were gone; after they were sent it is too late', async () => {
    const { order, made } = await askedFor()
    expect(await endExchange(shop().ctx, made)).toMatchObject({ ok: true })
    await shop().runJobs()
    expect((await stored(shop(), made.returnId)).lines[0]).toMatchObject({
      outcome: 'refund',
      exchange: null,
    })
    expect((await inShopify(order)).goods.filter(({ quantity }) => quantity > 0)).toEqual([])
    expect(await endExchange(shop().ctx, made)).toMatchObject({ ok: false })
  })

  test('sent already: ending it is refused', async () => {
    const { made } = await askedFor()
    await receive(shop(), made.returnId)
    await pay(made.returnId)
    expect(await endExchange(shop().ctx, made)).toMatchObject({ ok: false, error: { kind: 'conflict' } })
  })
})

describe('without an answer from Shopify', () => {
  async function ready() {
    const order = await orderNamed(shop(), '#1032')
    const { variants } = await offerOf(order)
    const { made } = await asked(order, variants[1]?.gid ?? '')
    await receive(shop(), made.returnId)
    return { order, made }
  }

  async function waitLong(minutes: number) {
    for (let minute = 0; minute < minutes; minute += 1) {
      shop().advance(61)
      await shop().runJobs()
    }
  }

  async function sentOnce(order: OrderFacts, returnId: ReturnId) {
    expect(await inShopify(order)).toMatchObject({
      open: '0.0',
      parcels: ['OPEN'],
      goods: [{ quantity: 1, processedQuantity: 1 }],
    })
    const [intent, ...others] = (await stored(shop(), returnId)).moneyIntents
    expect(others).toEqual([])
    expect(intent?.state).toBe('settled')
    expect((await kinds(returnId)).filter((kind) => kind === 'exchange_sent')).toHaveLength(1)
    return intent
  }

  test('after it was done: the processed units prove it, and nothing is sent again', async () => {
    const { order, made } = await ready()
    breaks(shop(), 'returnProcess', { kind: 'reset' })
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'unknown' } })
    await waitLong(5)
    expect(await sentOnce(order, made.returnId)).toMatchObject({ sendCount: 1 })
  })

  test('and nothing was done: it is sent once more, and once only', async () => {
    const { order, made } = await ready()
    breaks(shop(), 'returnProcess', { kind: 'http', status: 500 })
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: true, value: { state: 'unknown' } })
    await waitLong(5)
    expect(await sentOnce(order, made.returnId)).toMatchObject({ sendCount: 2 })
  })

  test('clicked three times at once: one exchange', async () => {
    const { order, made } = await ready()
    const answers = await Promise.all([pay(made.returnId), pay(made.returnId), pay(made.returnId)])
    expect(answers.filter(({ paid }) => paid.ok)).toHaveLength(1)
    await shop().runJobs()
    await sentOnce(order, made.returnId)
  })

  test('stopped payments stop exchanges, too', async () => {
    const { order, made } = await ready()
    await stopMoney(shop().ctx, { reason: 'test' })
    expect((await pay(made.returnId)).paid).toMatchObject({ ok: false, error: { kind: 'money_stopped' } })
    expect((await inShopify(order)).parcels).toEqual([])
  })

  test('the books agree with Shopify: no difference', async () => {
    const { order, made } = await ready()
    await pay(made.returnId)
    await reconcileLedger(shop().ctx, { orderGid: order.id })
    const { shop: domain } = shop().ctx
    const found = await withShop(domain, (tx) => findReconciliation(tx, domain, order.id))
    expect(found?.differences).toEqual([])
  })
})

test('goods that are not offered, or another sum than was shown, are refused (H24)', async () => {
  const order = await orderNamed(shop(), '#1032')
  const { lines, variants } = await offerOf(order)
  const request = (exchangeFor: string | undefined, seen?: string) =>
    requestReturn(shopper(), {
      orderGid: order.id,
      submissionKey: randomUUID(),
      lines: lines.map((line) => (exchangeFor === undefined ? line : { ...line, exchangeFor })),
      outcome: 'exchange',
      locale: 'en',
      ...(seen === undefined ? {} : { seen }),
    })
  const { tables } = shop().devStore.engine.state
  const foreign = Object.values(tables.variants).find((one) => tables.products[one.productId]?.isGiftCard)
  for (const gid of [undefined, '', 'gid://shopify/ProductVariant/999999', foreign?.id ?? ''])
    expect(await request(gid)).toMatchObject({ ok: false, error: { kind: 'exchange_not_possible' } })
  expect(await request(variants[1]?.gid, 'something else')).toMatchObject({
    ok: false,
    error: { kind: 'exchange_not_seen' },
  })
  expect(await returnsInShopify(shop(), order)).toEqual([])
})

test('the policy that offers no exchange, and one for even goods only', async () => {
  const order = await orderNamed(shop(), '#1032')
  await judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: { ...policy.baseline, outcomes: ['refund', 'store_credit'] },
  }))
  expect((await offerOf(order)).quoted.exchange).toBeNull()
  await offerExchange({ exchangePrice: 'even_only' })
  const before = await offerOf(order)
  const dear = before.variants[1]
  if (dear === undefined) throw new Error('There are variants')
  change(dear.gid, { price: dear.listPrice.minor + 1 })
  const gids = (await offerOf(order)).variants.map(({ gid }) => gid)
  expect(gids).toHaveLength(before.variants.length - 1)
  expect(gids).not.toContain(dear.gid)
  await offerExchange({ exchangePrice: 'price_paid' })
  expect((await offerOf(order)).variants.every(({ difference }) => difference.minor === 0)).toBe(true)
})
