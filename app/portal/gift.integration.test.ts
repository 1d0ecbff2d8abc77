import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { env } from '#app/env.server.ts'
import { judgeBy, orderNamed } from '../../tests/setup/journey.ts'
import { portalHttp, type Reply, someAddress } from '../../tests/setup/portal-http.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { makeGiftToken } from './gift-token.server.ts'
import { makeOrderToken } from './order-token.server.ts'

/* Gift returns as browsers without scripts see them, through the signed app proxy. */

const shop = installedShop()
const portal = portalHttp(shop)
let order: OrderFacts

beforeEach(async () => {
  await judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: { ...policy.baseline, outcomes: ['refund', 'store_credit', 'exchange'] },
  }))
  order = await orderNamed(shop(), '#1032')
})

const scope = () => ({ shop: shop().ctx.shop, secret: env.SHOPIFY_API_SECRET })
const agoMs = (ms: number) => new Date(Date.now() - ms).toISOString()

const orderToken = () => makeOrderToken(scope(), { order: order.id, customer: null, now: agoMs(60_000) })

const fieldOf = (text: string, name: string) =>
  new RegExp(`name="${name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="${name}"`)
    .exec(text)
    ?.slice(1)
    .find((one) => one !== undefined) ?? ''
const codeIn = (text: string) =>
  /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}(?=<\/p>)/.exec(text)?.[0] ?? ''
const shownIn = ({ text }: Reply) => text.replace(/value="[^"]*"|href="[^"]*"|action="[^"]*"|src="[^"]*"|data-portal-url="[^"]*"/g, '') // prettier-ignore
const tokenOf = (answer: Reply) =>
  new URL(answer.headers.get('location') ?? '', 'http://x').searchParams.get('t') ?? ''

/** The buyer makes a code on the page of the order. */
async function madeCode(): Promise<{ readonly code: string; readonly page: Reply }> {
  const t = orderToken()
  const visitor = portal().visitor()
  const page = await visitor.get(`giftcode?t=${t}`)
  expect(page.status).toBe(200)
  const made = await visitor.post('giftcode', {
    t,
    f: fieldOf(page.text, 'f'),
    'line.0.id': order.lines[0]?.id ?? '',
    'line.0.pick': '1',
    'line.0.quantity': '1',
  })
  expect(made.status, made.text).toBe(200)
  return { code: codeIn(made.text), page: made }
}

/** Types a code; answers the visit's token, aged so that nobody takes the visitor for a robot. */
async function opened(code: string): Promise<string> {
  const answer = await portal().visitor().post('gift', { code })
  expect(answer.status, answer.text).toBe(303)
  expect(tokenOf(answer)).not.toBe('')
  const [row] = await withShop(shop().ctx.shop, (tx) =>
    tx.giftCode.findMany({ orderBy: { createdAt: 'desc' }, take: 1 }),
  )
  return makeGiftToken(scope(), row?.id ?? '', agoMs(60_000))
}

const line = () => ({
  'line.0.id': order.lines[0]?.id ?? '',
  'line.0.pick': '1',
  'line.0.quantity': '1',
  'line.0.reason': 'other-reason',
  'line.0.note': '',
})
const contact = { email: 'rita@example.com', address: 'Rita Receiver, Way 1, 10115 Berlin, Germany' }

/** What the recipient must see nowhere: number, address, name and money of whoever bought it. */
function secrets(): readonly string[] {
  const { tables } = shop().devStore.engine.state
  const bought = tables.orders[order.id]
  const address = bought?.shippingAddress
  return [
    order.name,
    order.email,
    order.customer?.id,
    order.id,
    address?.lastName,
    address?.address1,
    address?.zip,
    order.lines[1]?.title,
  ].filter((one): one is string => typeof one === 'string' && one.length > 2)
}

