import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { createMoneyIntent } from '#app/db/money-intent.server.ts'
import { findReconciliation } from '#app/db/reconciliation.server.ts'
import { PortalSettings, savePortalSettings } from '#app/db/shop.server.ts'
import { money, toDecimal, zero } from '#app/domain/money.ts'
import type { CustomerGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { payBonus } from '#app/jobs/handlers/pay-bonus.server.ts'
import { reconcileLedger } from '#app/jobs/handlers/reconcile-ledger.server.ts'
import {
  breaks,
  judgeBy,
  keepsCalls,
  ledgerOf,
  orderNamed,
  receive,
  returnsInShopify,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { cancelReturn } from './cancel-return.server.ts'
import { closeReturn } from './close-return.server.ts'
import { endExchange } from './end-exchange.server.ts'
import { getReturnForShopper } from './get-return-for-shopper.server.ts'
import { makeGiftCode, openGiftCode, revokeGiftCode } from './gift-codes.server.ts'
import { judgeGift, quoteGift, requestGiftReturn } from './gift-return.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { readLiability } from './read-liability.server.ts'
import { refundOrder } from './refund-order.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { requestReturn } from './request-return.server.ts'
import { resolveUnknown } from './resolve-unknown.server.ts'

const shop = installedShop()
const recipient = 'rita@example.com'

let order: OrderFacts
/** The account of somebody else than the buyer. */
let account: CustomerGid

beforeEach(async () => {
  await judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: {
      ...policy.baseline,
      outcomes: ['refund', 'store_credit', 'exchange'],
      exchangePrice: 'difference',
      bonus: { storeCreditPercent: 10, exchangePercent: 0 },
    },
  }))
  order = await orderNamed(shop(), '#1032')
  const others = await Promise.all(
    ['#1001', '#1002', '#1003', '#1008'].map((name) => orderNamed(shop(), name)),
  )
  const other = others.map(({ customer }) => customer?.id).find((id) => id !== order.customer?.id)
  if (other === undefined) throw new Error('Somebody else is needed')
  account = other
})

async function set(giftReturns: PortalSettings['giftReturns']) {
  const { ctx } = shop()
  const portal = PortalSettings.parse({ ...ctx.settings.portal, giftReturns })
  await withShop(ctx.shop, (tx) => savePortalSettings(tx, ctx.shop, portal))
  return { ...shop().as({ kind: 'shopper' }), settings: { ...ctx.settings, portal } }
}

const linesOf = (from: OrderFacts) => wholeLines(from, (index) => index === 0)
const giftLines = (from: OrderFacts) =>
  linesOf(from).map(({ lineId, quantity: units }) => ({ lineId, units }))

