import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { appByKey, uninstallApp } from './installs.ts'
import { accessToken, markUsed, OWNER_ID, usableToken } from './oauth.ts'
import { FIXTURE_NOW, FIXTURE_SHOP, installedApp } from './server-fixture.ts'
import type { InstalledApp } from './server-fixture.ts'
import { signSessionToken, verifySessionToken } from './session-token.ts'

const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token'

function sessionToken(
  { config }: InstalledApp,
  changes: Partial<Parameters<typeof signSessionToken>[0]> = {},
): string {
  const { apiKey, apiSecret } = config
  const now = new Date(FIXTURE_NOW)
  return signSessionToken({
    shop: FIXTURE_SHOP,
    apiKey,
    apiSecret,
    userId: '7',
    now,
    jti: 'j',
    sid: 's',
    ...changes,
  })
}

function exchange(app: InstalledApp, changes: Record<string, unknown> = {}, shop = FIXTURE_SHOP) {
  return accessToken(app.engine, shop, {
    client_id: app.config.apiKey,
    client_secret: app.config.apiSecret,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: sessionToken(app),
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: OFFLINE,
    expiring: '1',
    ...changes,
  })
}

function refresh(app: InstalledApp, refreshToken: unknown) {
  const { apiKey, apiSecret } = app.config
  return accessToken(app.engine, FIXTURE_SHOP, {
    client_id: apiKey,
    client_secret: apiSecret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  })
}

const HOUR = 3_600_000

test('a session token becomes an offline token that lives an hour and can be refreshed for ninety days', () => {
  const app = installedApp()
  const { status, body } = exchange(app)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    scope: app.config.scopes.join(','),
    expires_in: 3600,
    refresh_token_expires_in: 7_776_000,
  })
  expect(body.access_token).toMatch(/^shpat_[0-9a-f]{32}$/)
  expect(body.refresh_token).toMatch(/^shprt_[0-9a-f]{32}$/)
  expect(usableToken(app.engine, String(body.access_token), FIXTURE_SHOP)).toBeDefined()
  expect(usableToken(app.engine, String(body.access_token), 'other.myshopify.com')).toBeUndefined()
  app.engine.clock.set(HOUR)
  expect(usableToken(app.engine, String(body.access_token))).toBeUndefined()
})

test('without expiring it is the one permanent token', () => {
  const app = installedApp()
  const first = exchange(app, { expiring: '0' })
  expect(first.body).not.toHaveProperty('refresh_token')
  expect(exchange(app, { expiring: '0' }).body).toEqual(first.body)
})

test('an online token names the person, and one person alone owns the store', () => {
  const app = installedApp()
  const online = { requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token' }
  const of = (userId: string) =>
    exchange(app, { ...online, subject_token: sessionToken(app, { userId }) }).body.associated_user
  expect(exchange(app, online).body).toMatchObject({ expires_in: 86_399 })
  expect(of(OWNER_ID)).toMatchObject({ id: Number(OWNER_ID), first_name: 'Ada', account_owner: true })
  expect(of('7')).toMatchObject({ id: 7, first_name: 'Staff', last_name: '7', account_owner: false })
  expect(of('8')).toMatchObject({ id: 8, email: `staff-8@${FIXTURE_SHOP}`, account_owner: false })
})

test.each([
  ['another app’s audience', { apiKey: 'someone-else' }],
  ['another secret', { apiSecret: 'wrong' }],
  ['another shop', { shop: 'other.myshopify.com' }],
  ['expired beyond the tolerance', { now: new Date(Date.parse(FIXTURE_NOW) - 71_000) }],
  ['not valid yet', { now: new Date(Date.parse(FIXTURE_NOW) + 11_000) }],
])('a session token of %s is refused', (_name, changes) => {
  const app = installedApp()
  const answer = exchange(app, { subject_token: sessionToken(app, changes) })
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_subject_token' } })
})

test('clocks may differ by ten seconds', () => {
  const app = installedApp()
  for (const skew of [-69_000, 10_000]) {
    const now = new Date(Date.parse(FIXTURE_NOW) + skew)
    expect(exchange(app, { subject_token: sessionToken(app, { now }) }).status).toBe(200)
  }
})

test('a token that says alg none is no token', () => {
  const app = installedApp()
  const [, payload = ''] = sessionToken(app).split('.')
  const head = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  const forged = `${head}.${payload}.${createHmac('sha256', app.config.apiSecret).update(`${head}.${payload}`).digest('base64url')}`
  const { apiKey, apiSecret } = app.config
  expect(
    verifySessionToken(forged, { shop: FIXTURE_SHOP, apiKey, apiSecret, now: new Date(FIXTURE_NOW) }),
  ).toBeUndefined()
  expect(exchange(app, { subject_token: forged }).status).toBe(400)
})

test('a wrong client secret is refused before anything else', () => {
  const app = installedApp()
  expect(exchange(app, { client_secret: 'guess' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  })
})

test('a refresh rotates; the old refresh token works until the new pair has been used', () => {
  const app = installedApp()
  const first = exchange(app).body
  const second = refresh(app, first.refresh_token)
  expect(second.status).toBe(200)
  expect(second.body.refresh_token).not.toBe(first.refresh_token)
  // The answer was lost on the way: the app refreshes again with what it has.
  const again = refresh(app, first.refresh_token)
  expect(again.status).toBe(200)
  const used = usableToken(app.engine, String(again.body.access_token))
  if (used === undefined) throw new Error('the new token does not work')
  markUsed(app.engine, used)
  expect(refresh(app, first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(refresh(app, again.body.refresh_token).status).toBe(200)
})

test('two workers that refresh at once both get a token that works', () => {
  const app = installedApp()
  const first = exchange(app).body
  const tokens = [refresh(app, first.refresh_token), refresh(app, first.refresh_token)].map((one) =>
    String(one.body.access_token),
  )
  for (const token of tokens) expect(usableToken(app.engine, token, FIXTURE_SHOP)).toBeDefined()
})

test('a refresh token ends after ninety days', () => {
  const app = installedApp()
  const first = exchange(app).body
  app.engine.clock.set(90 * 24 * HOUR)
  expect(refresh(app, first.refresh_token).status).toBe(400)
})

test('uninstalling revokes every token at once and refuses new ones', () => {
  const app = installedApp()
  const { body } = exchange(app)
  expect(uninstallApp(app.engine, { appId: app.appId, shop: FIXTURE_SHOP })).toBe(true)
  expect(usableToken(app.engine, String(body.access_token))).toBeUndefined()
  expect(refresh(app, body.refresh_token).status).toBe(400)
  expect(exchange(app)).toMatchObject({ status: 400, body: { error: 'app_not_installed' } })
  expect(appByKey(app.engine, app.config.apiKey)?.id).toBe(app.appId)
})
