import { Session } from '@shopify/shopify-api'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '#app/db.server.ts'
import { ownDatabase } from '../../tests/setup/database.ts'
import { encryptedSessionStorage } from './session-storage.server.ts'

ownDatabase()

const keys = [{ id: '1', key: randomBytes(32) }]
const session = (id: string) =>
  new Session({
    id,
    shop: 'sessions.myshopify.com',
    state: '',
    isOnline: false,
    scope: 'read_orders',
    accessToken: 'shpat_0123456789',
    expires: new Date('2026-11-22T11:00:00.000Z'),
    refreshToken: 'shprt_0123456789',
    refreshTokenExpires: new Date('2027-02-20T10:00:00.000Z'),
  })

test('tokens are unreadable in the database and whole again when loaded', async () => {
  const storage = encryptedSessionStorage(keys)
  await storage.storeSession(session('one'))
  const [row] = await database().prisma.session.findMany()
  expect(JSON.stringify(row)).not.toMatch(/shp(at|rt)_/)
  const loaded = await storage.loadSession('one')
  expect(loaded?.toObject()).toMatchObject({
    accessToken: 'shpat_0123456789',
    refreshToken: 'shprt_0123456789',
    scope: 'read_orders',
  })
  expect(loaded?.expires).toEqual(new Date('2026-11-22T11:00:00.000Z'))
  expect(await storage.findSessionsByShop('sessions.myshopify.com')).toHaveLength(1)
})

test('a token copied into the row of another session does not open', async () => {
  const storage = encryptedSessionStorage(keys)
  await storage.storeSession(session('one'))
  await storage.storeSession(session('two'))
  const one = await database().prisma.session.findUniqueOrThrow({ where: { id: 'one' } })
  await database().prisma.session.update({ where: { id: 'two' }, data: { accessToken: one.accessToken } })
  expect(await storage.loadSession('two')).toBeUndefined()
})

test('a session that no key opens counts as absent', async () => {
  await encryptedSessionStorage(keys).storeSession(session('one'))
  expect(
    await encryptedSessionStorage([{ id: '1', key: randomBytes(32) }]).loadSession('one'),
  ).toBeUndefined()
})
