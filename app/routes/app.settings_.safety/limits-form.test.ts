import { describe, expect, it } from 'vitest'
import { firstLimits, type Limits } from '#app/domain/limits.ts'
import { formOf, limitsOf, type LimitsForm, sayLimitProblems } from './limits-form.ts'

const limits: Limits = {
  automatic: {
    kind: 'limited',
    amounts: { refund: { USD: { order: '200', day: '2000', buyer: null } }, store_credit: {} },
  },
  agent: {
    kind: 'limited',
    amounts: {
      refund: {
        USD: { order: '100', day: '500.50', buyer: null },
        JPY: { order: '9000', day: null, buyer: null },
      },
      store_credit: { USD: { order: '150', day: null, buyer: '300' } },
    },
  },
  manager: { kind: 'unlimited' },
  admin: { kind: 'unlimited' },
}
const withAgent = (fields: Record<string, string>): LimitsForm => ({
  ...formOf(firstLimits, 'USD'),
  agent: { kind: 'limited', currencies: ['USD'], fields },
})

describe('the form of limits', () => {
  it.each([
    ['limits', limits],
    ['the first limits', firstLimits],
  ])('goes there and back without a change: %s', (_name, stored) => {
    expect(limitsOf(formOf(stored, 'USD'))).toEqual({ ok: true, limits: stored })
  })

  it('offers the shop’s currency where nothing is set yet', () => {
    expect(formOf(firstLimits, 'EUR').agent).toEqual({ kind: 'nothing', currencies: ['EUR'], fields: {} })
  })

  it.each([
    [{ 'refund.USD.day': '100' }, 'agent.refund.USD.order'],
    [{ 'refund.USD.order': '10,50' }, 'agent.refund.USD.order'],
    [{ 'refund.USD.order': '10', 'refund.USD.buyer': '-1' }, 'agent.refund.USD.buyer'],
    [{}, 'agent.refund.USD.order'],
    [{ 'refund.USD.order': '  ' }, 'agent.refund.USD.order'],
  ])('marks the field that is wrong in %j', (fields, path) => {
    const read = limitsOf(withAgent(fields))
    expect(read.ok ? [] : Object.keys(read.problems)).toEqual([path])
  })

  it('takes what is empty as not allowed, and never as not limited', () => {
    const read = limitsOf(withAgent({ 'refund.USD.order': ' 20 ' }))
    expect(read.ok && read.limits.agent).toEqual({
      kind: 'limited',
      amounts: { refund: { USD: { order: '20', day: null, buyer: null } }, store_credit: {} },
    })
  })

  it('puts problems that the app found at their fields', () => {
    const said = sayLimitProblems([
      { path: 'agent.refund.JPY.day', problem: 'not_an_amount' },
      { path: 'agent.refund.XQZ', problem: 'unknown_currency' },
    ])
    expect(Object.keys(said)).toEqual(['agent.refund.JPY.day', 'agent.refund.XQZ.order'])
  })
})
