import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { Session } from '@shopify/shopify-api'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ShopDomain } from '#app/domain/ids.ts'
import { ownDatabase } from '../../tests/setup/database.ts'
import { redirectShopify } from '../../tests/setup/redirect-shopify.ts'
import { offlineAccessToken, offlineSessionId } from './access-token.server.ts'
import { isShopifyUnreachable } from './admin-error.ts'
import { encryptedSessionStorage } from './session-storage.server.ts'

ownDatabase()

const shop = ShopDomain.parse('tokens.myshopify.com')
const storage = encryptedSessionStorage([{ id: '1', key: randomBytes(32) }])
const accessToken = offlineAccessToken({ shop, storage, apiKey: 'key', apiSecret: 'secret' })

let server: Server
let undo: () => Promise<void>
let renewals: Record<string, unknown>[] = []
let status = 200
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      renewals.push(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>)
      const number = renewals.length
      const body = {
        access_token: `access-${number}`,
        scope: 'read_orders',
        expires_in: 3600,
        refresh_token: `refresh-${number}`,
        refresh_token_expires_in: 7_776_000,
      }
      setTimeout(
        () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        50,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  undo = redirectShopify(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
})
afterEach(() => {
  renewals = []
  status = 200
})
afterAll(async () => {
  await undo()
  server.close()
})

async function store(secondsLeft: number, refreshToken = 'refresh-0'): Promise<void> {
  const expires = new Date(Date.now() + secondsLeft * 1000)
  await storage.storeSession(
    new Session({
      id: offlineSessionId(shop),
      shop,
      state: '',
      isOnline: false,
      accessToken: 'access-0',
      expires,
      ...(refreshToken ? { refreshToken } : {}),
    }),
  )
}

test('a token that lasts is used as it is', async () => {
  await store(3600)
  expect(await accessToken()).toBe('access-0')
  expect(renewals).toEqual([])
})

test('twenty that ask at once for a token that ends renew it once', async () => {
  await store(60)
  const tokens = await Promise.all(Array.from({ length: 20 }, () => accessToken()))
  expect(new Set(tokens)).toEqual(new Set(['access-1']))
  expect(renewals).toEqual([
    { client_id: 'key', client_secret: 'secret', grant_type: 'refresh_token', refresh_token: 'refresh-0' },
  ])
})

test('the new refresh token is the one of the next renewal', async () => {
  await store(60)
  await accessToken()
  expect(await accessToken({ rejected: 'access-1' })).toBe('access-2')
  expect(renewals.map((each) => each.refresh_token)).toEqual(['refresh-0', 'refresh-1'])
})

test('a token that was rejected after somebody else renewed it is not renewed again', async () => {
  await store(3600)
  await accessToken({ rejected: 'access-0' })
  expect(await accessToken({ rejected: 'access-0' })).toBe('access-1')
  expect(renewals).toHaveLength(1)
})

test.each([
  ['nothing is stored', () => Promise.resolve()],
  ['there is no refresh token', () => store(60, '')],
  [
    'Shopify refuses',
    async () => {
      await store(60)
      status = 400
    },
  ],
])('says that Shopify cannot be reached when %s', async (_name, prepare) => {
  await prepare()
  const error: unknown = await accessToken().catch((thrown: unknown) => thrown)
  expect(isShopifyUnreachable(error) && error.sent).toBe(false)
  expect(String(error)).not.toMatch(/refresh-|access-|secret/)
})
