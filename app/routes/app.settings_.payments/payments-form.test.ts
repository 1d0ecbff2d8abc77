import { describe, expect, it } from 'vitest'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import { formOf, type PaymentsForm, settingsOf } from './payments-form.ts'

const first = MoneySettings.parse({})
const settings: MoneySettings = {
  instantRefund: { perBuyer: { USD: '200', JPY: '9000' }, perDay: { USD: '2000.50', JPY: '90000' } },
  creditExpiry: { days: 365, countries: ['US', 'CA'] },
}
const form = (changes: Partial<PaymentsForm>): PaymentsForm => ({ ...formOf(first, 'USD'), ...changes })
const row = (perBuyer: string, perDay: string, currency = 'USD') => ({
  rows: [{ currency, perBuyer, perDay }],
})

describe('the form of payment settings', () => {
  it.each([
    ['settings', settings],
    ['the first settings', first],
  ])('goes there and back without a change: %s', (_name, stored) => {
    expect(settingsOf(formOf(stored, 'USD'))).toEqual({ ok: true, settings: stored })
  })

  it('reads countries as people write them', () => {
    const read = settingsOf(form({ ends: true, days: '30', countries: ' us, ca;US ' }))
    expect(read).toMatchObject({ settings: { creditExpiry: { days: 30, countries: ['US', 'CA'] } } })
  })

  it.each([
    [row('100', ''), 'perDay.USD'],
    [row('', '100'), 'perBuyer.USD'],
    [row('1,50', '100'), 'perBuyer.USD'],
    [row('100.5', '1000', 'JPY'), 'perBuyer.JPY'],
    [{ ends: true, days: '0', countries: 'US' }, 'days'],
    [{ ends: true, days: '30', countries: '' }, 'countries'],
    [{ ends: true, days: '30', countries: 'USA' }, 'countries'],
  ])('marks the field that is wrong in %j', (changes, path) => {
    const read = settingsOf(form(changes))
    expect(read.ok ? [] : Object.keys(read.problems)).toEqual([path])
  })
})
