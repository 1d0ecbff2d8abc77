import { describe, expect, it } from 'vitest'
import { orderFacts } from '../../../../tests/factories/order-facts.ts'
import { compilePolicy } from '../compile.ts'
import { defaultPolicy } from '../default-policy.ts'
import { evaluate } from '../evaluate.ts'
import { Policy } from '../policy.ts'

/** A season of a shop that is open on Sundays only, so that a last day moves as far as it can. */
function policyUntil(notBefore: string) {
  const returnWindow = { ...defaultPolicy.baseline.returnWindow, rollover: 'business_day', notBefore }
  return Policy.safeParse({
    ...defaultPolicy,
    baseline: { ...defaultPolicy.baseline, returnWindow },
    calendar: { closedWeekdays: [1, 2, 3, 4, 5, 6], closedDays: [] },
  })
}

describe('a season', () => {
  it('ends on a day that is still one after it moved on', () => {
    const policy = policyUntil('2199-12-31')
    if (!policy.success) throw policy.error
    const { lines } = evaluate({
      policy: compilePolicy(policy.data),
      policyVersion: 1,
      order: orderFacts({ country: 'US' }),
      now: '2026-05-10T12:00:00Z',
      timeZone: 'UTC',
    })
    expect(lines[0]?.window).toMatchObject({ lastDay: '2200-01-05', extendedBy: 'business_day' })
  })

  it('does not end in a year that has no form', () => {
    expect(policyUntil('9999-12-31').success).toBe(false)
  })
})
