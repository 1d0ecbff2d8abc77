import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { database, withShop } from '#app/db.server.ts'
import { ReturnId, ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { operations } from '#app/portal/api/operations.server.ts'
import { makeCodeToken } from '#app/portal/code-token.server.ts'
import { makeGiftToken } from '#app/portal/gift-token.server.ts'
import { makeOrderToken } from '#app/portal/order-token.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { makeStatusToken } from '#app/status-link.server.ts'
import { makeGiftCode } from '#app/use-cases/gift-codes.server.ts'
import { orderNamed, requested, wholeLines } from '../setup/journey.ts'
import { portalHttp, someAddress, type PortalRoute } from '../setup/portal-http.ts'
import { installedShop } from '../setup/shop.ts'

/*
 * Every route of the shopper's side, as the files in app/routes name them, with everybody else's ids and tokens in every
 * place that takes one: nothing of the victim comes back and nothing of hers changes.
 */

const shop = installedShop()
const portal = portalHttp(shop)
const canary = 'CANARY-8d1f-of-the-victim'

type Victim = {
  readonly returnId: string
  readonly orderGid: string
  readonly lineId: string
  readonly tokens: Tokens
}
type Tokens = Readonly<Record<string, string>>
let victim: Victim
let own: { readonly t: string; readonly orderGid: string; readonly lineId: string }

const scopeOf = (domain: string, secret = env.SHOPIFY_API_SECRET) => ({
  shop: ShopDomain.parse(domain),
  secret,
})

beforeEach(async () => {
  const { ctx } = shop()
  const theirs = await orderNamed(shop(), '#1002')
  const lines = wholeLines(theirs).map((line) => ({ ...line, note: canary }))
  const { made } = await requested(shop(), { order: theirs, lines })
  const returnId = ReturnId.parse(made.returnId)
  const mine = await orderNamed(shop(), '#1001')
  own = {
    t: await portal().visitor().find('#1001', 'alex@example.com'),
    orderGid: mine.id,
    lineId: mine.lines[0]?.id ?? '',
  }
  const now = new Date().toISOString()
  const old = new Date(Date.now() - 200 * 86_400_000).toISOString()
  const visit = { order: theirs.id, customer: theirs.customer?.id ?? null, now }
  const elsewhere = scopeOf('homeward-eu.myshopify.com')
  const theirGift = await giftOf(theirs)
  const status = makeStatusToken(scopeOf(ctx.shop), returnId, now)
  victim = {
    returnId,
    orderGid: theirs.id,
    lineId: theirs.lines[0]?.id ?? '',
    tokens: {
      // Right in another shop, of another secret, ended, for another purpose, changed by a bit, cut off, or no token at all.
      'status of another shop': makeStatusToken(elsewhere, returnId, now),
      'status of another secret': makeStatusToken(scopeOf(ctx.shop, 'another'), returnId, now),
      'status that ended': makeStatusToken(scopeOf(ctx.shop), returnId, old),
      'status changed': changed(status),
      'status cut off': status.slice(0, -4),
      'order of another shop': makeOrderToken(elsewhere, visit),
      'order of a signed-in customer': makeOrderToken(scopeOf(ctx.shop), visit),
      'order that ended': makeOrderToken(scopeOf(ctx.shop), { ...visit, customer: null, now: old }),
      'order changed': changed(makeOrderToken(scopeOf(ctx.shop), visit)),
      'gift of nothing': makeGiftToken(scopeOf(ctx.shop), randomUUID(), now),
      'gift of another shop': makeGiftToken(elsewhere, theirGift, now),
      'gift of another secret': makeGiftToken(scopeOf(ctx.shop, 'another'), theirGift, now),
      'gift that ended': makeGiftToken(scopeOf(ctx.shop), theirGift, old),
      'gift changed': changed(makeGiftToken(scopeOf(ctx.shop), theirGift, now)),
      'gift id': theirGift,
      'code of nothing': makeCodeToken(scopeOf(ctx.shop), randomUUID(), now),
      'return id': returnId,
      'random id': randomUUID(),
      'order number': theirs.id.split('/').pop() ?? '',
      'order name': '1002',
      'order gid': theirs.id.replace(/[^A-Za-z0-9]/g, '-'),
    },
  }
})

/** A gift code of somebody else's order, by the id of its row. */
async function giftOf(order: OrderFacts): Promise<string> {
  const lines = order.lines.slice(0, 1).map(({ id: lineId }) => ({ lineId, units: 1 }))
  const input = { orderGid: order.id, lines, requestKey: randomUUID() }
  const made = await makeGiftCode(shop().as({ kind: 'shopper' }), input)
  if (!made.ok) throw new Error(`No gift code: ${JSON.stringify(made.error)}`)
  return made.value.id
}

function changed(token: string): string {
  const at = Math.floor(token.length / 2)
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}

const parameters = ['t', 'c', 'g', 'k', 'order', 'product'] as const

/** The addresses of a route with one foreign value in each place: in the path, or as one of the parameters. */
function* addressesOf({ path }: PortalRoute): Generator<{
  readonly where: string
  readonly address: string
  readonly value: string
  readonly isJson?: boolean
}> {
  const rest = path.replace(/^portal\/?/, '')
  for (const [name, value] of Object.entries(victim.tokens)) {
    if (rest.endsWith('*')) {
      // The API: each operation, with the value in every field of its body.
      for (const operation of Object.keys(operations))
        yield { where: `${name} in the API`, address: `api/2026-10/${operation}`, value, isJson: true }
      continue
    }
    const filled = rest.replace(/:[a-z]+/gi, encodeURIComponent(value))
    if (filled !== rest) yield { where: `${name} in the path`, address: filled, value }
    for (const parameter of parameters) {
      const random = rest.replace(/:[a-z]+/gi, randomUUID())
      yield {
        where: `${name} as ${parameter}`,
        address: `${random}?${parameter}=${encodeURIComponent(value)}`,
        value,
      }
    }
  }
}

const formOf = (value: string): Record<string, string> => ({
  t: value,
  c: value,
  token: value,
  code: '000000',
  gift_code: value,
  end: value,
  f: value,
  email: 'nobody@example.com',
  order: victim.orderGid,
  returnId: victim.returnId,
  return: victim.returnId,
  'line.0.id': victim.lineId,
  'line.0.pick': '1',
  'line.0.quantity': '1',
  'line.0.reason': 'other-reason',
  outcome: 'refund',
  text: 'x',
})

/** Every field that an operation of the API takes, with the value in each that takes a token. */
function jsonOf(path: string, value: string): string {
  const found = Object.entries(operations).find(([name]) => path.endsWith(`2026-10/${name}`))
  const taken = found?.[1].takes
  const known = taken instanceof z.ZodObject ? Object.keys(taken.shape) : []
  const all: Record<string, unknown> = {
    orderToken: value,
    codeToken: value,
    customerToken: value,
    statusToken: value,
    caseToken: value,
    confirmToken: value,
    token: value,
    kind: 'complaint',
    text: 'x',
    key: randomUUID(),
    name: 'Nobody',
    order: '#1002',
    email: 'nobody@example.com',
    code: '000000',
    orderNumber: '1002',
    proof: value,
    lines: [{ lineId: victim.lineId, quantity: 1, reason: 'other-reason' }],
    outcome: 'refund',
  }
  return JSON.stringify(Object.fromEntries(Object.entries(all).filter(([name]) => known.includes(name))))
}

/** What may stand in no answer: the victim's words, address, name, and Shopify's name of her return. */
const secrets = [canary, 'priya@example.com', 'Priya', '#1002-R']

async function stateOfVictim(): Promise<string> {
  const { ctx } = shop()
  return JSON.stringify(
    await withShop(ctx.shop, async (tx) => [
      await tx.return.findMany({ where: { id: victim.returnId }, include: { lines: true } }),
      await tx.return.count({ where: { orderGid: victim.orderGid } }),
      await tx.event.count({ where: { returnId: victim.returnId } }),
      await tx.moneyIntent.count(),
    ]),
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )
}

async function noCounters(): Promise<void> {
  // The limits would end the sweep long before it is through; what they do is tested on its own.
  await database().prisma.$executeRawUnsafe('truncate "RateLimit"')
}

describe('foreign ids', () => {
  test('give nothing on any route of the portal, by any method', { timeout: 240_000 }, async () => {
    const before = await stateOfVictim()
    const routes = portal().routes.filter(({ path }) => !path.includes('assets'))
    expect(routes.length).toBeGreaterThan(10)
    let asked = 0
    for (const route of routes) {
      await noCounters()
      const addresses = [...addressesOf(route)]
      for (let begin = 0; begin < addresses.length; begin += 12)
        await Promise.all(
          addresses.slice(begin, begin + 12).flatMap(({ where, address, value, isJson = false }) =>
            ['GET', 'POST'].map(async (method) => {
              const [path = '', query = ''] = address.split('?')
              const headers = { 'x-forwarded-for': someAddress() }
              const sent = isJson
                ? { headers: { ...headers, 'content-type': 'application/json' }, body: jsonOf(path, value) }
                : { headers, body: new URLSearchParams(formOf(value)) }
              const answer = await portal().asShopify(
                path === '' ? '' : `/${path}`,
                { query: `${query}${query === '' ? '' : '&'}view=page` },
                method === 'POST' ? { method, ...sent } : { method, headers },
              )
              asked += 1
              const label = `${method} ${route.path}: ${where}`
              expect(answer.status, label).toBeLessThan(500)
              for (const secret of secrets)
                expect(answer.text.includes(secret), `${label} told ${secret}`).toBe(false)
            }),
          ),
        )
    }
    expect(asked).toBeGreaterThan(1_000)
    expect(await stateOfVictim()).toBe(before)
  })

  test("a visit of one's own order does nothing with lines, returns and photos of another", async () => {
    const before = await stateOfVictim()
    const visitor = portal().visitor()
    await new Promise((resolve) => setTimeout(resolve, 350))
    for (const { path, writes } of portal().routes) {
      if (!writes || path.includes(':') || path.includes('assets')) continue
      await noCounters()
      const fields = { ...formOf(own.t), t: own.t }
      const answer = await visitor.post(path.replace(/^portal\/?/, ''), fields)
      expect(answer.status, path).toBeLessThan(500)
      for (const secret of secrets) expect(answer.text.includes(secret), `${path} told ${secret}`).toBe(false)
    }
    expect(await stateOfVictim()).toBe(before)
    expect(
      await withShop(shop().ctx.shop, (tx) => tx.return.count({ where: { orderGid: own.orderGid } })),
    ).toBe(0)
  })

  test('a signed-in customer sees her own orders and nobody else’s', async () => {
    const mine = await orderNamed(shop(), '#1001')
    const customerId = mine.customer?.id.split('/').pop() ?? ''
    for (const order of [victim.orderGid, 'gid://shopify/Order/999999999']) {
      const query = `order=${order.split('/').pop() ?? ''}&view=page`
      const answer = await portal().asShopify('/order', { query, customerId })
      expect(answer.text.includes('line.0.id')).toBe(false)
      for (const secret of secrets) expect(answer.text.includes(secret)).toBe(false)
    }
    const list = await portal().asShopify('', { query: 'view=page', customerId })
    const names = [...list.text.matchAll(/order-name">([^<]+)</g)].map(([, name]) => name)
    expect([names.includes('#1001'), names.includes('#1002')]).toEqual([true, false])
  })
})
