import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codeOfBytes,
  giftReference,
  isForGift,
  isWorthACode,
  namesForShopper,
  quoteForGift,
  readGiftCode,
  writeGiftCode,
} from './gift.ts'
import { money } from './money.ts'
import { buildQuote, type QuoteFigures } from './refund/build-quote.ts'
import { assertAddsUp } from './refund/quote-adds-up.ts'

const usd = (minor: number) => money(minor, 'USD')

describe('a gift code', () => {
  it('is read as it was made, in any case and with any spaces and hyphens', () => {
    for (let round = 0; round < 200; round += 1) {
      const code = codeOfBytes(randomBytes(32))
      const written = writeGiftCode(code)
      expect(written).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
      for (const typed of [
        written,
        written.toLowerCase(),
        code,
        code.replace(/./g, '$& '),
        written.replaceAll('-', '–'),
      ])
        expect(readGiftCode(typed), typed).toBe(code)
    }
  })

  it('takes what is easily mistaken for what it was taken for, and full-width digits', () => {
    expect(readGiftCode('oIl0-1234-5678')).toBe('011012345678')
    expect(readGiftCode('０１２３４５６７８９ＡＢ')).toBe('0123456789AB')
  })

  it('uses all of its 60 bits', () => {
    const bits = new Set(Array.from({ length: 500 }, () => codeOfBytes(randomBytes(32))))
    expect(bits.size).toBe(500)
    for (let at = 0; at < 12; at += 1) {
      const seen = new Set([...bits].map((code) => code[at]))
      expect(seen.size, `place ${at}`).toBe(32)
    }
  })

  it('is none for anything else, whatever it is', () => {
    for (const typed of [
      '',
      'x',
      '0'.repeat(11),
      '0'.repeat(13),
      'U'.repeat(12),
      '0'.repeat(300),
      '<script>alert',
    ])
      expect(readGiftCode(typed), typed).toBeNull()
    fc.assert(
      fc.property(fc.array(fc.nat(0x10_ffff), { maxLength: 40 }), (points) => {
        const read = readGiftCode(String.fromCodePoint(...points))
        expect(read === null || /^[0-9A-HJKMNP-TV-Z]{12}$/.test(read)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

it('a gift return is called by its own id, and by nothing of the order', () => {
  const id = randomUUID()
  const gift = { reference: giftReference(id) }
  expect(gift.reference).toMatch(/^G-[0-9A-HJKMNP-TV-Z]{8}$/)
  expect(giftReference(id)).toBe(gift.reference)
  const record = { name: '#1001-R1', orderName: '#1001' }
  expect(namesForShopper({ ...record, gift })).toEqual({ name: gift.reference, orderName: gift.reference })
  expect(namesForShopper({ ...record, gift: null })).toEqual(record)
})

it('there is no money for a gift, and credit only with an account', () => {
  expect(isForGift('refund', { canCredit: true })).toBe(false)
  expect(isForGift('store_credit', { canCredit: false })).toBe(false)
  expect(isForGift('store_credit', { canCredit: true })).toBe(true)
  expect(isForGift('exchange', { canCredit: false })).toBe(true)
})

describe('the credit of a gift', () => {
  const quoted = (suggested: number | null, fee = 0) => {
    const figures: QuoteFigures = {
      outcome: 'store_credit',
      currency: 'USD',
      taxesIncluded: false,
      lines: [
        {
          lineId: 'l',
          title: 'Shirt',
          quantity: 1,
          subtotal: usd(5000),
          tax: usd(400),
          restockingFee: usd(0),
          bonusPercent: 10,
        },
      ],
      shipping: usd(0),
      returnShippingFee: usd(fee),
      suggested: suggested === null ? null : usd(suggested),
    }
    return buildQuote(figures)
  }

  it('is what Shopify would give back, without a bonus and to no payment', () => {
    const gift = quoteForGift(quoted(5400))
    expect(gift).toMatchObject({ refund: usd(5400), bonus: usd(0), total: usd(5400), tenders: [] })
    assertAddsUp(gift)
  })

  it('takes nothing of what Shopify owes the buyer besides, and is not more than can go back', () => {
    expect(quoteForGift(quoted(9900)).total).toEqual(usd(5400))
    expect(quoteForGift(quoted(1000)).total).toEqual(usd(1000))
    assertAddsUp(quoteForGift(quoted(9900)))
    assertAddsUp(quoteForGift(quoted(1000)))
  })

  it('is less by flat fees once, and never below nothing', () => {
    expect(quoteForGift(quoted(4800, 600)).total).toEqual(usd(4800))
    expect(quoteForGift(quoted(4800, 600), { isLater: true }).total).toEqual(usd(5400))
    expect(quoteForGift(quoted(0, 9000)).total).toEqual(usd(0))
  })
})

it.each([
  ['approve', ['refund', 'store_credit'], 'exchange', false],
  ['approve', ['refund', 'store_credit'], 'exchange_or_credit', true],
  ['approve', ['refund', 'exchange'], 'exchange', true],
  ['approve', ['refund', 'exchange'], 'off', false],
  ['review', ['exchange'], 'exchange', true],
  ['deny', ['exchange', 'store_credit'], 'exchange_or_credit', false],
] as const)(
  'a line that is %s, with %j, in a shop that gives %s: a code is worth its while: %s',
  (verdict, outcomes, gives, is) => {
    expect(isWorthACode({ verdict, terms: { outcomes: [...outcomes] } }, gives)).toBe(is)
  },
)
