import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { money, type Money, negate, toDecimal } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { breaks, orderNamed, receive, returnsInShopify, stored } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { findReconciliation } from '#app/db/reconciliation.server.ts'
import { sendInvoiceForExchange } from '#app/jobs/handlers/send-invoice.server.ts'
import { reconcileLedger } from '#app/jobs/handlers/reconcile-ledger.server.ts'
import { approveReturn } from './approve-return.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { sendInvoiceAgain } from './send-invoice-again.server.ts'
import { stopMoney } from './stop-money.server.ts'
import { exchangeJourney } from '../../tests/setup/exchange-journey.ts'

const shop = installedShop()
const { offerExchange, offerOf, change, asked, quoteOf, pay, kinds, inShopify, refundsOf, invoices } =
  exchangeJourney(shop)

beforeEach(() => offerExchange())

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
