import { describe, expect, test } from 'vitest'
import { money } from '../money.ts'
import { priceExchange } from './exchange.ts'

const usd = (minor: number) => money(minor, 'USD')
const base = { quantity: 2, boughtAt: usd(10_000), paid: usd(8_000), bonus: usd(0) }

/** What two units cost the buyer, bought for 100.00 with 20.00 off; null where there is no exchange. */
const priced = (rule: Parameters<typeof priceExchange>[0]['rule'], list: number, some: object = {}) =>
  priceExchange({ ...base, rule, listPrice: usd(list), ...some })?.price.minor ?? null

describe('the price of an exchange', () => {
  test.each([
    ['difference', 5_000, 8_000, 'the same price: the discount of the purchase stays'],
    ['difference', 6_000, 10_000, 'dearer: only the difference'],
    ['difference', 4_000, 6_000, 'cheaper: the difference goes back'],
    ['difference', 900, null, 'free goods are not sent'],
    ['even_only', 5_000, 8_000, 'the same list price'],
    ['even_only', 4_000, 8_000, 'exactly what was paid'],
    ['even_only', 5_001, null, 'another price'],
    ['price_paid', 9_000, 8_000, 'anything for what was paid'],
    ['price_paid', 3_000, 6_000, 'never more than it costs'],
  ] as const)('%s, %i each: %s (%s)', (...[rule, list, expected]) => {
    expect(priced(rule, list)).toBe(expected)
  })

  test('a bonus lowers what is to pay, and is no money back', () => {
    expect(priced('difference', 6_000, { bonus: usd(500) })).toBe(9_500)
    expect(priced('difference', 6_000, { bonus: usd(9_000) })).toBe(8_000)
    expect(priced('difference', 4_000, { bonus: usd(500) })).toBe(6_000)
    expect(priced('difference', 5_000, { bonus: usd(500) })).toBe(8_000)
  })

  test('discount and price are the list price together', () => {
    const made = priceExchange({ ...base, rule: 'price_paid', listPrice: usd(9_999) })
    expect(made).toEqual({ price: usd(8_000), discount: usd(11_998) })
  })
})
