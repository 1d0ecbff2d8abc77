import { beforeEach, describe, expect, test } from 'vitest'
import { money } from '#app/domain/money.ts'
import type { ExchangeFallback } from '#app/domain/refund/exchange.ts'
import { orderNamed, receive, stored } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { approveReturn } from './approve-return.server.ts'
import { endExchange } from './end-exchange.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { exchangeJourney } from '../../tests/setup/exchange-journey.ts'

const shop = installedShop()
const { offerExchange, offerOf, change, asked, pay, inShopify, refundsOf } = exchangeJourney(shop)

beforeEach(() => offerExchange())

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