async function codeFor(from: OrderFacts = order) {
  const ctx = shop().as({ kind: 'shopper' })
  const made = await makeGiftCode(ctx, {
    orderGid: from.id,
    lines: giftLines(from),
    requestKey: randomUUID(),
  })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

const contact = { email: recipient, address: 'Rita Receiver, Way 1, 10115 Berlin, Germany' }

async function asked(input: {
  readonly outcome: 'exchange' | 'store_credit'
  readonly customerGid?: CustomerGid | null
  readonly exchangeFor?: string
  readonly codeId?: string
}) {
  const ctx = await set('exchange_or_credit')
  const { outcome, customerGid = account, exchangeFor } = input
  const codeId = input.codeId ?? (await codeFor()).id
  const lines = linesOf(order).map((line) => ({
    ...line,
    ...(exchangeFor === undefined ? {} : { exchangeFor }),
  }))
  return requestGiftReturn(ctx, {
    codeId,
    customerGid,
    submissionKey: randomUUID(),
    lines,
    outcome,
    locale: 'en',
    ...contact,
  })
}

async function made(input: Parameters<typeof asked>[0]) {
  const result = await asked(input)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value.returnId
}

/** What a variant of the same price is called in Shopify. */
async function evenVariant(): Promise<string> {
  const ctx = await set('exchange')
  const quoted = await quoteGift(ctx, {
    codeId: (await codeFor()).id,
    customerGid: null,
    lines: linesOf(order),
  })
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
  const [first] = quoted.value.exchange?.lines[0]?.variants ?? []
  if (first === undefined) throw new Error('Nothing costs the same')
  return first.gid
}

const credits = () => ledgerOf(shop(), '').filter(({ kind }) => kind === 'bonus_credit')
const refunds = () => ledgerOf(shop(), order.id).filter(({ kind }) => kind === 'refund')
/** What Shopify itself told the buyer about the returns of the order. */
const toldByShopify = () =>
  shop().devStore.engine.state.logs.notifications.filter(({ orderId, returnId }) => orderId === order.id && returnId !== null) // prettier-ignore
const mailedTo = () => [...new Set(shop().mails.map(({ to }) => to.address))]

async function credited(returnId: Awaited<ReturnType<typeof made>>) {
  await receive(shop(), returnId)
  const quoted = await quoteRefund(shop().ctx, { returnId })
  const [quote] = quoted.ok ? quoted.value.quotes : []
  if (quote === undefined) throw new Error(JSON.stringify(quoted))
  const paid = await refundReturn(shop().ctx, {
    returnId,
    method: 'store_credit',
    expected: quote.refund,
  })
  return { quote, paid }
}

async function giftIntent(returnId: Awaited<ReturnType<typeof made>>) {
  const { moneyIntents } = await stored(shop(), returnId)
  const [intent, ...others] = moneyIntents
  if (intent === undefined || others.length > 0) throw new Error('There is not exactly one intent')
  return intent
}

describe('goods for a gift', () => {
  test('go out for goods, nothing moves for whoever paid, and only the recipient is told', async () => {
    const variant = await evenVariant()
    const returnId = await made({ outcome: 'exchange', customerGid: null, exchangeFor: variant })
    const record = await stored(shop(), returnId)
    expect(record).toMatchObject({
      buyerEmail: recipient,
      buyerName: null,
      customerGid: null,
      outcome: 'exchange',
      gift: { reference: expect.stringMatching(/^G-[0-9A-Z]{8}$/) as string, address: contact.address },
    })
    expect(toDecimal(record.promised?.total ?? money(1, 'USD'))).toBe('0.00')
    await receive(shop(), returnId)
    const nothing = zero(record.currency)
    const sent = await refundReturn(shop().ctx, { returnId, method: 'original_payment', expected: nothing })
    expect(sent).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect(refunds()).toEqual([])
    expect(credits()).toEqual([])
    expect(mailedTo()).toEqual([recipient])
    expect(toldByShopify()).toEqual([])
    const words = shop()
      .mails.map(({ subject, text }) => `${subject} ${text}`)
      .join('\n')
    const { customer, email } = order
    expect([order.name, email, customer?.id].filter((one) => one && words.includes(one))).toEqual([])
    expect(words).not.toMatch(/\$\d|USD|€/)
  })

  test('are offered only where they cost the same, and nobody is asked to pay or paid', async () => {
    const ctx = await set('exchange_or_credit')
    const codeId = (await codeFor()).id
    const lines = linesOf(order).map((line) => ({ ...line, exchangeSearch: 'merino' }))
    const quoted = await quoteGift(ctx, { codeId, customerGid: account, lines })
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
    const offered = quoted.value.exchange?.lines.flatMap(({ variants, others }) => [...variants, ...others])
    expect(offered?.length).toBeGreaterThan(0)
    expect(offered?.filter(({ difference }) => difference.minor !== 0)).toEqual([])
    const all = await quoteReturn(ctx, { orderGid: order.id, lines })
    const other = all.ok
      ? all.value.exchange?.lines
          .flatMap(({ variants, others }) => [...variants, ...others])
          .find(({ difference }) => difference.minor !== 0)
      : undefined
    expect(other).toBeDefined()
    expect(await asked({ outcome: 'exchange', exchangeFor: other?.gid ?? '' })).toMatchObject({
      ok: false,
      error: { kind: 'exchange_not_possible' },
    })
  })

  test('that are gone wait for a person where there is no account, and nobody ends it by paying', async () => {
    const variant = await evenVariant()
    const returnId = await made({ outcome: 'exchange', customerGid: null, exchangeFor: variant })
    expect((await stored(shop(), returnId)).lines[0]?.exchange).toMatchObject({ fallback: 'wait' })
    expect(await endExchange(shop().ctx, { returnId })).toMatchObject({
      ok: false,
      error: { kind: 'not_allowed' },
    })
  })

  test('become credit for the recipient, never money for whoever paid, where an exchange is ended', async () => {
    const variant = await evenVariant()
    const returnId = await made({ outcome: 'exchange', exchangeFor: variant })
    expect(await endExchange(shop().ctx, { returnId })).toMatchObject({ ok: true })
    await shop().runJobs()
    const record = await stored(shop(), returnId)
    expect(record).toMatchObject({ outcome: 'store_credit', promised: { bonus: { minor: 0 } } })
    const { paid } = await credited(returnId)
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled' } })
    expect(refunds()).toEqual([])
    expect(credits()).toHaveLength(1)
  })
})

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
      request: { customerGid: account },
    })
    expect(quote).toMatchObject({ bonus: { minor: 0 }, tenders: [] })
    expect(credits()).toMatchObject([{ amount: toDecimal(quote.refund) }])
    expect(refunds()).toEqual([])
    const { orders } = shop().devStore.engine.state.tables
    expect(orders[order.id]?.returns[0]?.lineItems[0]).toMatchObject({
      processedQuantity: 0,
      refundedQuantity: 0,
    })
    expect(mailedTo()).toEqual([recipient])
    expect(toldByShopify()).toEqual([])
    expect(shop().mails.at(-1)?.subject).toMatch(/^Your store credit of /)
    const domain = shop().ctx.shop
    await reconcileLedger(shop().ctx, { orderGid: order.id })
    const books = await withShop(domain, (tx) => findReconciliation(tx, domain, order.id))
    expect(books?.differences).toEqual([])
    expect(await closeReturn(shop().ctx, { returnId })).toMatchObject({ ok: true })
    await shop().runJobs()
    expect((await returnsInShopify(shop(), order)).map(({ status }) => status)).toEqual(['CLOSED'])
    // What was credited is not the buyer's to ask back, and what the buyer asks back later is not raised by it.
    const again = await quoteReturn(shop().as({ kind: 'shopper' }), {
      orderGid: order.id,
      lines: linesOf(order),
    })
    expect(again).toMatchObject({ ok: false, error: { kind: 'invalid_lines' } })
  })

  test('does not raise what the buyer gets for the rest of the order', async () => {
    const names = ['#1003', '#1004', '#1005', '#1006', '#1009', '#1010', '#1011', '#1012']
    const orders = await Promise.all(names.map((name) => orderNamed(shop(), name)))
    const found = orders.find((one) => wholeLines(one).length > 1 && one.customer?.id !== account)
    if (found === undefined) throw new Error('An order with two lines is needed')
    order = found
    const rest = wholeLines(order, (index) => index > 0)
    const before = await quoteReturn(shop().as({ kind: 'shopper' }), { orderGid: order.id, lines: rest })
    const returnId = await made({ outcome: 'store_credit' })
    await credited(returnId)
    await shop().runJobs()
    const after = await quoteReturn(shop().as({ kind: 'shopper' }), { orderGid: order.id, lines: rest })
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
    const plain = { submissionKey: randomUUID(), lines: linesOf(order), locale: 'en', ...contact }
    const codeId = (await codeFor()).id
    const only = await requestGiftReturn(ctx, {
      ...plain,
      codeId,
      customerGid: account,
      outcome: 'store_credit',
    })
    expect(only).toMatchObject({ ok: false, error: { kind: 'outcome_not_offered' } })
    const money = await requestGiftReturn(ctx, { ...plain, codeId, customerGid: account, outcome: 'refund' })
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

describe('a gift code', () => {
  test('opens with any case, spaces and hyphens, and with what is easily mistaken', async () => {
    const ctx = await set('exchange')
    const { id, code } = await codeFor()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    const typed = code ?? ''
    for (const one of [
      typed,
      typed.toLowerCase(),
      typed.replaceAll('-', ''),
      ` ${typed.split('').join(' ')} `,
    ])
      expect(await openGiftCode(ctx, one), one).toEqual({ ok: true, value: { codeId: id } })
    const row = await withShop(ctx.shop, (tx) => tx.giftCode.findUniqueOrThrow({ where: { id } }))
    expect(JSON.stringify(row)).not.toContain(typed.replaceAll('-', ''))
  })

  test('is nothing when it is wrong, ended, revoked, or the shop takes no gifts back: all the same', async () => {
    const ctx = await set('exchange')
    const { id, code } = await codeFor()
    const miss = { ok: false, error: { kind: 'not_found' } }
    expect(await openGiftCode(ctx, '0000-0000-0000')).toEqual(miss)
    const off = { ...ctx, settings: { ...ctx.settings, portal: { ...ctx.settings.portal, giftReturns: 'off' as const } } } // prettier-ignore
    expect(await openGiftCode(off, code ?? '')).toEqual(miss)
    const foreign = await orderNamed(shop(), '#1001')
    const stranger = { orderGid: foreign.id, id }
    expect(await revokeGiftCode(ctx, stranger)).toEqual(miss)
    expect(await openGiftCode(ctx, code ?? '')).toMatchObject({ ok: true })
    expect(await revokeGiftCode(ctx, { orderGid: order.id, id })).toEqual({ ok: true, value: null })
    expect(await openGiftCode(ctx, code ?? '')).toEqual(miss)
    expect(await judgeGift(ctx, { codeId: id })).toEqual(miss)
    const next = await codeFor()
    shop().advance(366 * 86_400)
    expect(await openGiftCode(ctx, next.code ?? '')).toEqual(miss)
  })

  test('is made for goods of the order only, and the same form makes one', async () => {
    const ctx = shop().as({ kind: 'shopper' })
    const requestKey = randomUUID()
    const input = { orderGid: order.id, lines: giftLines(order), requestKey }
    const first = await makeGiftCode(ctx, input)
    expect(await makeGiftCode(ctx, input)).toEqual(first)
    const wrong = (lines: readonly { lineId: string; units: number }[]) =>
      makeGiftCode(ctx, { orderGid: order.id, lines, requestKey: randomUUID() })
    const [line] = giftLines(order)
    expect(await wrong([])).toMatchObject({ error: { kind: 'nothing_selected' } })
    expect(await wrong([{ lineId: 'gid://shopify/LineItem/1', units: 1 }])).toMatchObject({
      error: { kind: 'invalid_lines' },
    })
    expect(await wrong(line === undefined ? [] : [{ ...line, units: 999 }])).toMatchObject({
      error: { kind: 'invalid_lines' },
    })
    const theirs = await makeGiftCode(ctx, { ...input, customerGid: account, requestKey: randomUUID() })
    expect(theirs).toMatchObject({ error: { kind: 'not_found' } })
    const viewer = shop().as({ kind: 'staff', id: '9', name: 'Vic' }, 'viewer')
    expect(await makeGiftCode(viewer, { ...input, requestKey: randomUUID() })).toMatchObject({
      error: { kind: 'forbidden' },
    })
  })

  test('opens its own goods only, as often as there are units, and not once it was revoked on the way', async () => {
    const ctx = await set('exchange_or_credit')
    const codeId = (await codeFor()).id
    const foreign = await orderNamed(shop(), '#1001')
    const ask = (lines: ReturnType<typeof linesOf>, key = randomUUID()) =>
      requestGiftReturn(ctx, {
        codeId,
        customerGid: account,
        submissionKey: key,
        lines,
        outcome: 'store_credit',
        locale: 'en',
        ...contact,
      })
    expect(await ask(linesOf(foreign))).toMatchObject({ error: { kind: 'invalid_lines' } })
    const key = randomUUID()
    const [one, twin] = await Promise.all([ask(linesOf(order), key), ask(linesOf(order), key)])
    expect(one).toMatchObject({ ok: true })
    expect(twin.ok && twin.value.returnId).toBe(one.ok && one.value.returnId)
    expect(await ask(linesOf(order))).toMatchObject({ error: { kind: 'invalid_lines' } })
    const returnId = one.ok ? one.value.returnId : undefined
    if (returnId === undefined) throw new Error('It was not asked back')
    expect(await cancelReturn(ctx, { returnId })).toMatchObject({ ok: true })
    await shop().runJobs()
    await revokeGiftCode(ctx, { orderGid: order.id, id: codeId })
    expect(await ask(linesOf(order))).toMatchObject({ error: { kind: 'not_found' } })
  })

  test('and the buyer cannot both have the same unit', async () => {
    const ctx = await set('exchange_or_credit')
    const codeId = (await codeFor()).id
    const buyer = requestReturn(ctx, {
      orderGid: order.id,
      submissionKey: randomUUID(),
      lines: linesOf(order),
      outcome: 'refund',
      locale: 'en',
    })
    const both = await Promise.all([buyer, asked({ outcome: 'store_credit', codeId })])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('that waits for staff is not told to Shopify, whose page of the order the buyer reads', async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, review: 'staff', outcomes: ['refund', 'store_credit'] },
    }))
    const returnId = await made({ outcome: 'store_credit' })
    await shop().runJobs()
    expect((await stored(shop(), returnId)).status).toBe('in_review')
    expect(await returnsInShopify(shop(), order)).toEqual([])
  })

  test('wants an e-mail address, and a place to send goods to', async () => {
    const ctx = await set('exchange')
    const plain = {
      codeId: (await codeFor()).id,
      customerGid: null,
      submissionKey: randomUUID(),
      lines: linesOf(order),
      outcome: 'exchange',
      locale: 'en',
    } as const
    for (const [email, address, fields] of [
      ['', '', ['email', 'address']],
      ['nobody', contact.address, ['email']],
      [recipient, ' x ', ['address']],
      [`a@b.example\r\nBcc: ${recipient}`, contact.address, ['email']],
    ] as const)
      expect(await requestGiftReturn(ctx, { ...plain, email, address })).toEqual({
        ok: false,
        error: { kind: 'invalid_contact', fields },
      })
  })
})

test('the recipient sees the return by a name that says nothing of the order, and no price', async () => {
  const returnId = await made({ outcome: 'store_credit' })
  const view = await getReturnForShopper(shop().ctx, { returnId })
  expect(view).toMatchObject({ promised: null, name: view?.orderName })
  expect(view?.name).toMatch(/^G-/)
  const seen = JSON.stringify(view)
  const { name, email, total } = order
  expect([name, email ?? 'none', String(total.minor)].filter((one) => seen.includes(one))).toEqual([])
})
