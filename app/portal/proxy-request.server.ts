import { createHmac, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { CustomerGid, ShopDomain } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'

/** A request that came through Shopify's app proxy, checked. The only identity that a portal route believes. */
export type ProxyRequest = {
  readonly shop: ShopDomain
  /** The path of the proxy on the storefront, `/apps/returns`: merchants can change it, so every link starts with it. */
  readonly pathPrefix: string
  readonly customer: CustomerGid | null
  /** The shopper's own parameters: on the allow-list, each at most once, each of its pattern. */
  readonly params: Readonly<Partial<Record<OwnParameter, string>>>
  /** The shopper's address, IPv6 cut to its /64, for rate limits. */
  readonly clientNetwork: string
}

export type ProxyRefusal =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'malformed'; readonly parameter: string }
  | { readonly kind: 'wrong_signature' }
  | { readonly kind: 'stale' }

/**
 * The signature joins `key=value` pairs without a separator, so two different queries can sign alike; a fixed list of names
 * with patterns that cannot hold an equals sign leaves nothing to shift between them.
 */
const shopifyParameters = {
  shop: /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/,
  logged_in_customer_id: /^(?:[1-9]\d{0,19})?$/,
  path_prefix: /^\/(?:apps|a|community|tools)\/[A-Za-z0-9_-]{1,30}$/,
  timestamp: /^\d{1,12}$/,
  signature: /^[0-9a-f]{64}$/,
} as const

const ownParameters = {
  /** The order token of a visit. */
  t: /^[A-Za-z0-9_-]{1,2000}$/,
  /** The token of a lookup that waits for its code. */
  c: /^[A-Za-z0-9_-]{1,200}$/,
  /** The session of somebody who signed in with the customer account. */
  k: /^[A-Za-z0-9_-]{1,200}$/,
  /** A signed-in customer's order: the number in its GID. */
  order: /^[1-9]\d{0,19}$/,
  /** A product: the number in its GID. */
  product: /^[1-9]\d{0,19}$/,
  locale: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$/,
  /**
   * The bare page for the custom element, without the theme around it: `fragment` stands in a page that has its title
   * already, `page` is the page.
   */
  view: /^(?:fragment|page)$/,
  /** The refused line at which a request for an exception began, and the reason chosen for it. */
  line: /^gid:\/\/shopify\/[A-Za-z]{1,40}\/[A-Za-z0-9-]{1,40}$/,
  reason: /^[A-Za-z0-9_-]{1,100}$/,
  /** The country that the shopper shops from: whose law the policy page names. */
  country: /^[A-Z]{2}$/,
  /** The content hash of an asset. */
  v: /^[A-Za-z0-9_-]{1,64}$/,
} as const
type OwnParameter = keyof typeof ownParameters

/** What newsletters and advertisements hang on links. Ignored, but part of what Shopify signed. */
const campaignParameter = /^(?:utm_[a-z_]{1,30}|fbclid|gclid|msclkid|mc_cid|mc_eid)$/
const campaignValue = /^[^=&\p{Cc}]{0,500}$/u

const freshnessSeconds = 90

function isOwnParameter(name: string): name is OwnParameter {
  return Object.hasOwn(ownParameters, name)
}

/** The name of the first parameter that is missing, doubled, unknown or not of its pattern; null when all are well. */
function firstMalformed(query: URLSearchParams): string | null {
  for (const [name, pattern] of Object.entries(shopifyParameters)) {
    const values = query.getAll(name)
    const [value] = values
    if (values.length !== 1 || value === undefined || !pattern.test(value)) return name
  }
  for (const [name, value] of query) {
    if (Object.hasOwn(shopifyParameters, name)) continue
    const pattern = isOwnParameter(name)
      ? ownParameters[name]
      : campaignParameter.test(name)
        ? campaignValue
        : null
    if (pattern === null || !pattern.test(value) || query.getAll(name).length !== 1) return name
  }
  return null
}

/** Shopify's signature of a proxied query: every parameter but `signature`, repeated ones joined by commas, sorted, no separators. */
export function proxySignature(query: URLSearchParams, secret: string): string {
  const names = [...new Set(query.keys())].filter((name) => name !== 'signature')
  const pairs = names.map((name) => `${name}=${query.getAll(name).join(',')}`).sort()
  return createHmac('sha256', secret).update(pairs.join('')).digest('hex')
}

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** An IPv6 address stands for its /64: one household or one rented server holds all of it. */
export function networkOf(address: string): string {
  const plain = address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIP(plain) !== 6) return isIP(plain) === 4 ? plain : 'unknown'
  const [head = '', tail] = plain.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const filled =
    tail === undefined
      ? groups
      : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest]
  return `${filled
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/**
 * Checks that a request came through the app proxy of a shop within the last 90 seconds. The signature covers the query
 * alone, not path, method or body: what a body asks for is judged by its own token. https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
 *
 * The address in `X-Forwarded-For` is believed only here, after the signature: its first entry is the shopper's.
 */
export function checkProxyRequest(
  request: Request,
  expected: { readonly secret: string; readonly now: string },
): Result<ProxyRequest, ProxyRefusal> {
  const query = new URL(request.url).searchParams
  if (!query.has('signature')) return err({ kind: 'unsigned' })
  const malformed = firstMalformed(query)
  if (malformed !== null) return err({ kind: 'malformed', parameter: malformed })
  if (!isSameText(proxySignature(query, expected.secret), query.get('signature') ?? ''))
    return err({ kind: 'wrong_signature' })
  const age = Date.parse(expected.now) / 1000 - Number(query.get('timestamp'))
  if (Math.abs(age) > freshnessSeconds) return err({ kind: 'stale' })
  const customerId = query.get('logged_in_customer_id') ?? ''
  return ok({
    shop: ShopDomain.parse(query.get('shop')),
    pathPrefix: query.get('path_prefix') ?? '',
    customer: customerId === '' ? null : CustomerGid.parse(`gid://shopify/Customer/${customerId}`),
    params: Object.fromEntries([...query].filter(([name]) => isOwnParameter(name))),
    clientNetwork: networkOf((request.headers.get('x-forwarded-for') ?? '').split(',')[0] ?? ''),
  })
}
