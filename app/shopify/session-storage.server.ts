import type { PrismaClient } from '@prisma/client'
import type { Session } from '@shopify/shopify-api'
import { PrismaSessionStorage } from '@shopify/shopify-app-session-storage-prisma'
import { database } from '#app/db.server.ts'
import { decrypt, encrypt, type EncryptionKey } from '#app/encryption.server.ts'

/** What the library asks of a storage. */
export type SessionStorage = Pick<
  PrismaSessionStorage<PrismaClient>,
  'storeSession' | 'loadSession' | 'deleteSession' | 'deleteSessions' | 'findSessionsByShop'
>

/**
 * Shopify's sessions in the database, with access and refresh tokens encrypted. A session that no key opens any more
 * counts as absent: the next page load gets a new one.
 */
export function encryptedSessionStorage(keys: readonly EncryptionKey[]): SessionStorage {
  const place = (session: Session, what: string) => `session ${session.id} ${what}`
  const seal = (session: Session): Session => {
    const copy = cloneOf(session)
    if (session.accessToken) copy.accessToken = encrypt(keys, session.accessToken, place(session, 'access'))
    if (session.refreshToken)
      copy.refreshToken = encrypt(keys, session.refreshToken, place(session, 'refresh'))
    return copy
  }
  const open = (session: Session): Session | undefined => {
    const accessToken = decrypt(keys, session.accessToken ?? '', place(session, 'access'))
    if (accessToken === null) return undefined
    const refreshToken =
      session.refreshToken && decrypt(keys, session.refreshToken, place(session, 'refresh'))
    const copy = cloneOf(session)
    copy.accessToken = accessToken
    if (refreshToken) copy.refreshToken = refreshToken
    else delete copy.refreshToken
    return copy
  }
  return {
    storeSession: (session) => inner().storeSession(seal(session)),
    loadSession: async (id) => {
      const session = await inner().loadSession(id)
      return session && open(session)
    },
    deleteSession: (id) => inner().deleteSession(id),
    deleteSessions: (ids) => inner().deleteSessions(ids),
    findSessionsByShop: async (shop) =>
      (await inner().findSessionsByShop(shop)).flatMap((session) => open(session) ?? []),
  }
}

/** The library's storage wants an open database when it is made, and its modules are loaded before. */
const storages = new WeakMap<object, PrismaSessionStorage<never>>()

function inner(): SessionStorage {
  const { prisma } = database()
  const known = storages.get(prisma)
  if (known) return known
  const made = new PrismaSessionStorage(prisma, { connectionRetries: 1, connectionRetryIntervalMs: 0 })
  storages.set(prisma, made)
  return made
}

function cloneOf(session: Session): Session {
  // `Session` is the library's class: its prototype carries `isActive` and the like.
  return Object.assign(Object.create(Object.getPrototypeOf(session) as object) as Session, session)
}
