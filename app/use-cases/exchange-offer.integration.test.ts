import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { money } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { judgeBy, orderNamed, receive, returnsInShopify, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { quoteReturn } from './quote-return.server.ts'
import { requestReturn } from './request-return.server.ts'
import { exchangeJourney } from '../../tests/setup/exchange-journey.ts'

/* What the goods of a line can be exchanged for, and what is refused. */

const shop = installedShop()
const { offerExchange, shopper, offerOf, change, asked, pay, inShopify, invoices } = exchangeJourney(shop)

beforeEach(() => offerExchange())

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
