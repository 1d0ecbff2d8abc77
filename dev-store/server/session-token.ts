import { createHmac, timingSafeEqual } from 'node:crypto'
import { isRecord } from './http.ts'

export type SessionTokenClaims = {
  iss: string
  dest: string
  aud: string
  sub: string
  /** Unix seconds. */
  exp: number
  nbf: number
  iat: number
  jti: string
  sid: string
}

/** Lifetime of a session token (returns-api §9.1). */
const LIFETIME_SECONDS = 60
/** Shopify's libraries allow this much skew between clocks (returns-api §9.1). */
const TOLERANCE_SECONDS = 10

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function signature(head: string, secret: string): string {
  return createHmac('sha256', secret).update(head).digest('base64url')
}

/** Signs a session token for an embedded page of `shop`, as App Bridge hands it to the app. */
export function signSessionToken(options: {
  shop: string
  apiKey: string
  apiSecret: string
  userId: string
  now: Date
  jti: string
  sid: string
}): string {
  const seconds = Math.floor(options.now.getTime() / 1000)
  const claims: SessionTokenClaims = {
    iss: `https://${options.shop}/admin`,
    dest: `https://${options.shop}`,
    aud: options.apiKey,
    sub: options.userId,
    exp: seconds + LIFETIME_SECONDS,
    nbf: seconds,
    iat: seconds,
    jti: options.jti,
    sid: options.sid,
  }
  const head = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`
  return `${head}.${signature(head, options.apiSecret)}`
}

/** The claims of a valid token, or undefined: wrong form, algorithm, signature, audience, shop or time. */
export function verifySessionToken(
  token: string,
  expected: { shop: string; apiKey: string; apiSecret: string; now: Date },
): SessionTokenClaims | undefined {
  const [header = '', payload = '', given = '', ...rest] = token.split('.')
  if (rest.length > 0) return undefined
  const head = decode(header)
  const claims = decode(payload)
  if (head === undefined || head.alg !== 'HS256' || !isClaims(claims)) return undefined
  const wanted = Buffer.from(signature(`${header}.${payload}`, expected.apiSecret))
  const got = Buffer.from(given)
  if (wanted.length !== got.length || !timingSafeEqual(wanted, got)) return undefined
  const seconds = expected.now.getTime() / 1000
  if (claims.aud !== expected.apiKey || claims.dest !== `https://${expected.shop}`) return undefined
  if (claims.exp + TOLERANCE_SECONDS < seconds || claims.nbf - TOLERANCE_SECONDS > seconds) return undefined
  return claims
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isClaims(value: Record<string, unknown> | undefined): value is SessionTokenClaims {
  if (value === undefined) return false
  const texts = ['iss', 'dest', 'aud', 'sub', 'jti', 'sid'].every((key) => typeof value[key] === 'string')
  return texts && ['exp', 'nbf', 'iat'].every((key) => typeof value[key] === 'number')
}
