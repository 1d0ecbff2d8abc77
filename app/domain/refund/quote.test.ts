import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, money } from '../money.ts'
import { buildQuote, type QuoteFigures } from './build-quote.ts'
import { assertAddsUp } from './quote-adds-up.ts'

const usd = (minor: number) => money(minor, 'USD')
const line = {
  lineId: 'l1',
  title: 'Shirt',
  quantity: 2,
  subtotal: usd(4000),
  tax: usd(400),
  restockingFee: usd(600),
}
const figures: QuoteFigures = {
  outcome: 'refund',
  currency: 'USD',
  taxesIncluded: false,
  lines: [{ ...line, bonusPercent: 10 }],
  shipping: usd(0),
  returnShippingFee: usd(500),
  suggested: null,
}

describe('quote', () => {
  it('adds tax where it comes on top and takes both fees', () => {
    expect(buildQuote(figures)).toMatchObject({
      refund: usd(3300),
      bonus: usd(0),
      total: usd(3300),
      adjustment: usd(0),
    })
  })

  it('leaves tax inside where prices include it', () => {
    expect(buildQuote({ ...figures, taxesIncluded: true }).refund).toEqual(usd(2900))
  })

  it('gives a line that is paid part after part the bonus of the whole, whatever the parts', () => {
    const bonusOf = (subtotal: number, before?: number) =>
      buildQuote({
        ...figures,
        outcome: 'store_credit',
        returnShippingFee: usd(0),
        lines: [
          {
            ...line,
            subtotal: usd(subtotal),
            tax: usd(0),
            restockingFee: usd(0),
            bonusPercent: 10,
            ...(before === undefined ? {} : { creditedBefore: usd(before) }),
          },
        ],
      }).bonus
    expect(add(bonusOf(1005), bonusOf(1005))).not.toEqual(bonusOf(2010))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 99_999 }), (one, other) => {
        expect(add(bonusOf(one), bonusOf(other, one))).toEqual(bonusOf(one + other))
      }),
    )
  })

  it('gives the bonus on store credit only, on what the line gives back, rounded down', () => {
    const credit = buildQuote({
      ...figures,
      outcome: 'store_credit',
      lines: [{ ...line, bonusPercent: 12.5 }],
    })
    expect(credit.bonus).toEqual(usd(475))
    expect(credit.total).toEqual(usd(3775))
  })

  it('never promises less than nothing, and no bonus on nothing', () => {
    const quote = buildQuote({ ...figures, outcome: 'store_credit', returnShippingFee: usd(9900) })
    expect(quote).toMatchObject({ refund: usd(0), bonus: usd(0), total: usd(0), adjustment: usd(6100) })
  })

  it("takes Shopify's amount and names the difference", () => {
    expect(buildQuote({ ...figures, suggested: usd(3000) })).toMatchObject({
      refund: usd(3000),
      adjustment: usd(-300),
    })
  })

  it('refuses a receipt that is a cent off', () => {
    const quote = buildQuote(figures)
    expect(() => assertAddsUp({ ...quote, refund: add(quote.refund, usd(1)) })).toThrow(/add up/)
    expect(() => assertAddsUp({ ...quote, total: add(quote.total, usd(-1)) })).toThrow(/add up/)
  })

  it('adds up for any figures', () => {
    const minor = fc.nat(10_000_000)
    const lines = fc.array(fc.tuple(minor, minor, minor, fc.nat(10_000)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        lines,
        minor,
        minor,
        fc.boolean(),
        fc.option(minor),
        (rows, shipping, fee, included, suggested) => {
          const quote = buildQuote({
            outcome: 'store_credit',
            currency: 'USD',
            taxesIncluded: included,
            shipping: usd(shipping),
            returnShippingFee: usd(fee),
            suggested: suggested === null ? null : usd(suggested),
            lines: rows.map(([subtotal, tax, restocking, bonus], index) => ({
              lineId: String(index),
              title: 'Thing',
              quantity: 1,
              subtotal: usd(subtotal),
              tax: usd(tax),
              restockingFee: usd(Math.min(restocking, subtotal)),
              bonusPercent: bonus / 100,
            })),
          })
          expect(quote.refund.minor).toBeGreaterThanOrEqual(0)
          expect(() => assertAddsUp(quote)).not.toThrow()
        },
      ),
    )
  })
})
