import { Session } from '@shopify/shopify-api'
import { beforeEach, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { env } from '#app/env.server.ts'
import { action as review } from '#app/routes/portal.review.tsx'
import { action as submit } from '#app/routes/portal.submit.tsx'
import { offlineSessionId } from '#app/shopify/access-token.server.ts'
import { sessionStorage } from '#app/shopify.server.ts'
import { judgeBy, orderNamed } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { makeOrderToken } from './order-token.server.ts'
import { proxySignature } from './proxy-request.server.ts'

/* The exchange as a browser without scripts asks for it: forms through the signed app proxy, one page after the other. */

const here = installedShop()

beforeEach(async () => {
  const { shop } = here().ctx
  const accessToken = here().devStore.shops.find(({ domain }) => domain === shop)?.token ?? ''
  const session = { id: offlineSessionId(shop), shop, state: '', isOnline: false, accessToken }
  await sessionStorage.storeSession(new Session({ ...session, scope: 'read_orders' }))
})

function visitOf(order: OrderFacts) {
  const { shop } = here().ctx
  const scope = { shop, secret: env.SHOPIFY_API_SECRET }
  const now = new Date(Date.parse(here().ctx.now()) - 60_000).toISOString()
  const token = makeOrderToken(scope, { order: order.id, customer: null, now })
  const line = order.lines[0]
  if (line === undefined) throw new Error('The order has a line')
  const fields = {
    t: token,
    'line.0.id': line.id,
    'line.0.pick': '1',
    'line.0.quantity': '1',
    'line.0.reason': 'other-reason',
    'line.0.note': 'Too small',
  }
  return async (step: 'review' | 'submit', more: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams({
      shop,
      path_prefix: '/apps/returns',
      timestamp: String(Math.floor(Date.now() / 1000)),
      logged_in_customer_id: '',
    })
    query.set('signature', proxySignature(query, env.SHOPIFY_API_SECRET))
    const request = new Request(`https://app.example/portal/${step}?${query.toString()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, ...more }),
    })
    const answer = await (step === 'review' ? review : submit)({ request, params: {}, context: {} })
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
  }
}

const madeFor = (order: OrderFacts) => {
  const { shop } = here().ctx
  return withShop(shop, (tx) => listReturnsOfOrder(tx, shop, order.id))
}

async function offerExchange() {
  await judgeBy(here(), (policy) => ({
    ...policy,
    baseline: { ...policy.baseline, outcomes: ['refund', 'store_credit', 'exchange'] },
  }))
}

test('choose a variant, see what it comes to, send it', async () => {
  await offerExchange()
  const order = await orderNamed(here(), '#1032')
  const post = visitOf(order)
  const first = await post('review')
  expect(first.status).toBe(200)
  expect(first.text).toContain('Another variant, or something else of ours.')
  expect(first.text).toContain('If it is sold out by then, you get')
  expect(first.text).not.toContain('name="exchange_seen"')
  const options = [...first.text.matchAll(/<option value="(gid:\/\/shopify\/ProductVariant\/\d+)">([^<]+)</g)]
  expect(options.length).toBeGreaterThan(1)
  const [, variant = '', words = ''] = options[1] ?? []
  expect(words).toContain('(same price)')

  // Sent before she saw what it comes to: the page shows it, and nothing is sent.
  const choice = { 'line.0.exchange': variant, fallback: 'store_credit', outcome: 'exchange' }
  const unseen = await post('submit', choice)
  expect(unseen.status).toBe(422)
  expect(unseen.text).toContain('Please check what your exchange comes to')
  expect(await madeFor(order)).toEqual([])

  const shown = await post('review', { ...choice, show: 'exchange' })
  const seen = /name="exchange_seen" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
  expect(shown.text).toContain('You get: Linen Shirt')
  expect(shown.text).toMatch(/value="exchange"[^>]*checked|checked[^>]*value="exchange"/)
  const sent = await post('submit', { ...choice, exchange_seen: seen })
  expect(sent.status).toBe(303)
  expect(sent.to).toContain('/status/')
  const [made] = await madeFor(order)
  expect(made).toMatchObject({ outcome: 'exchange', status: 'approved' })
  expect(made?.lines[0]?.exchange).toMatchObject({ variantGid: variant, fallback: 'store_credit' })
})

test('search another product, choose it from the list, see what it comes to, send it', async () => {
  await offerExchange()
  const order = await orderNamed(here(), '#1032')
  const post = visitOf(order)
  const found = await post('review', { 'line.0.find': 'merino', show: 'exchange' })
  expect(found.text).toContain('What we found')
  const radios = [...found.text.matchAll(/name="line\.0\.other"[^>]*value="(gid:[^"]+)"/g)]
  expect(radios.length).toBeGreaterThan(2)
  expect(found.text).toContain('Merino Crewneck · S, $98.00 ($19.00 more)')
  const other = radios[0]?.[1] ?? ''
  const choice = { 'line.0.exchange': '', 'line.0.other': other, fallback: 'wait', outcome: 'exchange' }
  const shown = await post('review', { ...choice, show: 'exchange' })
  expect(shown.text).toContain('You get: Merino Crewneck')
  expect(shown.text).toContain('Your choice')
  const seen = /name="exchange_seen" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
  const sent = await post('submit', { ...choice, exchange_seen: seen })
  expect(sent.status).toBe(303)
  expect((await madeFor(order))[0]?.lines[0]?.exchange).toMatchObject({ variantGid: other, fallback: 'wait' })
})

test('a search that finds nothing says so and says it back as text (H60)', async () => {
  await offerExchange()
  const post = visitOf(await orderNamed(here(), '#1032'))
  const term = '<script>alert(1)</script>{{7*7}}'
  const none = await post('review', { 'line.0.find': term, show: 'exchange' })
  expect(none.text).toContain('Nothing that we can send now goes by')
  expect(none.text).not.toContain('<script>alert')
  expect(none.text).not.toContain('{{7*7}}')
})

test('nothing chosen: the page says so; a policy without exchanges offers none', async () => {
  const order = await orderNamed(here(), '#1032')
  const post = visitOf(order)
  expect((await post('review')).text).not.toContain('Another variant, or something else of ours.')
  await offerExchange()
  const missing = await post('submit', { outcome: 'exchange', 'line.0.exchange': '' })
  expect(missing.status).toBe(422)
  expect(missing.text).toContain('Choose what you would like instead for every item.')
  expect(await madeFor(order)).toEqual([])
})
