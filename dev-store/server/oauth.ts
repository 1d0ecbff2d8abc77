import type { Context, Engine } from '../engine/engine.ts'
import type { App, TokenRecord } from '../engine/state.ts'
import { appByKey, installationOf } from './installs.ts'
import { verifySessionToken } from './session-token.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token'
const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token'
const ONLINE = 'urn:shopify:params:oauth:token-type:online-access-token'

const ACCESS_SECONDS = 3_600
const REFRESH_SECONDS = 7_776_000
const ONLINE_SECONDS = 86_399

export type OAuthAnswer = { status: number; body: Record<string, unknown> }

function refuse(status: number, error: string, description: string): OAuthAnswer {
  return { status, body: { error, error_description: description } }
}

/**
 * Answers POST /admin/oauth/access_token for one shop: token exchange and refresh (returns-api §9.2). `shop` is undefined
 * when the request named none; a refresh token then names it.
 */
export function accessToken(
  engine: Engine,
  shop: string | undefined,
  body: Record<string, unknown>,
): OAuthAnswer {
  const app = typeof body.client_id === 'string' ? appByKey(engine, body.client_id) : undefined
  if (app === undefined || body.client_secret !== app.apiSecret) {
    return refuse(401, 'invalid_client', 'Client authentication failed: unknown client or wrong secret')
  }
  if (body.grant_type === TOKEN_EXCHANGE) return exchange(engine, { app, shop, body })
  if (body.grant_type === 'refresh_token') return refresh(engine, { app, shop, body })
  return refuse(
    400,
    'unsupported_grant_type',
    `The dev store does not model the grant ${String(body.grant_type)}`,
  )
}

type Grant = { app: App; shop: string | undefined; body: Record<string, unknown> }

function exchange(engine: Engine, { app, shop, body }: Grant): OAuthAnswer {
  if (shop === undefined || engine.state.tables.shops[shop] === undefined) {
    return refuse(404, 'not_found', `There is no shop ${String(shop)}`)
  }
  if (body.subject_token_type !== ID_TOKEN || typeof body.subject_token !== 'string') {
    return refuse(400, 'invalid_request', 'subject_token with the id_token type is required')
  }
  const claims = verifySessionToken(body.subject_token, {
    shop,
    apiKey: app.apiKey,
    apiSecret: app.apiSecret,
    now: engine.clock.now(),
  })
  if (claims === undefined)
    return refuse(400, 'invalid_subject_token', 'The session token is not valid for this app and shop')
  const installation = installationOf(engine, app.id, shop)
  if (installation === undefined)
    return refuse(400, 'app_not_installed', 'The app is not installed in this shop')
  const { scopes } = installation
  if (body.requested_token_type === ONLINE) {
    const token = engine.transact(shop, (context) =>
      mint(context, { appId: app.id, scopes, mode: 'online', userId: claims.sub, seconds: ONLINE_SECONDS }),
    )
    return {
      status: 200,
      body: { ...answerOf(engine, token), ...associatedUser(engine, shop, claims.sub, scopes) },
    }
  }
  if (body.requested_token_type !== OFFLINE)
    return refuse(400, 'invalid_request', 'Unknown requested_token_type')
  if (body.expiring !== '1' && body.expiring !== 1 && body.expiring !== true) {
    return { status: 200, body: answerOf(engine, permanentToken(engine, { shop, appId: app.id, scopes })) }
  }
  const token = engine.transact(shop, (context) =>
    mint(context, {
      appId: app.id,
      scopes,
      mode: 'offline',
      userId: null,
      seconds: ACCESS_SECONDS,
      refreshable: true,
    }),
  )
  return { status: 200, body: answerOf(engine, token) }
}

/** Without `expiring` Shopify gives the one permanent token of the installation, again and again. */
function permanentToken(
  engine: Engine,
  options: { shop: string; appId: string; scopes: string[] },
): TokenRecord {
  const { shop, appId, scopes } = options
  const known = Object.values(engine.state.tables.tokens).find(
    (token) =>
      token.shop === shop &&
      token.appId === appId &&
      token.mode === 'offline' &&
      token.expiresAt === null &&
      !token.revoked,
  )
  return (
    known ??
    engine.transact(shop, (context) =>
      mint(context, { appId, scopes, mode: 'offline', userId: null, seconds: null }),
    )
  )
}

