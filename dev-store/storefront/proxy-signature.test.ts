import { describe, expect, test } from 'vitest'
import { proxySignature, signedProxyQuery } from './proxy-signature.ts'

const shopPart = 'shop=shop-name.myshopify.com'
const rest = 'path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555'

describe('app proxy signature', () => {
  test('equals the published vector of a signed-in customer', () => {
    const params = new URLSearchParams(`extra=1&extra=2&${shopPart}&logged_in_customer_id=1&${rest}`)
    expect(proxySignature(params, 'hush')).toBe(
      '4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb',
    )
  })

  test('equals the published vector of an anonymous visitor, whose id is blank and still signed', () => {
    const params = new URLSearchParams(`extra=1&extra=2&${shopPart}&logged_in_customer_id=&${rest}`)
    expect(proxySignature(params, 'hush')).toBe(
      'e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb',
    )
  })

  test('signs what it appends, and appends the same as the vector', () => {
    const signed = signedProxyQuery(new URLSearchParams('extra=1&extra=2'), {
      shop: 'shop-name.myshopify.com',
      customerId: '1',
      pathPrefix: '/apps/awesome_reviews',
      timestamp: 1317327555,
      secret: 'hush',
    })
    expect(signed.get('signature')).toBe('4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb')
  })

  test("drops a visitor's own parameters of Shopify's names", () => {
    const visitor = new URLSearchParams(
      'logged_in_customer_id=5&shop=evil.myshopify.com&signature=x&timestamp=1&path_prefix=/x&q=1',
    )
    const identity = {
      shop: 's.myshopify.com',
      customerId: '',
      pathPrefix: '/apps/r',
      timestamp: 9,
      secret: 'hush',
    }
    const signed = signedProxyQuery(visitor, identity)
    expect(signed.getAll('logged_in_customer_id')).toEqual([''])
    expect(signed.getAll('shop')).toEqual(['s.myshopify.com'])
    expect(signed.getAll('signature')).toHaveLength(1)
    expect(signed.get('q')).toBe('1')
  })
})
