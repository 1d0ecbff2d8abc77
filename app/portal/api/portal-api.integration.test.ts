import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { env } from '#app/env.server.ts'
import { makeCustomerToken } from '../customer-token.server.ts'
import { orderNamed } from '../../../tests/setup/journey.ts'
import { aMoment, checkedAnswer, OrderLines, portalApi } from '../../../tests/setup/portal-api.ts'
import { portalHttp, someAddress } from '../../../tests/setup/portal-http.ts'
import { installedShop } from '../../../tests/setup/shop.ts'
import { openApiDocument } from './openapi.ts'
import { operations } from './operations.server.ts'

const shop = installedShop()
const portal = portalHttp(shop)
const origin = 'https://headless.example'

const Json = z.record(z.string(), z.unknown())

const { ask, found } = portalApi(portal)
const tokenOf = (json: Record<string, unknown>, name: string) => String(json[name])

test('the document in docs/ is the one that is served, and is OpenAPI 3.1', async () => {
  const document = `${JSON.stringify(openApiDocument(), null, 2)}\n`
  // Written anew by `npx vitest run -u` of this file.
  await expect(document).toMatchFileSnapshot('../../../docs/openapi/portal-2026-10.json')
  const written: unknown = JSON.parse(document)
  const served = await portal().visitor().get('api/2026-10/openapi.json')
  expect(JSON.parse(served.text)).toEqual(written)
  const { openapi, paths } = z.object({ openapi: z.string(), paths: Json }).parse(written)
  expect([openapi, Object.keys(paths).sort()]).toEqual([
    '3.1.0',
    Object.keys(operations)
      .map((path) => `/${path}`)
      .sort(),
  ])
})

describe('a headless shopper', () => {
  test('finds, chooses, quotes and sends, and it is the return that the pages show', async () => {
    const orderToken = await found()
    const order = await ask('order', { orderToken, locale: 'de' })
    const [line] = OrderLines.parse(order.json).lines
    const lines = [{ lineId: line?.id ?? '', quantity: 1, reason: 'other-reason', note: 'Zu groß' }]
    const quoted = await ask('quotes', { orderToken, lines })
    expect(quoted.status).toBe(200)
    const receipts = z
      .object({
        receipts: z.array(z.object({ outcome: z.string(), total: z.object({ amount: z.string() }) })),
      })
      .parse(quoted.json).receipts
    await aMoment()
    const wish = { orderToken, lines, outcome: 'refund' }
    const made = await ask('returns', wish)
    const again = await ask('returns', { ...wish, lines: [{ ...lines[0], note: 'changed' }] })
    expect([made.json.name, again.json.name]).toEqual(['#1001-R1', '#1001-R1'])
    const status = await ask('returns/status', { statusToken: made.json.statusToken })
    expect(status.json).toMatchObject({ name: '#1001-R1', orderName: '#1001', lines: [{ note: 'Zu groß' }] })
    // One engine: the page says the same of the same return.
    const page = await portal()
      .visitor()
      .get(`status/${tokenOf(made.json, 'statusToken')}?view=page`)
    expect(page.text).toContain('#1001-R1')
    expect(page.text).toContain(receipts.find((one) => one.outcome === 'refund')?.total.amount ?? 'none')
  })

  test('types a mailed code after a postcode, and learns nothing from a wrong one', async () => {
    const asked = await ask('orders/find', { orderNumber: '#1001', proof: '10014' })
    const wrong = await ask('orders/find', { orderNumber: '#1001', proof: '99999' })
    expect([asked.json.kind, wrong.json.kind]).toEqual(['code', 'code'])
    await shop().runJobs()
    const code = /^(\d{6}):$/m.exec(shop().mails.at(-1)?.text ?? '')?.[1] ?? ''
    const { codeToken } = asked.json
    const refused = await ask('codes/verify', { codeToken, code: code === '000000' ? '1' : '000000' })
    expect(refused).toMatchObject({ status: 422, json: { error: { code: 'code_wrong', triesLeft: 4 } } })
    const early = await ask('codes/resend', { codeToken })
    const opened = await ask('codes/verify', { codeToken, code })
    expect([early.json.sent, opened.json.kind]).toEqual([false, 'order'])
  })

  test('who is signed in sees her own orders only', async () => {
    const order = await orderNamed(shop(), '#1001')
    const customer = order.customer?.id
    if (customer === undefined) throw new Error('The order has a customer')
    const scope = { shop: shop().ctx.shop, secret: env.SHOPIFY_API_SECRET }
    const customerToken = makeCustomerToken(scope, customer, new Date().toISOString())
    const listed = await ask('orders/list', { customerToken })
    const names = z
      .object({ orders: z.array(z.object({ name: z.string(), orderToken: z.string() })) })
      .parse(listed.json)
    expect(names.orders.map((one) => one.name)).toContain('#1001')
    expect(names.orders.map((one) => one.name)).not.toContain('#1002')
    const { orderToken } = names.orders.find((one) => one.name === '#1001') ?? {}
    expect((await ask('order', { orderToken })).json).toMatchObject({ name: '#1001' })
    const ended = makeCustomerToken(scope, customer, new Date(Date.now() - 21 * 60_000).toISOString())
    for (const token of [ended, `${customerToken.slice(0, -2)}AA`, orderToken ?? ''])
      expect((await ask('orders/list', { customerToken: token })).status).toBe(403)
    expect((await ask('orders/list', {})).status).toBe(403)
    expect((await ask('orders/list', { customerToken }, 'homeward-eu.myshopify.com')).status).toBe(403)
  })
})

