import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Engine } from '../engine/engine.ts'
import { gid, legacyId } from '../engine/ids.ts'
import type { Customer, Shop } from '../engine/state.ts'

/*
 * The sign-in of customer accounts: authorisation code with PKCE (shopify.dev/docs/api/customer, "authentication"). Codes and
 * tokens live in memory: a restart signs everybody out, and no snapshot holds them.
 */

const CODE_SECONDS = 60
const ACCESS_SECONDS = 3_600
const REFRESH_SECONDS = 30 * 24 * 3_600

export type Authorization = {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string | null
  readonly challenge: string
  readonly scope: string
}

type Code = Authorization & {
  readonly shop: string
  readonly customer: string
  readonly endsAt: number
  used: boolean
}
type Session = {
  readonly shop: string
  readonly customer: string
  readonly clientId: string
  readonly endsAt: number
  readonly scope: string
}

export type TokenAnswer = { status: number; body: Record<string, unknown> }

/** Who may ask: the app's client id and the addresses that it registered to be sent back to. */
export type Client = {
  readonly apiKey: string
  readonly apiSecret: string
  readonly redirectUris: readonly string[]
}

export type CustomerSignIn = ReturnType<typeof createCustomerSignIn>

/** Keeps the codes and tokens of one dev store. `base` is the address of its main host. */
export function createCustomerSignIn(options: { engine: Engine; base: () => string; client: () => Client }) {
  const { engine } = options
  const codes = new Map<string, Code>()
  const access = new Map<string, Session>()
  const refresh = new Map<string, Session>()
  let keys: { privateKey: KeyObject; publicKey: KeyObject } | undefined
  const key = () => (keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const nowMs = (): number => engine.clock.now().getTime()
  const issuerOf = (shop: Shop): string => `${options.base()}/authentication/${legacyId(shop.id)}`

  const idToken = (code: Code, shop: Shop, customer: Customer): string => {
    const seconds = Math.floor(nowMs() / 1000)
    const head = encode({ alg: 'RS256', typ: 'JWT', kid: 'dev-store' })
    const claims = encode({
      iss: issuerOf(shop),
      sub: String(legacyId(customer.id)),
      aud: code.clientId,
      exp: seconds + ACCESS_SECONDS,
      iat: seconds,
      ...(code.nonce === null ? {} : { nonce: code.nonce }),
      email: customer.email,
      email_verified: true,
    })
    return `${head}.${claims}.${sign('sha256', Buffer.from(`${head}.${claims}`), key().privateKey).toString('base64url')}`
  }

  const issue = (session: Omit<Session, 'endsAt'>): Record<string, unknown> => {
    const tokens = { access: `shcat_${secret()}`, refresh: `shcrt_${secret()}` }
    access.set(tokens.access, { ...session, endsAt: nowMs() + ACCESS_SECONDS * 1000 })
    refresh.set(tokens.refresh, { ...session, endsAt: nowMs() + REFRESH_SECONDS * 1000 })
    return {
      access_token: tokens.access,
      token_type: 'Bearer',
      expires_in: ACCESS_SECONDS,
      refresh_token: tokens.refresh,
      scope: session.scope,
    }
  }

  return {
    issuerOf,
    /** `/.well-known/openid-configuration` of a shop. */
    configuration: (shop: Shop): Record<string, unknown> => ({
      issuer: issuerOf(shop),
      authorization_endpoint: `${issuerOf(shop)}/oauth/authorize`,
      token_endpoint: `${issuerOf(shop)}/oauth/token`,
      end_session_endpoint: `${issuerOf(shop)}/logout`,
      jwks_uri: `${issuerOf(shop)}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'email', 'customer-account-api:full'],
      authorization_response_iss_parameter_supported: true,
    }),
    /** `/.well-known/customer-account-api` of a shop. */
    api: (shop: Shop): Record<string, unknown> => ({
      graphql_api: `${options.base()}/${legacyId(shop.id)}/account/customer/api/2026-10/graphql`,
    }),
    jwks: (): Record<string, unknown> => ({
      keys: [
        {
          ...key().publicKey.export({ format: 'jwk' }),
          kid: 'dev-store',
          alg: 'RS256',
          use: 'sig',
        },
      ],
    }),

    /** Reads an authorisation request; a text says why it is refused. Nobody is sent to an address that is not registered. */
    readAuthorization(query: URLSearchParams): Authorization | string {
      const client = options.client()
      const one = (name: string): string => (query.getAll(name).length === 1 ? (query.get(name) ?? '') : '')
      if (one('client_id') !== client.apiKey) return 'invalid_client: unknown client_id'
      if (!client.redirectUris.includes(one('redirect_uri')))
        return 'invalid_request: redirect_uri is not registered'
      if (one('response_type') !== 'code') return 'unsupported_response_type'
      if (!one('scope').split(' ').includes('openid')) return 'invalid_scope: openid is required'
      if (one('state') === '') return 'invalid_request: state is required'
      if (one('code_challenge_method') !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(one('code_challenge')))
        return 'invalid_request: PKCE with S256 is required'
      return {
        clientId: client.apiKey,
        redirectUri: one('redirect_uri'),
        state: one('state'),
        nonce: query.get('nonce'),
        challenge: one('code_challenge'),
        scope: one('scope'),
      }
    },

    /** The customer said who they are: the address to go on to, with a code for one minute and one use. */
    authorize(shop: Shop, asked: Authorization, customer: Customer): string {
      const code = secret()
      codes.set(code, {
        ...asked,
        shop: shop.domain,
        customer: customer.id,
        endsAt: nowMs() + CODE_SECONDS * 1000,
        used: false,
      })
      const target = new URL(asked.redirectUri)
      target.searchParams.set('code', code)
      target.searchParams.set('state', asked.state)
      target.searchParams.set('iss', issuerOf(shop))
      return target.href
    },

    /** `POST …/oauth/token`: a code with its verifier, or a refresh token, which is good once. */
    token(shop: Shop, body: URLSearchParams, authorization: string | undefined): TokenAnswer {
      const client = options.client()
      const basic = `Basic ${Buffer.from(`${client.apiKey}:${client.apiSecret}`).toString('base64')}`
      const isKnown =
        authorization === undefined ? body.get('client_id') === client.apiKey : authorization === basic
      if (!isKnown) return refuse(401, 'invalid_client')
      if (body.get('grant_type') === 'refresh_token') {
        const known = refresh.get(body.get('refresh_token') ?? '')
        refresh.delete(body.get('refresh_token') ?? '')
        if (known === undefined || known.shop !== shop.domain || known.endsAt <= nowMs())
          return refuse(400, 'invalid_grant')
        const { shop: domain, customer, clientId, scope } = known
        return { status: 200, body: issue({ shop: domain, customer, clientId, scope }) }
      }
      if (body.get('grant_type') !== 'authorization_code') return refuse(400, 'unsupported_grant_type')
      const code = codes.get(body.get('code') ?? '')
      if (code === undefined || code.used || code.shop !== shop.domain || code.endsAt <= nowMs())
        return refuse(400, 'invalid_grant')
      code.used = true
      const verifier = body.get('code_verifier') ?? ''
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      if (
        verifier.length < 43 ||
        challenge !== code.challenge ||
        body.get('redirect_uri') !== code.redirectUri
      )
        return refuse(400, 'invalid_grant')
      const customer = engine.state.tables.customers[code.customer]
      if (customer === undefined || customer.redacted) return refuse(400, 'invalid_grant')
      const session = { shop: shop.domain, customer: customer.id, clientId: code.clientId, scope: code.scope }
      return { status: 200, body: { ...issue(session), id_token: idToken(code, shop, customer) } }
    },

    /** The customer whom a token of this shop is for; undefined when it is not good (any more). */
    customerOf(shop: Shop, token: string): Customer | undefined {
      const session = access.get(token.replace(/^Bearer /, ''))
      if (session === undefined || session.shop !== shop.domain || session.endsAt <= nowMs()) return undefined
      const customer = engine.state.tables.customers[session.customer]
      return customer?.redacted === false ? customer : undefined
    },

    customerById: (shop: Shop, id: string): Customer | undefined => {
      const customer = /^\d+$/.test(id) ? engine.state.tables.customers[gid('Customer', id)] : undefined
      return customer?.shop === shop.domain && !customer.redacted ? customer : undefined
    },
  }
}

function secret(): string {
  return randomBytes(24).toString('base64url')
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function refuse(status: number, error: string): TokenAnswer {
  return { status, body: { error } }
}
