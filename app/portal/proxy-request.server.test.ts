import { describe, expect, it } from 'vitest'
import { checkProxyRequest, networkOf, proxySignature } from './proxy-request.server.ts'

const secret = 'hush'
const at = 1_790_000_000
const now = new Date(at * 1000).toISOString()
const shopify = {
  shop: 'shop-name.myshopify.com',
  logged_in_customer_id: '1',
  path_prefix: '/apps/awesome_reviews',
  timestamp: String(at),
}

function requestWith(query: URLSearchParams, headers: Record<string, string> = {}): Request {
  return new Request(`https://app.example/portal/order?${query.toString()}`, { headers })
}

function signed(some: Record<string, string> = {}, by = secret): URLSearchParams {
  const query = new URLSearchParams({ ...shopify, ...some })
  query.set('signature', proxySignature(query, by))
  return query
}

function problemOf(query: URLSearchParams, moment = now): unknown {
  const checked = checkProxyRequest(requestWith(query), { secret, now: moment })
  return checked.ok ? 'fine' : checked.error
}

describe('proxySignature', () => {
  it("gives Shopify's published signatures, signed in and not", () => {
    const published =
      'extra=1&extra=2&shop=shop-name.myshopify.com&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555'
    expect(proxySignature(new URLSearchParams(`${published}&logged_in_customer_id=1`), secret)).toBe(
      '4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb',
    )
    expect(proxySignature(new URLSearchParams(`${published}&logged_in_customer_id=`), secret)).toBe(
      'e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb',
    )
  })
})

describe('checkProxyRequest', () => {
  it('believes a fresh signed request and says who asks', () => {
    const checked = checkProxyRequest(
      requestWith(signed({ locale: 'de' }), { 'x-forwarded-for': '203.0.113.9, 10.0.0.1' }),
      {
        secret,
        now,
      },
    )
    expect(checked).toEqual({
      ok: true,
      value: {
        shop: 'shop-name.myshopify.com',
        pathPrefix: '/apps/awesome_reviews',
        customer: 'gid://shopify/Customer/1',
        params: { locale: 'de' },
        clientNetwork: '203.0.113.9',
      },
    })
  })

  it('knows nobody when nobody is signed in', () => {
    const checked = checkProxyRequest(requestWith(signed({ logged_in_customer_id: '' })), { secret, now })
    expect(checked.ok && checked.value.customer).toBeNull()
  })

  it('accepts 90 seconds of age and of haste, and refuses 91 (H27)', () => {
    const after = (seconds: number) => new Date((at + seconds) * 1000).toISOString()
    expect([90, -90].map((seconds) => problemOf(signed(), after(seconds)))).toEqual(['fine', 'fine'])
    expect([91, -91].map((seconds) => problemOf(signed(), after(seconds)))).toEqual([
      { kind: 'stale' },
      { kind: 'stale' },
    ])
  })

  it('refuses a request without signature (H25)', () => {
    expect(problemOf(new URLSearchParams(shopify))).toEqual({ kind: 'unsigned' })
  })

  it('refuses the signature of another shop or secret, and half a signature (H26)', () => {
    const moved = signed()
    moved.set('shop', 'other.myshopify.com')
    const cut = signed()
    cut.set('signature', cut.get('signature')?.slice(0, 40) ?? '')
    expect(problemOf(moved)).toEqual({ kind: 'wrong_signature' })
    expect(problemOf(signed({}, 'another secret'))).toEqual({ kind: 'wrong_signature' })
    expect(problemOf(cut)).toEqual({ kind: 'malformed', parameter: 'signature' })
  })

  it.each(['shop', 'logged_in_customer_id', 'path_prefix', 'timestamp'])(
    'refuses a second %s, though it is signed (H30)',
    (name) => {
      const query = new URLSearchParams(shopify)
      query.append(name, query.get(name) ?? '')
      query.set('signature', proxySignature(query, secret))
      expect(problemOf(query)).toEqual({ kind: 'malformed', parameter: name })
    },
  )

  it('refuses pairs shifted into one another, which sign alike (H29)', () => {
    // Signed by Shopify: locale=de, logged_in_customer_id=1. Sent on: one parameter that swallowed the other.
    const query = new URLSearchParams(shopify)
    query.set('t', 'abc')
    const signature = proxySignature(query, secret)
    const shifted = new URLSearchParams({ ...shopify, signature })
    shifted.set('shop', `${shopify.shop}t=abc`)
    expect(proxySignature(shifted, secret)).toBe(signature)
    expect(problemOf(shifted)).toEqual({ kind: 'malformed', parameter: 'shop' })
  })

  it.each([
    'evil.com',
    'a.myshopify.com.evil.com',
    'a.myshopify.com/x',
    'A.MYSHOPIFY.COM',
    'a。myshopify.com',
    '',
  ])('refuses the shop %s (H32)', (shop) => {
    expect(problemOf(signed({ shop }))).toEqual({ kind: 'malformed', parameter: 'shop' })
  })

  it('refuses parameters that nobody sends, and lets those of campaigns pass', () => {
    expect(problemOf(signed({ refundAmount: '999' }))).toEqual({
      kind: 'malformed',
      parameter: 'refundAmount',
    })
    expect(problemOf(signed({ __proto__x: '1' }))).toEqual({ kind: 'malformed', parameter: '__proto__x' })
    expect(problemOf(signed({ order: '1001; drop table' }))).toEqual({
      kind: 'malformed',
      parameter: 'order',
    })
    expect(problemOf(signed({ utm_source: 'newsletter', fbclid: 'x1' }))).toBe('fine')
    expect(problemOf(signed({ utm_source: 'a=1' }))).toEqual({ kind: 'malformed', parameter: 'utm_source' })
  })
})

describe('networkOf', () => {
  it('takes an IPv4 address whole and an IPv6 address by its /64', () => {
    expect(networkOf(' 203.0.113.9')).toBe('203.0.113.9')
    expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(networkOf('2001:0DB8:0001:0002::1')).toBe('2001:db8:1:2::/64')
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(networkOf('not an address')).toBe('unknown')
  })
})
