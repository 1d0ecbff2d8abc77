import { expect, it } from 'vitest'
import { defaultPolicy } from '../../default-policy.ts'
import { Policy } from '../../policy.ts'
import { findBelowLaw } from '../below-law.ts'
import type { LintContext } from '../finding.ts'
import { findOverlaps } from '../overlap.ts'
import { subjectOf } from '../subject.ts'
import { fullBudget } from './solve.ts'

const context: LintContext = {
  today: '2026-11-22',
  languages: ['en'],
  currencies: ['USD'],
  countries: ['DE'],
}

/** Rules over tags of which every two share some and differ in many: nothing is quick to prove. */
const entangled = Policy.parse({
  ...defaultPolicy,
  rules: Array.from({ length: 60 }, (_, place) => {
    const values = Array.from({ length: 50 }, (_, at) => `t${(at * 7 + place * 13) % 300}`)
    const few = values.slice(0, 10)
    return {
      id: `r${place}`,
      name: `Rule ${place}`,
      enabled: true,
      when: {
        kind: 'all',
        of: [
          { kind: 'productTag', is: 'anyOf', values },
          { kind: 'not', of: { kind: 'orderTag', is: 'allOf', values: few } },
          { kind: 'customerOrders', is: 'atLeast', value: place },
        ],
      },
      set: { returnWindow: { days: place % 10, from: 'delivery', transitDays: 0 } },
    }
  }),
})

it('all that is asked about a policy shares one budget, and after its end nothing is claimed', () => {
  const whole = subjectOf(entangled, context, [], fullBudget())
  const named = findOverlaps(whole).length
  expect(named).toBeGreaterThan(0)
  expect(findBelowLaw(whole).length).toBeGreaterThan(0)

  const budget = { steps: 200_000 }
  const poor = subjectOf(entangled, context, [], budget)
  expect(findOverlaps(poor).length).toBeLessThan(named)
  expect(findBelowLaw(poor)).toEqual([])
  // One formula is looked at to its end: no more than that is overdrawn.
  expect(budget.steps).toBeGreaterThan(-5000)
})