describe('what is refused', () => {
  test('H1–H3: wrong e-mail, absent order and foreign order are one answer', async () => {
    const answers = await Promise.all(
      [
        ['#1003', 'somebody@example.com'],
        ['#999999', 'camille@example.com'],
        ['#1003', 'lena@example.com'],
      ].map(([orderNumber = '', proof = '']) => ask('orders/find', { orderNumber, proof })),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(404)
  })

  test.each([
    ['H10', { orderNumber: { gt: '' }, proof: 'a' }],
    ['H10', { orderNumber: ['1001'], proof: 'a' }],
    ['H13', JSON.parse('{"__proto__":{"polluted":1},"orderNumber":"1","proof":"1"}') as object],
    ['H17', { orderNumber: '1001', proof: 'a@example.com', shop: 'homeward-eu.myshopify.com' }],
    ['H16', { orderNumber: 1001, proof: true }],
  ])('%s: %j is of no documented form', async (_number, body) => {
    expect((await ask('orders/find', body)).status).toBe(422)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test.each(['[1', '"x"', 'null', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, '{"a":"\\u0000"}', ''])(
    'H13, H69: the body %.20s',
    async (body) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await portal()
        .visitor()
        .send('/apps/returns/api/2026-10/orders/find', { method: 'POST', headers, body })
      checkedAnswer('orders/find', answer.status, answer.text)
      expect(answer.status).toBe(422)
    },
  )

  test('H15, H16: lines and quantities that the order does not have', async () => {
    const orderToken = await found()
    const other = await orderNamed(shop(), '#1002')
    const line = { lineId: other.lines[0]?.id ?? '', quantity: 1, reason: 'other-reason' }
    expect((await ask('quotes', { orderToken, lines: [line] })).json).toMatchObject({
      error: { code: 'invalid_lines', fields: [{ problem: 'unknown_line' }] },
    })
    for (const quantity of [0, -1, 1.5, 1e9, '1', null])
      expect(
        (await ask('returns', { orderToken, lines: [{ ...line, quantity }], outcome: 'refund' })).status,
      ).toBe(422)
    for (const outcome of ['cash', '__proto__'])
      expect((await ask('returns', { orderToken, lines: [line], outcome })).status).toBe(422)
  })

  test('H18, H19: tokens of no order, of another shop, of another purpose', async () => {
    const orderToken = await found()
    for (const token of ['x', `${orderToken.slice(0, -2)}AA`])
      expect((await ask('order', { orderToken: token })).status).toBe(403)
    expect((await ask('order', { orderToken }, 'homeward-eu.myshopify.com')).status).toBe(403)
    expect((await ask('returns/status', { statusToken: orderToken })).status).toBe(404)
  })

  test('unknown operations, versions and methods', async () => {
    const visitor = portal().visitor()
    expect((await visitor.get('api/2026-10/order')).status).toBe(405)
    expect((await visitor.post('api/2026-10/constructor', {})).status).toBe(404)
    expect((await visitor.post('api/2025-01/order', {})).status).toBe(404)
    expect((await visitor.post('api/2026-10/order', {})).status).toBe(422)
  })
})

describe('straight to the app', () => {
  const direct = async (
    headers: Record<string, string>,
    query = `?shop=${shop().ctx.shop}`,
    method = 'POST',
  ) => {
    const response = await fetch(`${portal().origin}/portal/api/2026-10/orders/find${query}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-forwarded-for': someAddress(), ...headers },
      ...(method === 'POST' ? { body: '{"orderNumber":"#1001","proof":"alex@example.com"}' } : {}),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  test('only origins that the shop has allowed are answered, and they alone may read it', async () => {
    expect((await direct({ origin })).status).toBe(403)
    await portal().set({ headlessOrigins: [origin] })
    const allowed = await direct({ origin })
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin])
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull()
    for (const other of ['https://evil.example', 'null', `${origin}.evil.example`]) {
      const refused = await direct({ origin: other })
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null])
    }
    expect((await direct({})).status).toBe(401)
    expect((await direct({ origin }, '?shop=homeward-eu.myshopify.com')).status).toBe(403)
    expect((await direct({ origin }, '?shop=evil.example')).status).toBe(401)
    const preflight = await direct({ origin, 'access-control-request-method': 'POST' }, undefined, 'OPTIONS')
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'content-type',
    ])
  })

  test('H4: the limit counts the address of the connection', async () => {
    await portal().set({ headlessOrigins: [origin] })
    const statuses: number[] = []
    for (let attempt = 0; attempt < 11; attempt += 1) {
      const response = await fetch(
        `${portal().origin}/portal/api/2026-10/orders/find?shop=${shop().ctx.shop}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin, 'x-homeward-client': someAddress() },
          body: JSON.stringify({ orderNumber: `#9${attempt}`, proof: `guess-${attempt}@example.com` }),
        },
      )
      statuses.push(response.status)
      await response.arrayBuffer()
    }
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 404))
    expect(statuses[10]).toBe(429)
  })
})
