import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  add,
  allocate,
  compare,
  digitsOf,
  formatMoney,
  isSame,
  money,
  negate,
  parseDecimal,
  percentOf,
  sub,
  sum,
  times,
  toDecimal,
  tryParseDecimal,
} from './money.ts'

const currencies = ['USD', 'EUR', 'JPY', 'KWD', 'HUF', 'IDR', 'MRU', 'CLF'] as const
const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })
const anyMoney = fc
  .tuple(amount, fc.constantFrom(...currencies))
  .map(([minor, currency]) => money(minor, currency))

describe('money', () => {
  it.each([
    ['USD', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['HUF', 2],
    ['IDR', 2],
    ['ISK', 0],
    ['MGA', 2],
    ['MRU', 2],
    ['JEP', 2],
  ])('knows the ISO digits of %s: %i', (currency, digits) => {
    expect(digitsOf(currency)).toBe(digits)
  })

  it('refuses a currency nobody knows, and a fraction of a minor unit', () => {
    expect(() => money(1, 'ZZZ')).toThrow(/Unknown currency/)
    expect(() => money(1.5, 'USD')).toThrow(/whole number/)
    expect(() => money(2 ** 53, 'USD')).toThrow(/whole number/)
  })

  it.each([
    ['42.5', 'USD', 4250, '42.50'],
    ['42.50', 'USD', 4250, '42.50'],
    ['0.1', 'USD', 10, '0.10'],
    ['-0.01', 'EUR', -1, '-0.01'],
    ['1000', 'JPY', 1000, '1000'],
    ['1000.0', 'JPY', 1000, '1000'],
    ['1.234', 'KWD', 1234, '1.234'],
    ['12.000000', 'GBP', 1200, '12.00'],
  ])('reads %s %s as %i and writes %s', (text, currency, minor, written) => {
    const value = parseDecimal(text, currency)
    expect(value).toEqual({ minor, currency })
    expect(toDecimal(value)).toBe(written)
  })

  it.each([
    ['', 'USD'],
    ['1,50', 'USD'],
    ['1.005', 'USD'],
    ['0.5', 'JPY'],
    ['1e3', 'USD'],
    [' 1', 'USD'],
    ['NaN', 'USD'],
    ['٣', 'USD'],
    ['.5', 'USD'],
  ])('refuses %j as an amount of %s', (text, currency) => {
    expect(() => parseDecimal(text, currency)).toThrow(RangeError)
    expect(tryParseDecimal(text, currency)).toBeNull()
  })

  it('reads back what it wrote', () => {
    fc.assert(fc.property(anyMoney, (value) => isSame(parseDecimal(toDecimal(value), value.currency), value)))
  })

  it('splits without losing or making a unit', () => {
    const weights = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(anyMoney, weights, (value, parts) => {
        const split = allocate(value, parts)
        expect(split).toHaveLength(parts.length)
        expect(sum(split, value.currency)).toEqual(value)
      }),
    )
  })

  it('takes percentages towards zero and never more than the whole', () => {
    expect(percentOf(money(999, 'USD'), 10)).toEqual(money(99, 'USD'))
    expect(percentOf(money(-999, 'USD'), 10)).toEqual(money(-99, 'USD'))
    expect(percentOf(money(10_000, 'USD'), 12.34)).toEqual(money(1234, 'USD'))
    expect(percentOf(money(1005, 'KWD'), 0.01)).toEqual(money(0, 'KWD'))
    const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100)
    fc.assert(
      fc.property(anyMoney, percent, (value, share) => {
        const part = percentOf(value, share)
        expect(Math.abs(part.minor)).toBeLessThanOrEqual(Math.abs(value.minor))
        expect(percentOf(value, 100)).toEqual(value)
      }),
    )
  })

  it('adds and subtracts exactly, in one currency only', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const [x, y] = [money(a, 'EUR'), money(b, 'EUR')]
        expect(sub(add(x, y), y)).toEqual(x)
        expect(add(x, negate(x)).minor).toBe(0)
        expect(compare(x, y)).toBe(Math.sign(a - b) === 0 ? 0 : Math.sign(a - b))
      }),
    )
    expect(() => add(money(1, 'USD'), money(1, 'EUR'))).toThrow()
    expect(() => sum([money(1, 'USD')], 'EUR')).toThrow()
    expect(times(money(1999, 'USD'), 3)).toEqual(money(5997, 'USD'))
  })

  it('shows symbols of the locale with the digits of ISO 4217', () => {
    expect(formatMoney(money(4250, 'GBP'), 'en')).toBe('£42.50')
    expect(formatMoney(money(4250, 'EUR'), 'de')).toBe('42,50\u00a0€')
    expect(formatMoney(money(123_456, 'HUF'), 'en')).toContain('1,234.56')
    expect(formatMoney(money(1000, 'JPY'), 'en')).toBe('¥1,000')
  })
})