function refresh(engine: Engine, { app, shop, body }: Grant): OAuthAnswer {
  const invalid = refuse(400, 'invalid_grant', 'The refresh token is not valid')
  const old = Object.values(engine.state.tables.tokens).find(
    (token) =>
      token.refreshToken !== null && token.refreshToken === body.refresh_token && token.appId === app.id,
  )
  if (old === undefined || old.revoked || (shop !== undefined && shop !== old.shop)) return invalid
  const now = engine.clock.now().toISOString()
  if (old.refreshExpiresAt !== null && Date.parse(old.refreshExpiresAt) <= Date.parse(now)) return invalid
  // The old refresh token stays good until the pair that replaced it has been used once (returns-api §9.2, doc D32).
  const replaced = Object.values(engine.state.tables.tokens).some(
    (token) => token.replaces === old.value && token.used,
  )
  const installation = installationOf(engine, app.id, old.shop)
  if (replaced || installation === undefined) return invalid
  const token = engine.transact(old.shop, (context) => {
    context.edit('tokens', old.value).used = true
    return mint(context, {
      appId: app.id,
      scopes: installation.scopes,
      mode: 'offline',
      userId: null,
      seconds: ACCESS_SECONDS,
      refreshable: true,
      replaces: old.value,
    })
  })
  return { status: 200, body: answerOf(engine, token) }
}

type Mint = {
  appId: string
  scopes: string[]
  mode: TokenRecord['mode']
  userId: string | null
  /** Lifetime of the access token, null for ever. */
  seconds: number | null
  refreshable?: boolean
  replaces?: string
  plan?: TokenRecord['plan']
}

/** Makes and stores a token of the transaction's shop. */
export function mint(context: Context, options: Mint): TokenRecord {
  const at = (seconds: number): string => new Date(Date.parse(context.now) + seconds * 1000).toISOString()
  const secret = (): string => context.uuid().replaceAll('-', '')
  const token: TokenRecord = {
    value: `shpat_${secret()}`,
    shop: context.shop.domain,
    appId: options.appId,
    mode: options.mode,
    scopes: [...options.scopes],
    expiresAt: options.seconds === null ? null : at(options.seconds),
    refreshToken: options.refreshable === true ? `shprt_${secret()}` : null,
    refreshExpiresAt: options.refreshable === true ? at(REFRESH_SECONDS) : null,
    replaces: options.replaces ?? null,
    used: false,
    revoked: false,
    userId: options.userId,
    plan: options.plan ?? null,
    createdAt: context.now,
  }
  context.insert('tokens', token.value, token)
  return token
}

function answerOf(engine: Engine, token: TokenRecord): Record<string, unknown> {
  const left = (until: string): number =>
    Math.max(0, Math.round((Date.parse(until) - engine.clock.now().getTime()) / 1000))
  return {
    access_token: token.value,
    scope: token.scopes.join(','),
    ...(token.expiresAt === null ? {} : { expires_in: left(token.expiresAt) }),
    ...(token.refreshToken === null ? {} : { refresh_token: token.refreshToken }),
    ...(token.refreshExpiresAt === null ? {} : { refresh_token_expires_in: left(token.refreshExpiresAt) }),
  }
}

/** Who owns each store, and acts in its admin here. Every other user is a member of the staff. */
export const OWNER_ID = '90210001'

function associatedUser(
  engine: Engine,
  shop: string,
  userId: string,
  scopes: string[],
): Record<string, unknown> {
  const record = engine.state.tables.shops[shop]
  const isOwner = userId === OWNER_ID
  const name = isOwner ? (record?.ownerName ?? 'Shop Owner') : `Staff ${userId}`
  const [first = 'Shop', ...rest] = name.split(' ')
  return {
    associated_user_scope: scopes.join(','),
    associated_user: {
      id: Number(userId),
      first_name: first,
      last_name: rest.join(' '),
      email: isOwner ? (record?.email ?? '') : `staff-${userId}@${shop}`,
      email_verified: true,
      account_owner: isOwner,
      locale: record?.primaryLocale ?? 'en',
      collaborator: false,
    },
  }
}

/** The record of a token that may be used now, or undefined: unknown, revoked, expired, or of another shop. */
export function usableToken(engine: Engine, value: string, shop?: string): TokenRecord | undefined {
  const token = engine.tokenByValue(value)
  if (token === undefined || token.revoked || (shop !== undefined && token.shop !== shop)) return undefined
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= engine.clock.now().getTime())
    return undefined
  return token
}

/** Notes the first use of a token: from then on the refresh token that it replaced is dead. */
export function markUsed(engine: Engine, token: TokenRecord): void {
  if (token.used) return
  engine.transact(token.shop, (context) => {
    context.edit('tokens', token.value).used = true
  })
}
