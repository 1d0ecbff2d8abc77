import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportion, mulDivRound, percentOf, unitShare } from './apportion.ts'
import { formatAmount, formatFixed, formatForMessage, minorDigits, parseAmount } from './minor-units.ts'
import { splitRefund } from './split-refund.ts'
import { countUnits, freeRanges, mergeRanges, rangesShare, sliceRanges } from './unit-ranges.ts'

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'HUF', 'BHD')
const minor = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })

describe('decimal text', () => {
  it('prints the shortest decimal with one fraction digit at least, as recorded', () => {
    expect(formatAmount(1500, 'USD')).toBe('15.0')
    expect(formatAmount(-2000, 'USD')).toBe('-20.0')
    expect(formatAmount(795, 'USD')).toBe('7.95')
    expect(formatAmount(1500, 'JPY')).toBe('1500.0')
    expect(formatAmount(1234, 'KWD')).toBe('1.234')
    expect(formatFixed(5, 'KWD')).toBe('0.005')
    expect(formatForMessage(99900, 'USD')).toBe('$999.00')
    expect(formatForMessage(123456789, 'USD')).toBe('$1,234,567.89')
    expect(formatForMessage(150, 'KWD')).toBe('0.150 KWD')
  })

  it('rounds beyond the currency half away from zero and refuses what is no number', () => {
    expect(parseAmount('12.345', 'USD')).toBe(1235)
    expect(parseAmount('-12.345', 'USD')).toBe(-1235)
    expect(parseAmount('999.5', 'JPY')).toBe(1000)
    expect(parseAmount(7.5, 'USD')).toBe(750)
    for (const bad of ['', '.', 'abc', '1,5', '1e3', 'NaN', '--1'])
      expect(parseAmount(bad, 'USD')).toBeUndefined()
  })

  it('reads back whatever it prints, in every currency', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        expect(parseAmount(formatAmount(amount, code), code)).toBe(amount)
        expect(parseAmount(formatFixed(amount, code), code)).toBe(amount)
        expect(formatFixed(amount, code).split('.')[1]?.length ?? 0).toBe(minorDigits(code))
      }),
    )
  })
})

describe('splitting', () => {
  it('parts of a whole sum to the whole and are never negative', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 12 }),
        (total, weights) => {
          const parts = apportion(total, weights)
          expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })

  it('units differ by one minor unit at most and the last takes the remainder', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 1, max: 60 }), (total, units) => {
        const each = Array.from({ length: units }, (_, i) => unitShare(total, units, i, i + 1))
        expect(each.reduce((a, b) => a + b, 0)).toBe(total)
        expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1)
        expect(each[0]).toBe(mulDivRound(total, 1, units))
      }),
    )
  })

  it('is exact where products leave the safe integers', () => {
    expect(mulDivRound(9_007_199_254_740_991, 3, 3)).toBe(9_007_199_254_740_991)
    expect(mulDivRound(-5, 1, 2)).toBe(-3)
    expect(percentOf(2000, 10)).toBe(200)
    expect(percentOf(1999, 12.5)).toBe(250)
    expect(percentOf(10 ** 12, 33.3333333)).toBe(333_333_333_000)
  })
})

describe('unit ranges', () => {
  it('claims that take free units never overlap, and all units together are worth the line', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 7 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.record({ take: fc.integer({ min: 1, max: 9 }), drop: fc.boolean() }), { maxLength: 20 }),
        (total, units, steps) => {
          let claims: (readonly [number, number])[][] = []
          for (const step of steps) {
            if (step.drop) claims = claims.slice(1)
            claims.push(sliceRanges(freeRanges(units, claims.flat()), 0, step.take))
          }
          claims.push(freeRanges(units, claims.flat()))
          expect(countUnits(claims.flat())).toBe(units)
          expect(countUnits(mergeRanges(claims.flat()))).toBe(units)
          const worth = claims.reduce((sum, claim) => sum + rangesShare(total, units, claim), 0)
          expect(worth).toBe(total)
        },
      ),
    )
  })
})

describe('splitRefund', () => {
  it('empties gift cards first, then the newest payment', () => {
    const parents = [
      { id: 'card-old', isGiftCard: false, refundable: 4000, position: 0 },
      { id: 'gift', isGiftCard: true, refundable: 1000, position: 1 },
      { id: 'card-new', isGiftCard: false, refundable: 2000, position: 2 },
    ]
    expect(splitRefund(3500, parents)).toEqual([
      { id: 'gift', amount: 1000 },
      { id: 'card-new', amount: 2000 },
      { id: 'card-old', amount: 500 },
    ])
    expect(splitRefund(0, parents)).toEqual([])
  })

  it('never gives a payment more than it holds, and gives all that fits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(fc.record({ isGiftCard: fc.boolean(), refundable: fc.integer({ min: 0, max: 3000 }) }), {
          maxLength: 6,
        }),
        (amount, raw) => {
          const parents = raw.map((parent, position) => ({ ...parent, id: String(position), position }))
          const parts = splitRefund(amount, parents)
          const held = parents.reduce((sum, parent) => sum + parent.refundable, 0)
          expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(Math.min(amount, held))
          for (const part of parts)
            expect(part.amount).toBeLessThanOrEqual(parents[Number(part.id)]?.refundable ?? 0)
        },
      ),
    )
  })
})
