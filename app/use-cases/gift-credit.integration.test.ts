import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { createMoneyIntent } from '#app/db/money-intent.server.ts'
import { findReconciliation } from '#app/db/reconciliation.server.ts'
import { money, toDecimal, zero } from '#app/domain/money.ts'
import { payBonus } from '#app/jobs/handlers/pay-bonus.server.ts'
import { reconcileLedger } from '#app/jobs/handlers/reconcile-ledger.server.ts'
import {
  breaks,
  keepsCalls,
  orderNamed,
  receive,
  returnsInShopify,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { recipient, linesOf, contact, giftJourney } from '../../tests/setup/gift-journey.ts'
import { closeReturn } from './close-return.server.ts'
import { requestGiftReturn } from './gift-return.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { readLiability } from './read-liability.server.ts'
import { refundOrder } from './refund-order.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { resolveUnknown } from './resolve-unknown.server.ts'

const {
  shop,
  order,
  account,
  set,
  codeFor,
  asked,
  made,
  credits,
  refunds,
  toldByShopify,
  mailedTo,
  credited,
  giftIntent,
  giveFrom,
} = giftJourney()

describe('credit for a gift', () => {
  test('goes to the recipient after the goods were looked at; no refund, no bonus, and Shopify owes nobody', async () => {
    const returnId = await made({ outcome: 'store_credit' })
    await shop().runJobs()
    expect(credits()).toEqual([])
    const owed = await readLiability(shop().ctx)
    expect(owed.owed.some((one) => one.returnId === returnId)).toBe(true)
    expect(await quoteRefund(shop().ctx, { returnId })).toMatchObject({ error: { kind: 'not_allowed' } })
    const { quote, paid } = await credited(returnId)
    await shop().runJobs()
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled', amount: quote.refund } })
    expect(await giftIntent(returnId)).toMatchObject({
      purpose: 'gift_credit',
      state: 'settled',
      method: 'store_credit',
      request: { customerGid: account() },
    })
    expect(quote).toMatchObject({ bonus: { minor: 0 }, tenders: [] })
    expect(credits()).toMatchObject([{ amount: toDecimal(quote.refund) }])
    expect(refunds()).toEqual([])
    const { orders } = shop().devStore.engine.state.tables
    expect(orders[order().id]?.returns[0]?.lineItems[0]).toMatchObject({
      processedQuantity: 0,
      refundedQuantity: 0,
    })
    expect(mailedTo()).toEqual([recipient])
    expect(toldByShopify()).toEqual([])
    expect(shop().mails.at(-1)?.subject).toMatch(/^Your store credit of /)
    const domain = shop().ctx.shop
    await reconcileLedger(shop().ctx, { orderGid: order().id })
    const books = await withShop(domain, (tx) => findReconciliation(tx, domain, order().id))
    expect(books?.differences).toEqual([])
    expect(await closeReturn(shop().ctx, { returnId })).toMatchObject({ ok: true })
    await shop().runJobs()
    expect((await returnsInShopify(shop(), order())).map(({ status }) => status)).toEqual(['CLOSED'])
    // What was credited is not the buyer's to ask back, and what the buyer asks back later is not raised by it.
    const again = await quoteReturn(shop().as({ kind: 'shopper' }), {
      orderGid: order().id,
      lines: linesOf(order()),
    })
    expect(again).toMatchObject({ ok: false, error: { kind: 'invalid_lines' } })
  })

  test('does not raise what the buyer gets for the rest of the order', async () => {
    const names = ['#1003', '#1004', '#1005', '#1006', '#1009', '#1010', '#1011', '#1012']
    const orders = await Promise.all(names.map((name) => orderNamed(shop(), name)))
    const found = orders.find((one) => wholeLines(one).length > 1 && one.customer?.id !== account())
    if (found === undefined) throw new Error('An order with two lines is needed')
    giveFrom(found)
    const rest = wholeLines(order(), (index) => index > 0)
    const before = await quoteReturn(shop().as({ kind: 'shopper' }), { orderGid: order().id, lines: rest })
    const returnId = await made({ outcome: 'store_credit' })
    await credited(returnId)
    await shop().runJobs()
    const after = await quoteReturn(shop().as({ kind: 'shopper' }), { orderGid: order().id, lines: rest })
    const totalOf = (quoted: typeof before) => (quoted.ok ? quoted.value.quotes[0]?.refund : undefined)
    expect(totalOf(before)).toBeDefined()
    expect(totalOf(after)).toEqual(totalOf(before))
  })

  test('is given once, although the answer was lost, the job ran twice and two people clicked', async () => {
    const returnId = await made({ outcome: 'store_credit' })
    await receive(shop(), returnId)
    const quoted = await quoteRefund(shop().ctx, { returnId })
    const expected = quoted.ok ? (quoted.value.quotes[0]?.refund ?? zero('USD')) : zero('USD')
    breaks(shop(), 'storeCreditAccountCredit', { kind: 'reset' })
    const click = () => refundReturn(shop().ctx, { returnId, method: 'store_credit', expected })
    const both = await Promise.all([click(), click()])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    const { id: intentId } = await giftIntent(returnId)
    await Promise.all([payBonus(shop().ctx, { intentId }), payBonus(shop().ctx, { intentId })])
    for (let minute = 0; minute < 3; minute += 1) {
      shop().advance(61)
      await shop().runJobs()
    }
    expect(await giftIntent(returnId)).toMatchObject({ state: 'settled', sendCount: 1 })
    expect(credits()).toHaveLength(1)
  })

  test('without an answer is never sent again by itself; what arrives late is found', async () => {
    const returnId = await made({ outcome: 'store_credit' })
    const late = keepsCalls(shop(), 'storeCreditAccountCredit')
    breaks(shop(), 'storeCreditAccountCredit', { kind: 'http', status: 502 })
    await receive(shop(), returnId)
    const quoted = await quoteRefund(shop().ctx, { returnId })
    const expected = quoted.ok ? (quoted.value.quotes[0]?.refund ?? zero('USD')) : zero('USD')
    await refundReturn(shop().over(late.admin), { returnId, method: 'store_credit', expected })
    for (let minute = 0; minute < 4; minute += 1) {
      shop().advance(61)
      await shop().runJobs()
    }
    const { id: intentId } = await giftIntent(returnId)
    expect(await giftIntent(returnId)).toMatchObject({ state: 'unknown', sendCount: 1 })
    expect((await stored(shop(), returnId)).attention).toBe('gift_credit_needs_person')
    await late.arrive()
    const resolved = await resolveUnknown(shop().ctx, { returnId, intentId, decision: 'send_again' })
    expect(resolved).toMatchObject({ ok: true, value: { state: 'settled' } })
    expect(await giftIntent(returnId)).toMatchObject({ sendCount: 1 })
    expect(credits()).toHaveLength(1)
  })

  test('stops where the goods were refunded or closed in Shopify itself between the click and the call', async () => {
    const returnId = await made({ outcome: 'store_credit' })
    await receive(shop(), returnId)
    const quoted = await quoteRefund(shop().ctx, { returnId })
    const expected = quoted.ok ? (quoted.value.quotes[0]?.refund ?? zero('USD')) : zero('USD')
    const { shopifyReturnGid } = await stored(shop(), returnId)
    const meddling: (typeof shop extends () => infer T ? T : never)['ctx']['admin'] = async (
      operation,
      options,
    ) => {
      if (operation.includes('storeCreditAccounts('))
        await shop().devStore.engine.asMerchant(
          shop().ctx.shop,
          'mutation($id: ID!) { returnClose(id: $id) { userErrors { message } } }',
          { id: shopifyReturnGid },
        )
      return shop().ctx.admin(operation, options)
    }
    const paid = await refundReturn(shop().over(meddling), { returnId, method: 'store_credit', expected })
    expect(paid).toMatchObject({ ok: true, value: { state: 'refused' } })
    expect(credits()).toEqual([])
    expect((await stored(shop(), returnId)).attention).toBe('gift_credit_refused')
  })

  test('is not to be had without an account, nor where the shop gives none, nor beside the return', async () => {
    expect(await asked({ outcome: 'store_credit', customerGid: null })).toMatchObject({
      ok: false,
      error: { kind: 'outcome_not_offered' },
    })
    const ctx = await set('exchange')
    const plain = { submissionKey: randomUUID(), lines: linesOf(order()), locale: 'en', ...contact }
    const codeId = (await codeFor()).id
    const only = await requestGiftReturn(ctx, {
      ...plain,
      codeId,
      customerGid: account(),
      outcome: 'store_credit',
    })
    expect(only).toMatchObject({ ok: false, error: { kind: 'outcome_not_offered' } })
    const money = await requestGiftReturn(ctx, {
      ...plain,
      codeId,
      customerGid: account(),
      outcome: 'refund',
    })
    expect(money).toMatchObject({ ok: false, error: { kind: 'outcome_not_offered' } })
  })

  test('is all that is paid: the database refuses money for whoever paid, and staff cannot give any', async () => {
    const returnId = await made({ outcome: 'store_credit' })
    const { ctx } = shop()
    const intent = {
      id: randomUUID(),
      returnId,
      unitsKey: 'x',
      method: 'original_payment',
      amount: money(100, 'USD'),
      request: {},
      requestHash: 'x',
      correlation: 'x',
      actor: ctx.actor,
      createdAt: ctx.now(),
    } as const
    for (const purpose of ['refund', 'order_refund', 'bonus_credit'] as const)
      await expect(
        withShop(ctx.shop, (tx) => createMoneyIntent(tx, ctx.shop, { ...intent, purpose })),
      ).rejects.toThrow('pays nobody back')
    const beside = await refundOrder(ctx, {
      returnId,
      why: 'goodwill',
      method: 'original_payment',
      amount: money(100, 'USD'),
      note: '',
      requestKey: randomUUID(),
    })
    expect(beside).toMatchObject({ ok: false, error: { kind: 'method_not_offered' } })
    await expect(
      database().prisma.$executeRawUnsafe(`update "Return" set gift = null where id = '${returnId}'`),
    ).rejects.toThrow('keeps whether it is a gift')
  })
})
