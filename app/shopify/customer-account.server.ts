import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { CustomerGid, type ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { apiVersion } from './api-version.ts'

/*
 * The Customer Account API's sign-in: OpenID Connect with PKCE (https://shopify.dev/docs/api/customer#authentication). The
 * addresses come from the shop's own discovery documents, never from a request.
 */

const timeoutMs = 8_000
/** Clocks of two machines differ. */
const skewSeconds = 30

/** What Shopify says of the sign-in of one shop. */
export type CustomerAccounts = {
  readonly issuer: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly jwksUri: string
  readonly graphqlApi: string
}

const SafeUrl = z.url().refine(isSafe)
const Configuration = z.object({
  issuer: SafeUrl,
  authorization_endpoint: SafeUrl,
  token_endpoint: SafeUrl,
  jwks_uri: SafeUrl,
})
const Api = z.object({ graphql_api: SafeUrl })
const Tokens = z.object({ access_token: z.string().min(1), id_token: z.string().min(1) })
const Keys = z.object({
  keys: z.array(z.object({ kid: z.string().optional(), kty: z.string(), n: z.string(), e: z.string() })),
})
const Header = z.object({ alg: z.literal('RS256'), kid: z.string().optional() })
const Claims = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  nonce: z.string(),
})
const WhoAmI = z.object({ data: z.object({ customer: z.object({ id: CustomerGid }) }) })

/** Over TLS; the demo's Shopify is on this machine. */
function isSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  const isLocal = env.NODE_ENV !== 'production' || env.HOMEWARD_DEMO
  return protocol === 'https:' || (isLocal && protocol === 'http:' && hostname === '127.0.0.1')
}

/** Reads the shop's discovery documents; null when it has no customer accounts of this kind or does not answer. */
export async function readCustomerAccounts(shop: ShopDomain): Promise<CustomerAccounts | null> {
  const [configuration, api] = await Promise.all([
    readJson(`https://${shop}/.well-known/openid-configuration`),
    readJson(`https://${shop}/.well-known/customer-account-api`),
  ])
  const read = Configuration.safeParse(configuration)
  const graphql = Api.safeParse(api)
  if (!read.success || !graphql.success) return null
  const { issuer, authorization_endpoint, token_endpoint, jwks_uri } = read.data
  return {
    issuer,
    authorizationEndpoint: authorization_endpoint,
    tokenEndpoint: token_endpoint,
    jwksUri: jwks_uri,
    // The document names the API of its own version; ours is asked for.
    graphqlApi: graphql.data.graphql_api.replace(/\/api\/[^/]+\/graphql$/, `/api/${apiVersion}/graphql`),
  }
}

export type CodeExchange = {
  readonly code: string
  readonly verifier: string
  readonly nonce: string
  readonly redirectUri: string
}

/**
 * Exchanges a code for the customer that it is for; null when Shopify or the id token says no. The id token must be signed by
 * this shop's issuer for this app, fresh, and carry the nonce. The tokens are not kept: who it is was all that they were for.
 */
export async function signedInCustomer(
  accounts: CustomerAccounts,
  exchange: CodeExchange,
): Promise<CustomerGid | null> {
  const { code, verifier, nonce, redirectUri } = exchange
  const answered = await readJson(accounts.tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: env.SHOPIFY_API_KEY,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
  })
  const tokens = Tokens.safeParse(answered)
  if (!tokens.success) return null
  if (!(await isOurIdToken(accounts, tokens.data.id_token, nonce))) return null
  const who = await readJson(accounts.graphqlApi, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: tokens.data.access_token },
    body: JSON.stringify({ query: '{ customer { id } }' }),
  })
  const customer = WhoAmI.safeParse(who)
  return customer.success ? customer.data.data.customer.id : null
}

async function isOurIdToken(
  { issuer, jwksUri }: CustomerAccounts,
  token: string,
  nonce: string,
): Promise<boolean> {
  const [head = '', body = '', signature = '', ...more] = token.split('.')
  const header = Header.safeParse(decode(head))
  const claims = Claims.safeParse(decode(body))
  if (!header.success || !claims.success || more.length > 0) return false
  const { iss, aud, exp, iat, nonce: said } = claims.data
  const now = Date.now() / 1000
  const isForUs = Array.isArray(aud)
    ? aud.length === 1 && aud[0] === env.SHOPIFY_API_KEY
    : aud === env.SHOPIFY_API_KEY
  if (iss !== issuer || !isForUs || said !== nonce) return false
  if (exp <= now - skewSeconds || iat > now + skewSeconds) return false
  const keys = Keys.safeParse(await readJson(jwksUri))
  const key = keys.success
    ? keys.data.keys.find(({ kid, kty }) => kid === header.data.kid && kty === 'RSA')
    : undefined
  if (key === undefined) return false
  const publicKey = createPublicKey({ key: { kty: 'RSA', n: key.n, e: key.e }, format: 'jwk' })
  return verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown
  } catch {
    return null
  }
}

/** The JSON of an answer of 2xx; null for anything else, also when nothing comes in time. */
async function readJson(address: string, init: RequestInit = {}): Promise<unknown> {
  try {
    const response = await fetch(address, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...init,
    })
    return response.ok ? ((await response.json()) as unknown) : null
  } catch {
    return null
  }
}
