import { describe, expect, it } from 'vitest'
import { epochDay, isoDay } from '../../dates.ts'
import { money } from '../../money.ts'
import { boundDeduction, lawfulMethods, outboundRefund } from './money-back.ts'
import { refundDeadline, soonestDeadline } from './refund-deadline.ts'

const under = (code: string) => ({ code, placed: epochDay('2026-05-01') })
const day = (iso: string | null) => (iso === null ? null : epochDay(iso))

function dueIn(code: string, at: { notice: string; proof?: string | null; goods?: string | null }) {
  const { notice, proof = null, goods = null } = at
  const deadline = refundDeadline(under(code), {
    notice: epochDay(notice),
    proof: day(proof),
    goods: day(goods),
  })
  if (deadline === null) return null
  return { due: deadline.dueOn === null ? null : isoDay(deadline.dueOn), confidence: deadline.confidence }
}

describe('refundDeadline', () => {
  const notice = '2026-05-08'
  it.each([
    // 14 days from the notice, and not before goods or proof.
    ['EU', {}, null, 'enforced'],
    ['DE', { goods: '2026-05-12' }, '2026-05-22', 'enforced'],
    ['FR', { goods: '2026-05-30' }, '2026-05-30', 'enforced'],
    ['IT', { proof: '2026-05-10', goods: '2026-05-30' }, '2026-05-22', 'enforced'],
    ['AT', { goods: '2026-05-12' }, '2026-05-22', 'enforced'],
    ['GB', { proof: '2026-05-10', goods: '2026-05-12' }, '2026-05-24', 'advisory'],
    ['GB', {}, null, 'advisory'],
    ['CN', { goods: '2026-05-12' }, '2026-05-19', 'enforced'],
    ['CN', { proof: '2026-05-10' }, null, 'enforced'],
    // Three business days after Friday 15 May.
    ['KR', { goods: '2026-05-15' }, '2026-05-20', 'enforced'],
    ['BR', {}, '2026-05-08', 'enforced'],
    ['CO', {}, '2026-06-07', 'enforced'],
    ['ZA', {}, '2026-06-07', 'enforced'],
    ['IL', {}, '2026-05-22', 'enforced'],
    ['TR', {}, '2026-05-22', 'advisory'],
    ['TW', { goods: '2026-05-12' }, '2026-05-27', 'advisory'],
    ['AR', { goods: '2026-05-12' }, '2026-05-12', 'advisory'],
  ])('%s with %j: %s (%s)', (code, events, due, confidence) => {
    expect(dueIn(code, { notice, ...events })).toEqual({ due, confidence })
  })

  it.each(['US', 'AU', 'CH', 'ZZ'])('%s says nothing', (code) => {
    expect(dueIn(code, { notice })).toBeNull()
  })

  it('of several the soonest counts, and what is enforced before what is advised', () => {
    const events = { notice: epochDay(notice), proof: null, goods: epochDay('2026-05-12') }
    const deadlines = ['ZA', 'DE', 'AR'].flatMap((code) => refundDeadline(under(code), events) ?? [])
    expect(soonestDeadline(deadlines)).toMatchObject({ statute: 'DE', confidence: 'enforced' })
    expect(soonestDeadline([])).toBeNull()
  })
})

describe('lawfulMethods', () => {
  const outcomes = ['store_credit', 'exchange'] as const
  it('in the EU credit only by the buyer’s own word, and money always', () => {
    expect(lawfulMethods(under('FI'), { outcomes, hasConsent: false }).consentNeeded).toBe(false)
    expect(lawfulMethods(under('EU'), { outcomes, hasConsent: false })).toEqual({
      outcomes: ['refund'],
      consentNeeded: true,
    })
    expect(lawfulMethods(under('EU'), { outcomes, hasConsent: true })).toEqual({
      outcomes: ['refund', 'store_credit', 'exchange'],
      consentNeeded: true,
    })
  })

  it.each(['CN', 'TW', 'KR', 'IL', 'TR', 'US'])('%s: nothing is enforced', (code) => {
    expect(lawfulMethods(under(code), { outcomes, hasConsent: false })).toEqual({
      outcomes,
      consentNeeded: false,
    })
  })
})

describe('boundDeduction', () => {
  const asked = { amount: money(3000, 'EUR'), value: money(2500, 'EUR'), isShopsFault: false }
  it.each([
    ['DE', 'handling', 2500],
    ['DE', 'wear_from_checking', 0],
    ['DE', 'other', 0],
    ['DE', 'missing', 2500],
    ['BR', 'handling', 0],
    ['ZA', 'other', 0],
    ['ZA', 'missing', 2500],
    ['US', 'other', 3000],
  ] as const)('%s, %s: %d', (code, kind, minor) => {
    expect(boundDeduction(under(code), { ...asked, kind })).toEqual(money(minor, 'EUR'))
  })

  it('nothing for a fault of the shop', () => {
    const deduction = boundDeduction(under('DE'), { ...asked, kind: 'handling', isShopsFault: true })
    expect(deduction).toEqual(money(0, 'EUR'))
  })
})

describe('outboundRefund', () => {
  const delivery = { paid: money(999, 'EUR'), cheapest: money(499, 'EUR'), withdrawn: 5000, ordered: 5000 }
  it.each([
    ['DE', {}, 499],
    ['GB', { cheapest: null }, 999],
    ['DE', { withdrawn: 2500 }, 250],
    ['BR', {}, 999],
    ['CN', {}, 0],
    ['DE', { withdrawn: 0 }, 0],
  ])('%s with %j: %d', (code, some, minor) => {
    expect(outboundRefund(under(code), { ...delivery, ...some })).toEqual(money(minor, 'EUR'))
  })
})