describe('a gift', () => {
  test('goes from the buyer’s page by its code to the recipient, who sees no price and nothing of the buyer', async () => {
    const start = await portal().visitor().get('')
    expect(start.text).toContain('Return a gift')
    const { code, page } = await madeCode()
    expect(code).not.toBe('')
    expect(shownIn(page)).not.toMatch(/\$\s?\d/)
    const typed = await portal().visitor().get('gift')
    expect(typed.text).toContain('name="code"')
    const t = await opened(code.toLowerCase().replaceAll('-', ' '))
    const visitor = portal().visitor()
    const items = await visitor.get(`gift?t=${t}`)
    expect(items.status).toBe(200)
    expect(items.text).toContain(order.lines[0]?.title ?? 'none')
    const review = await visitor.post('gift/review', { t, ...line() })
    expect(review.status, review.text).toBe(200)
    expect(review.text).toContain('What would you like instead?')
    expect(review.text).not.toContain('value="store_credit"')
    expect(review.text).not.toContain('value="refund"')
    const variant = /<option value="(gid:\/\/shopify\/ProductVariant\/\d+)"/.exec(review.text)?.[1] ?? ''
    const wanted = { t, ...line(), 'line.0.exchange': variant, outcome: 'exchange' }
    const wrong = await visitor.post('gift/submit', { ...wanted, email: 'nobody', address: '' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('Type your e-mail address')
    expect(wrong.text).toContain('Type the whole address')
    const sent = await visitor.post('gift/submit', { ...wanted, ...contact })
    expect(sent.status, sent.text).toBe(303)
    const again = await visitor.post('gift/submit', { ...wanted, ...contact })
    const statusPath = (answer: Reply) =>
      (answer.headers.get('location') ?? '').replace(/^.*\/apps\/returns\//, '')
    expect(statusPath(again)).toContain('status/')
    await shop().runJobs()
    const status = await visitor.get(statusPath(sent))
    expect(status.text).toMatch(/Return G-[0-9A-Z]{8}/)
    const made = await withShop(shop().ctx.shop, (tx) => listReturnsOfOrder(tx, shop().ctx.shop, order.id))
    expect(made).toHaveLength(1)
    for (const [name, answer] of Object.entries({ items, review, wrong, status })) {
      expect(shownIn(answer), name).not.toMatch(/\$\s?\d|USD/)
      for (const secret of secrets()) expect(answer.text.includes(secret), `${name}: ${secret}`).toBe(false)
    }
    // The buyer is told by nobody, and reads no more than that it was given away.
    expect([...new Set(shop().mails.map(({ to }) => to.address))]).toEqual([contact.email])
    const bought = await portal().visitor().get(`order?t=${orderToken()}`)
    expect(bought.text).toContain('Given away as a gift')
    expect(bought.text).not.toContain(contact.email)
    expect(bought.text).not.toMatch(/G-[0-9A-Z]{8}/)
  })

  test('is credited to who is signed in, and only where the shop gives credit', async () => {
    const { code } = await madeCode()
    const t = await opened(code)
    const customers = Object.keys(shop().devStore.engine.state.tables.customers)
    const account =
      customers
        .find((gid) => gid !== order.customer?.id)
        ?.split('/')
        .pop() ?? ''
    const review = () =>
      portal().asShopify(
        '/gift/review',
        { customerId: account, query: 'view=page' },
        { method: 'POST', body: new URLSearchParams({ t, ...line() }) },
      )
    expect((await review()).text).not.toContain('value="store_credit"')
    await portal().set({ giftReturns: 'exchange_or_credit' })
    const guest = await portal()
      .visitor()
      .post('gift/review', { t, ...line() })
    expect(guest.text).toContain('Sign in with your own account')
    expect(guest.text).not.toContain('value="store_credit"')
    expect((await review()).text).toContain('value="store_credit"')
    const send = (customerId: string) =>
      portal().asShopify(
        '/gift/submit',
        { customerId, query: 'view=page' },
        {
          method: 'POST',
          headers: { 'x-forwarded-for': someAddress() },
          body: new URLSearchParams({ t, ...line(), outcome: 'store_credit', email: contact.email }),
        },
      )
    expect((await send('')).status).toBe(422)
    const sent = await send(account)
    expect(sent.status, sent.text).toBe(303)
    const [made] = await withShop(shop().ctx.shop, (tx) => listReturnsOfOrder(tx, shop().ctx.shop, order.id))
    expect(made).toMatchObject({
      customerGid: `gid://shopify/Customer/${account}`,
      buyerEmail: contact.email,
      outcome: 'store_credit',
      gift: { address: null },
    })
  })

  test('is not taken back anywhere while the shop does not want it', async () => {
    const { code } = await madeCode()
    const t = await opened(code)
    await portal().set({ giftReturns: 'off' })
    expect((await portal().visitor().get('')).text).not.toContain('Return a gift')
    for (const answer of [
      await portal().visitor().get('gift'),
      await portal().visitor().post('gift', { code }),
      await portal().visitor().get(`gift?t=${t}`),
      await portal()
        .visitor()
        .post('gift/review', { t, ...line() }),
      await portal()
        .visitor()
        .post('gift/submit', { t, ...line(), outcome: 'exchange', ...contact }),
      await portal().visitor().get(`giftcode?t=${orderToken()}`),
    ])
      expect([answer.status, answer.text.includes('takes no gifts back')]).toEqual([404, true])
  })
})

describe('hostile', () => {
  test('codes that are none, were ended, or are another shop’s get one answer, and the limit says no more', async () => {
    const { code, page } = await madeCode()
    const mark = (text: string) => text.replace(/"[A-Za-z0-9_-]{60,}"/g, '')
    const miss = mark((await portal().visitor().post('gift', { code: '0000-0000-0000' })).text)
    expect(miss).toContain('This code is not good, or not any more.')
    const elsewhere = portal().visitor('homeward-eu.myshopify.com')
    expect((await elsewhere.post('gift', { code })).status).toBe(422)
    for (const typed of [
      'x',
      "' or 1=1 --",
      '<script>alert(1)</script>',
      '%00',
      '\u202e\u200b0000-0000-0000',
      '０'.repeat(12),
      'A'.repeat(5000),
      '${7*7}{{7*7}}',
      '../../order',
      order.name,
      order.id,
    ])
      expect(mark((await portal().visitor().post('gift', { code: typed })).text), typed).toBe(miss)
    const nul = await portal().visitor().post('gift', { code: '\u00000000-0000-0000' })
    expect(nul.status).toBeLessThan(500)
    expect(nul.headers.get('location')).toBeNull()
    const trapped = await portal().visitor().post('gift', { code, website: 'http://spam.example' })
    expect(mark(trapped.text)).toBe(miss)
    const ended = await portal()
      .visitor()
      .post('giftcode', { t: orderToken(), end: fieldOf(page.text, 'end') })
    expect(ended.text).toContain('The code is ended')
    expect(mark((await portal().visitor().post('gift', { code })).text)).toBe(miss)
    const guesser = portal().visitor()
    const statuses: number[] = []
    for (let attempt = 0; attempt < 12; attempt += 1)
      statuses.push((await guesser.post('gift', { code: `0000-0000-00${String(10 + attempt)}` })).status)
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 422))
    expect(statuses.slice(10)).toEqual([429, 429])
  })

  test('tokens of orders open no gift, and those of gifts no order; foreign lines are nothing', async () => {
    const { code } = await madeCode()
    const t = await opened(code)
    const visitor = portal().visitor()
    for (const step of ['order', 'giftcode', 'complaint', 'exception'])
      expect((await visitor.get(`${step}?t=${t}`)).status, step).toBeGreaterThanOrEqual(400)
    for (const step of ['review', 'submit'])
      expect((await visitor.post(step, { t, ...line(), outcome: 'refund' })).status, step).toBe(403)
    expect((await visitor.get(`gift?t=${orderToken()}`)).status).toBe(403)
    expect((await visitor.post('gift/submit', { t: orderToken(), ...line() })).status).toBe(403)
    expect((await visitor.post('gift/submit', { ...line() })).status).toBe(409)
    const foreign = await orderNamed(shop(), '#1001')
    const other = { ...line(), 'line.0.id': foreign.lines[0]?.id ?? '' }
    for (const step of ['gift/review', 'gift/submit']) {
      const answer = await visitor.post(step, { t, ...other, outcome: 'exchange', ...contact })
      expect(answer.status, step).toBe(422)
      expect(answer.text).not.toContain(foreign.name)
    }
    const many = await visitor.post('gift/review', { t, ...line(), 'line.0.quantity': '2' })
    expect(many.status).toBe(422)
    const old = makeGiftToken(scope(), '00000000-0000-4000-8000-000000000000', agoMs(3 * 3_600_000))
    expect((await visitor.get(`gift?t=${old}`)).text).toContain('once more')
    const unknown = makeGiftToken(scope(), '00000000-0000-4000-8000-000000000000', agoMs(1000))
    expect((await visitor.get(`gift?t=${unknown}`)).status).toBe(410)
  })
})
