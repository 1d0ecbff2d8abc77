import { describe, expect, it } from 'vitest'
import { money } from '#app/domain/money.ts'
import { sayExceeded, sayMoneyStop } from './safety-words.ts'

const usd = (minor: number) => money(minor, 'USD')

describe('words about the safety of payments', () => {
  it('says each sum once, with all the limits that it is above', () => {
    expect(
      sayExceeded([
        { scope: 'order', limit: usd(10_00), would: usd(106_70) },
        { scope: 'day', limit: usd(50_00), would: usd(106_70) },
      ]),
    ).toBe(
      'It comes to $106.70, above the limit of $10.00 for one order and $50.00 for one person in 24 hours.',
    )
    expect(
      sayExceeded([
        { scope: 'order', limit: usd(10_00), would: usd(60_00) },
        { scope: 'buyer', limit: usd(100_00), would: usd(120_00) },
      ]),
    ).toBe(
      'It comes to $60.00, above the limit of $10.00 for one order. ' +
        'It comes to $120.00, above the limit of $100.00 for one buyer in 30 days.',
    )
  })

  it('says when nothing is allowed at all', () => {
    expect(sayExceeded([{ scope: 'currency', limit: null, would: money(100, 'JPY') }])).toBe(
      'Nobody of this role pays alone in JPY: no limit is set for it.',
    )
    expect(sayExceeded([{ scope: 'role', limit: null, would: usd(1) }])).toBe('This role does not pay.')
  })

  it('says who stopped payments, since when and why', () => {
    const by = { kind: 'staff', id: '1', name: 'Ada' } as const
    const stop = { scope: 'shop', since: '2026-11-22T10:00:00.000Z', reason: 'Wrong fees.', by } as const
    expect(sayMoneyStop(stop)).toBe('Payments are stopped by Ada. Reason: Wrong fees.')
    expect(sayMoneyStop(stop, 'UTC')).toMatch(/^Payments are stopped by Ada since Nov 22, 2026/)
    expect(sayMoneyStop({ scope: 'installation', since: null, reason: '' }, 'UTC')).toBe(
      'Payments are stopped by the operator of Homeward.',
    )
  })
})
