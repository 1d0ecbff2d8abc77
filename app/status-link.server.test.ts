import { describe, expect, it } from 'vitest'
import { ReturnId, ShopDomain } from './domain/ids.ts'
import { makeStatusToken, readStatusToken, statusUrl } from './status-link.server.ts'

const scope = { shop: ShopDomain.parse('a.myshopify.com'), secret: 'hush' }
const returnId = ReturnId.parse('0190f0a0-1234-7abc-8def-0123456789ab')
const now = '2026-11-20T10:00:00.000Z'
const afterDays = (days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString()

describe('status token', () => {
  const token = makeStatusToken(scope, returnId, now)

  it('opens its return for 180 days', () => {
    expect(readStatusToken(scope, token, now)).toBe(returnId)
    expect(readStatusToken(scope, token, afterDays(179))).toBe(returnId)
    expect(readStatusToken(scope, token, afterDays(180))).toBeNull()
  })

  it('opens nothing in another shop or with one character changed (H95)', () => {
    expect(readStatusToken({ ...scope, shop: ShopDomain.parse('b.myshopify.com') }, token, now)).toBeNull()
    for (let at = 0; at < token.length; at += 1) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(readStatusToken(scope, changed, now)).toBeNull()
    }
    expect(readStatusToken(scope, '', now)).toBeNull()
    expect(readStatusToken(scope, '../../etc/passwd', now)).toBeNull()
  })

  it('makes an address under the path of the proxy', () => {
    expect(statusUrl('https://shop.example/apps/returns/', 'abc')).toBe(
      'https://shop.example/apps/returns/status/abc',
    )
  })
})
