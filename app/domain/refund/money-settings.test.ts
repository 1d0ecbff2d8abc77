import { describe, expect, test } from 'vitest'
import { money } from '../money.ts'
import { creditEnd, isWithinExposure, MoneySettings } from './money-settings.ts'

const settings = MoneySettings.parse({
  instantRefund: { perBuyer: { USD: '100', JPY: '5000' }, perDay: { USD: '250' } },
  creditExpiry: { days: 365, countries: ['US'] },
})
const usd = (minor: number) => money(minor, 'USD')
const out = (ofBuyer: number, ofDay: number) => ({ ofBuyer: usd(ofBuyer), ofDay: usd(ofDay) })

describe('a refund before the goods are here', () => {
  test.each([
    [10_000, 0, 0, true],
    [10_001, 0, 0, false],
    [5_000, 5_000, 5_000, true],
    [5_000, 5_001, 5_001, false],
    [5_000, 0, 20_000, true],
    [5_000, 0, 20_001, false],
  ])('of %i while %i of the buyer and %i of the day are out: %s', (amount, buyer, day, isFine) => {
    expect(isWithinExposure(settings, usd(amount), out(buyer, day))).toBe(isFine)
  })

  test('is not paid in a currency that either sum does not name', () => {
    const yen = money(1, 'JPY')
    expect(isWithinExposure(settings, yen, { ofBuyer: money(0, 'JPY'), ofDay: money(0, 'JPY') })).toBe(false)
    expect(isWithinExposure(MoneySettings.parse({}), usd(1), out(0, 0))).toBe(false)
  })
})

test('store credit ends only where the merchant said that it may', () => {
  const now = '2026-11-22T10:00:00.000Z'
  expect(creditEnd(settings, 'US', now)).toBe('2027-11-22T10:00:00Z')
  expect(creditEnd(settings, 'DE', now)).toBeNull()
  expect(creditEnd(settings, null, now)).toBeNull()
  expect(creditEnd(MoneySettings.parse({}), 'US', now)).toBeNull()
})
