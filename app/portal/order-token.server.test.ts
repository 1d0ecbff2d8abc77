import { describe, expect, it } from 'vitest'
import { CustomerGid, OrderGid, ShopDomain } from '#app/domain/ids.ts'
import { signToken } from '#app/signed-token.server.ts'
import { makeOrderToken, readOrderToken } from './order-token.server.ts'

const scope = { shop: ShopDomain.parse('a.myshopify.com'), secret: 'hush' }
const order = OrderGid.parse('gid://shopify/Order/1001')
const anna = CustomerGid.parse('gid://shopify/Customer/1')
const now = '2026-11-20T10:00:00.000Z'
const later = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString()

describe('order token', () => {
  it('gives back the order, and a submission key of its own each time', () => {
    const tokens = [1, 2].map(() => makeOrderToken(scope, { order, customer: null, now }))
    const read = tokens.map((token) => readOrderToken(scope, { token, customer: null, now }))
    expect(read.map((result) => result.ok && result.value.order)).toEqual([order, order])
    expect(new Set(read.map((result) => result.ok && result.value.nonce)).size).toBe(2)
  })

  it('ends after two hours (H19)', () => {
    const token = makeOrderToken(scope, { order, customer: null, now })
    expect(readOrderToken(scope, { token, customer: null, now: later(119) }).ok).toBe(true)
    expect(readOrderToken(scope, { token, customer: null, now: later(120) })).toEqual({
      ok: false,
      error: { kind: 'expired' },
    })
  })

  it('is nothing in another shop, under another secret, for another purpose, or with one bit changed', () => {
    const token = makeOrderToken(scope, { order, customer: null, now })
    const forged = { ok: false, error: { kind: 'forged' } }
    const read = (some: Partial<typeof scope>, text = token) =>
      readOrderToken({ ...scope, ...some }, { token: text, customer: null, now })
    expect(read({ shop: ShopDomain.parse('b.myshopify.com') })).toEqual(forged)
    expect(read({ secret: 'another' })).toEqual(forged)
    expect(read({}, signToken({ ...scope, purpose: 'status' }, Buffer.from('{}')))).toEqual(forged)
    for (let at = 0; at < token.length; at += 7) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(read({}, changed)).toEqual(forged)
    }
    expect(read({}, '')).toEqual({ ok: false, error: { kind: 'absent' } })
  })

  it("made for a signed-in customer is of no use in anybody else's session", () => {
    const token = makeOrderToken(scope, { order, customer: anna, now })
    expect(readOrderToken(scope, { token, customer: anna, now }).ok).toBe(true)
    expect(readOrderToken(scope, { token, customer: null, now }).ok).toBe(false)
    expect(
      readOrderToken(scope, { token, customer: CustomerGid.parse('gid://shopify/Customer/2'), now }).ok,
    ).toBe(false)
  })
})
