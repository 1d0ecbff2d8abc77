import { Session } from '@shopify/shopify-api'
import pg from 'pg'
import { z } from 'zod'
import { database } from '#app/db.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'
import { shopifyUnreachable } from './admin-error.ts'
import type { AccessToken } from './admin-graphql.server.ts'
import type { SessionStorage } from './session-storage.server.ts'

/** A token that ends sooner than this is renewed first: a mutation must not meet its end on the way. */
const marginMs = 5 * 60_000

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
})

export type AccessTokenOptions = {
  readonly shop: ShopDomain
  readonly storage: SessionStorage
  readonly apiKey: string
  readonly apiSecret: string
}

/** Id of a shop's offline session, as the library forms it. */
export function offlineSessionId(shop: ShopDomain): string {
  return `offline_${shop}`
}

/**
 * The shop's offline access token, renewed when it ends soon or was rejected. However many pages, jobs and processes ask at
 * once, one renews and the others take what it stored: Shopify's refresh tokens rotate, and a second renewal with an old
 * one may cost the shop its access. Throws `ShopifyUnreachable` (`sent: false`) when there is no way to a token.
 */
export function offlineAccessToken(options: AccessTokenOptions): AccessToken {
  return async ({ rejected } = { rejected: '' }) => {
    const session = await loadSession(options)
    if (isFresh(session, rejected)) return session.accessToken
    return renewOnce(options, rejected)
  }
}

type UsableSession = Session & { accessToken: string }

async function loadSession({ storage, shop }: AccessTokenOptions): Promise<UsableSession> {
  const session = await storage.loadSession(offlineSessionId(shop))
  if (!session?.accessToken)
    throw shopifyUnreachable(`There is no access to ${shop}`, { sent: false, status: 401 })
  // Just checked: the token is there.
  return session as UsableSession
}

function isFresh(session: Session, rejected: string): boolean {
  const endsSoon = session.expires !== undefined && session.expires.getTime() - Date.now() < marginMs
  return !endsSoon && session.accessToken !== rejected
}

const renewals = new Map<string, Promise<string>>()

function renewOnce(options: AccessTokenOptions, rejected: string): Promise<string> {
  const running = renewals.get(options.shop)
  if (running) return running
  const renewal = acrossProcesses(options.shop, async () => {
    // Another process may have renewed it while this one waited.
    const session = await loadSession(options)
    return isFresh(session, rejected) ? session.accessToken : renew(options, session)
  }).finally(() => renewals.delete(options.shop))
  renewals.set(options.shop, renewal)
  return renewal
}

/** One renewal per shop over all processes: a lock of the database's, on a connection of its own, outside any transaction. */
async function acrossProcesses<T>(shop: ShopDomain, work: () => Promise<T>): Promise<T> {
  const { isEmbedded, url } = database()
  if (isEmbedded) return work()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 1))', [`token ${shop}`])
    return await work()
  } finally {
    await client.end()
  }
}

async function renew(options: AccessTokenOptions, session: Session): Promise<string> {
  const { shop, storage, apiKey, apiSecret } = options
  if (!session.refreshToken)
    throw shopifyUnreachable(`The access to ${shop} ended and cannot be renewed`, {
      sent: false,
      status: 401,
    })
  const answer = await requestToken(shop, {
    client_id: apiKey,
    client_secret: apiSecret,
    grant_type: 'refresh_token',
    refresh_token: session.refreshToken,
  })
  const renewed = new Session({
    id: session.id,
    shop,
    state: '',
    isOnline: false,
    scope: answer.scope,
    accessToken: answer.access_token,
    expires: new Date(Date.now() + answer.expires_in * 1000),
    refreshToken: answer.refresh_token,
    refreshTokenExpires: new Date(Date.now() + answer.refresh_token_expires_in * 1000),
  })
  await storage.storeSession(renewed)
  return answer.access_token
}

async function requestToken(shop: ShopDomain, body: object): Promise<z.infer<typeof TokenAnswer>> {
  const failed = (status: number | null, cause?: unknown) =>
    shopifyUnreachable(`The access to ${shop} could not be renewed`, {
      sent: false,
      ...(status === null ? {} : { status }),
      ...(cause === undefined ? {} : { cause }),
    })
  let response: Response
  try {
    response = await fetch(`https://${shop}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
      redirect: 'error',
    })
  } catch (error) {
    throw failed(null, error)
  }
  // The answer holds tokens or repeats ours: neither belongs into an error.
  const text = await response.text()
  const parsed = response.ok ? TokenAnswer.safeParse(jsonOrNull(text)) : null
  if (!parsed?.success) throw failed(response.ok ? null : response.status)
  return parsed.data
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
