import { contextFromShop, type ShopContext } from '#app/context.server.ts'
import { type CustomerGid, ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { choosePortalLocale, portalText } from '../portal-text.ts'
import { checkProxyRequest, networkOf } from '../proxy-request.server.ts'
import { type ApiAnswer, refusal } from './answers.ts'
import { openApiDocument } from './openapi.ts'
import type { Caller } from './operation.ts'
import { operations } from './operations.server.ts'
import { readJson } from './read-json.ts'
import { apiVersion } from './schemas.ts'

/** An API request whose shop is known. */
type Identity = {
  readonly ctx: ShopContext
  readonly customer: CustomerGid | null
  readonly network: string
  /** The headless storefront that may read the answer; null through the app proxy, where it is the shop's own page. */
  readonly origin: string | null
}

/**
 * Answers a request to the API: `version` and `path` are what follows `/api/`. It comes through the shop's app proxy, signed,
 * or straight to the app from a browser on an origin that the shop has allowed, with `?shop=`.
 */
export async function answerApi(request: Request, version: string, path: string): Promise<Response> {
  const now = new Date().toISOString()
  const identity = await identify(request, now)
  if (!('ctx' in identity)) return respond(identity, null)
  const { origin } = identity
  if (request.method === 'OPTIONS') return respond(null, origin)
  if (version !== apiVersion) return respond(refusal(404, 'not_found'), origin)
  if (path === 'openapi.json' && (request.method === 'GET' || request.method === 'HEAD'))
    return respond({ status: 200, body: openApiDocument() }, origin)
  if (!isOperation(path)) return respond(refusal(404, 'not_found'), origin)
  if (request.method !== 'POST') return respond(refusal(405, 'method_not_allowed'), origin)
  const body = await readJson(request)
  if (!body.ok) return respond(body.error, origin)
  const caller = callerOf(identity, {
    body: body.value,
    now,
    languages: request.headers.get('accept-language'),
  })
  const ran = operations[path].run(caller, body.value)
  if (!('issues' in ran)) return respond(await ran, origin)
  const fields = ran.issues.issues
    .slice(0, 20)
    .map((issue) => ({ path: issue.path.join('.').slice(0, 200), problem: issue.code }))
  return respond(refusal(422, 'malformed_request', { fields }), origin)
}

function isOperation(path: string): path is keyof typeof operations {
  return Object.hasOwn(operations, path)
}

async function identify(request: Request, now: string): Promise<Identity | ApiAnswer> {
  const url = new URL(request.url)
  if (url.searchParams.has('signature')) {
    const proxy = checkProxyRequest(request, { secret: env.SHOPIFY_API_SECRET, now })
    if (!proxy.ok) return refusal(400, 'not_from_shop')
    const ctx = await contextFromShop(proxy.value.shop, { kind: 'shopper' })
    if (ctx === null) return refusal(404, 'not_found')
    return { ctx, customer: proxy.value.customer, network: proxy.value.clientNetwork, origin: null }
  }
  const shop = ShopDomain.safeParse(url.searchParams.get('shop'))
  const origin = request.headers.get('origin')
  if (!shop.success || origin === null) return refusal(401, 'not_from_shop')
  const ctx = await contextFromShop(shop.data, { kind: 'shopper' })
  // The same for a shop that is not there and one that does not know the origin.
  if (ctx === null || !ctx.settings.portal.headlessOrigins.includes(origin))
    return refusal(403, 'origin_not_allowed')
  // Set by the server from the connection, past whatever the caller sends.
  const network = networkOf(request.headers.get('x-homeward-client') ?? '')
  return { ctx, customer: null, network, origin }
}

function callerOf(
  { ctx, customer, network }: Identity,
  {
    body,
    now,
    languages,
  }: { readonly body: unknown; readonly now: string; readonly languages: string | null },
): Caller {
  const { settings, shop } = ctx
  const wish: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'locale') : null
  const locale = choosePortalLocale([typeof wish === 'string' ? wish : null, languages, settings.locale])
  const text = portalText(locale, settings.timeZone)
  return { ctx, scope: { shop, secret: env.SHOPIFY_API_SECRET }, customer, network, text, now }
}

const headers = {
  'Cache-Control': 'no-store',
  'Content-Type': 'application/json; charset=utf-8',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
  'Homeward-Api-Version': apiVersion,
} as const

function respond(answer: ApiAnswer | null, origin: string | null): Response {
  const cors: Record<string, string> =
    origin === null
      ? {}
      : {
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Methods': 'GET, POST',
          'Access-Control-Allow-Headers': 'content-type',
          'Access-Control-Max-Age': '600',
          Vary: 'Origin',
        }
  if (answer === null) return new Response(null, { status: 204, headers: cors })
  const retryAfter = 'error' in answer ? answer.error.retryAfterSeconds : undefined
  const body = 'error' in answer ? { error: answer.error } : answer.body
  return new Response(JSON.stringify(body), {
    status: answer.status,
    headers: {
      ...headers,
      ...cors,
      ...(answer.status === 405 ? { Allow: 'POST' } : {}),
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    },
  })
}
