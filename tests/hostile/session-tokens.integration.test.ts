import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { env } from '#app/env.server.ts'
import { adminHttp, type StaffBrowser } from '../setup/admin-http.ts'
import { orderNamed, requested, wholeLines } from '../setup/journey.ts'
import { installedShop } from '../setup/shop.ts'

/* H42 to H47 of the hostile inputs: session tokens of the embedded admin, over HTTP. */

const shop = installedShop()
const admin = adminHttp()
let staff: StaffBrowser

beforeEach(async () => {
  staff = await admin().person(shop(), { userId: '42', name: 'Ada', role: 'admin' })
})

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = () => Math.floor(Date.now() / 1000)

const claimsNow = (changes: Record<string, unknown> = {}) => ({
  iss: `https://${shop().ctx.shop}/admin`,
  dest: `https://${shop().ctx.shop}`,
  aud: env.SHOPIFY_API_KEY,
  sub: '42',
  exp: seconds() + 60,
  nbf: seconds() - 1,
  iat: seconds() - 1,
  jti: randomUUID(),
  sid: randomUUID(),
  ...changes,
})

const hmac = (head: string, secret = env.SHOPIFY_API_SECRET) =>
  createHmac('sha256', secret).update(head).digest('base64url')

function token(changes: Record<string, unknown> = {}, alg = 'HS256', secret?: string): string {
  const head = `${base64url({ alg, typ: 'JWT' })}.${base64url(claimsNow(changes))}`
  return `${head}.${alg === 'none' ? '' : hmac(head, secret)}`
}

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36'

async function ask(path: string, headers: Record<string, string>) {
  const response = await fetch(`${admin().origin}${path}`, {
    redirect: 'manual',
    headers: { 'user-agent': userAgent, ...headers },
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const withToken = (value: string) => ask('/app/settings.data', { authorization: `Bearer ${value}` })

describe('H42: a session token', () => {
  test('that is right is let in', async () => {
    expect((await withToken(token())).status).toBe(200)
  })

  test.each([
    ['with alg none', () => token({}, 'none')],
    ['with alg none and a signature', () => `${token({}, 'none')}${hmac('x')}`],
    ['of RS256 signed with the secret as if it were a key', () => token({}, 'RS256')],
    ['really signed by RS256', () => rs256()],
    ['for another app', () => token({ aud: 'another-app' })],
    ['for several apps', () => token({ aud: [env.SHOPIFY_API_KEY, 'x'].join(',') })],
    ['that ended 11 seconds ago', () => token({ exp: seconds() - 11 })],
    ['that begins later', () => token({ nbf: seconds() + 30 })],
    ['whose issuer is another shop', () => token({ iss: 'https://homeward-eu.myshopify.com/admin' })],
    ['whose issuer is no shop', () => token({ iss: 'https://evil.example/admin' })],
    ['of another secret', () => token({}, 'HS256', 'another')],
    ['cut off', () => token().slice(0, -5)],
    ['without a signature', () => token().split('.').slice(0, 2).join('.')],
    ['of 100 kB', () => `${token()}${'A'.repeat(15_000)}`],
    ['of nothing', () => ''],
    ['of dots', () => '..'],
  ])('%s is refused', async (_name, make) => {
    const answer = await withToken(make())
    expect([401, 431], answer.text).toContain(answer.status)
    expect(answer.text).not.toContain('homeward')
  })
})

function rs256(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const head = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claimsNow())}`
  return `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`
}

test("H43: a token of one shop opens nothing by another shop's id", async () => {
  const order = await orderNamed(shop(), '#1001')
  const { made } = await requested(shop(), { order, lines: wholeLines(order) })
  expect((await staff.get(`/app/returns/${made.returnId}`)).status).toBe(200)
  const other = 'homeward-eu.myshopify.com'
  const foreign = token({ iss: `https://${other}/admin`, dest: `https://${other}` })
  const answer = await ask(`/app/returns/${made.returnId}.data`, { authorization: `Bearer ${foreign}` })
  expect(answer.status).not.toBe(200)
  expect(answer.text).not.toContain('#1001')
  expect(answer.text).not.toContain('alex@example.com')
})

test('H44: a token in the address of a data request is no token', async () => {
  const answer = await ask(`/app/settings.data?id_token=${token()}&token=${token()}`, {})
  expect(answer.text).not.toContain('contactEmail')
  expect(answer.status).not.toBe(200)
})

test('H45: a token that was stolen is worth nothing 70 seconds later', async () => {
  const old = { exp: seconds() - 11, iat: seconds() - 71, nbf: seconds() - 71 }
  expect((await withToken(token(old))).status).toBe(401)
})

test('H47: a cookie without a token is nobody', async () => {
  const cookie = `shopify_app_session=${shop().ctx.shop}_42; shopify_app_session.sig=x; id_token=${token()}`
  const answer = await ask('/app/settings.data', { cookie })
  expect(answer.status).not.toBe(200)
  expect(answer.text).not.toContain('contactEmail')
})

test('H46: who lost a role may do no more from the next request on, though the token lives', async () => {
  const save = () => staff.post('/app/settings', { contactEmail: 'returns@example.com', instructions: 'x' })
  const { ctx } = shop()
  const before = await save()
  await withShop(ctx.shop, (tx) =>
    tx.staffRole.updateMany({ where: { userId: staff.userId }, data: { role: 'viewer' } }),
  )
  const after = await save()
  expect([before.status === 403, after.status]).toEqual([false, 403])
})
