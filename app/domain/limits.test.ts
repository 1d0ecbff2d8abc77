import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CurrencyLimit,
  firstLimits,
  holdersUpTo,
  judgeMovement,
  limitProblems,
  Limits,
  limitScopes,
  type Spent,
} from './limits.ts'
import { add, compare, money, parseDecimal, zero } from './money.ts'

const agentMay = (refund: Record<string, CurrencyLimit>): Limits => ({
  ...firstLimits,
  agent: { kind: 'limited', amounts: { refund, store_credit: {} } },
})
const hundred = agentMay({ USD: { order: '100.00', day: '250', buyer: '150' } })
const none = (currency: string): Spent => ({
  order: zero(currency),
  day: zero(currency),
  buyer: zero(currency),
})
const judge = (amount: string, currency: string, spent: Partial<Spent> = {}, limits = hundred) =>
  judgeMovement({
    limits,
    role: 'agent',
    movement: { action: 'refund', amount: parseDecimal(amount, currency) },
    spent: { ...none(currency), ...spent },
  })
const scopesOf = (judged: ReturnType<typeof judge>) =>
  judged.ok ? [] : judged.error.map(({ scope }) => scope)

describe('limits of payments', () => {
  it.each([
    ['99.99', 'USD', {}, []],
    ['100.00', 'USD', {}, []],
    ['100.01', 'USD', {}, ['order']],
    ['60.00', 'USD', { order: money(60_00, 'USD') }, ['order']],
    ['40.00', 'USD', { order: money(60_00, 'USD') }, []],
    ['60.00', 'USD', { day: money(200_00, 'USD') }, ['day']],
    ['60.00', 'USD', { buyer: money(100_00, 'USD') }, ['buyer']],
    ['100.01', 'USD', { day: money(250_00, 'USD'), buyer: money(1_00, 'USD') }, ['order', 'day']],
    // A hundred of another currency is another amount: no limit is said for it.
    ['100', 'JPY', {}, ['currency']],
    ['1', 'JPY', {}, ['currency']],
    ['100.000', 'KWD', {}, ['currency']],
    ['100.00', 'EUR', {}, ['currency']],
  ] as const)('%s %s after %j: above %j', (amount, currency, spent, scopes) => {
    expect(scopesOf(judge(amount, currency, spent))).toEqual(scopes)
  })

  it.each([
    ['JPY', '10000', '10000', []],
    ['JPY', '10000', '10001', ['order']],
    ['KWD', '30.500', '30.5', []],
    ['KWD', '30.500', '30.501', ['order']],
  ] as const)('counts in the minor unit of %s: %s allows %s or not', (currency, limit, amount, scopes) => {
    const limits = agentMay({ [currency]: { order: limit, day: null, buyer: null } })
    expect(scopesOf(judge(amount, currency, {}, limits))).toEqual(scopes)
  })

  it('tells by how much it is too much', () => {
    expect(judge('100.01', 'USD')).toEqual({
      ok: false,
      error: [{ scope: 'order', limit: money(100_00, 'USD'), would: money(100_01, 'USD') }],
    })
  })

  it('keeps the kinds of payment apart', () => {
    const movement = { action: 'store_credit', amount: money(1, 'USD') } as const
    const judged = judgeMovement({ limits: hundred, role: 'agent', movement, spent: none('USD') })
    expect(scopesOf(judged)).toEqual(['currency'])
  })

  it('lets a viewer pay nothing, whatever the limits say', () => {
    const movement = { action: 'refund', amount: money(1, 'USD') } as const
    const judged = judgeMovement({ limits: hundred, role: 'viewer', movement, spent: none('USD') })
    expect(scopesOf(judged)).toEqual(['role'])
  })

  it('lets agents pay nothing alone until somebody sets limits, and admins everything', () => {
    const movement = { action: 'refund', amount: money(1_000_000_00, 'USD') } as const
    const ask = (role: 'agent' | 'admin') =>
      judgeMovement({ limits: firstLimits, role, movement, spent: none('USD') })
    expect(scopesOf(ask('agent'))).toEqual(['currency'])
    expect(ask('admin').ok).toBe(true)
  })

  it('never adds two currencies', () => {
    expect(() => judge('1', 'USD', { day: money(1, 'EUR') })).toThrow()
  })

  it('finds what cannot be an amount of its currency', () => {
    const limits = agentMay({
      USD: { order: '10.001', day: '5', buyer: null },
      JPY: { order: '10.5', day: null, buyer: '1' },
      XQZ: { order: '1', day: null, buyer: null },
    })
    expect(limitProblems(limits)).toEqual([
      { path: 'agent.refund.USD.order', problem: 'not_an_amount' },
      { path: 'agent.refund.JPY.order', problem: 'not_an_amount' },
      { path: 'agent.refund.XQZ', problem: 'unknown_currency' },
    ])
    expect(limitProblems(hundred)).toEqual([])
  })

  it.each([
    ['a field that nobody knows', { ...hundred, owner: { kind: 'unlimited' } }],
    ['a negative amount', agentMay({ USD: { order: '-1', day: null, buyer: null } })],
    ['an amount with an exponent', agentMay({ USD: { order: '1e9', day: null, buyer: null } })],
    [
      'a limit without the order',
      { ...hundred, agent: { kind: 'limited', amounts: { refund: { USD: {} } } } },
    ],
  ])('refuses %s', (_name, limits) => {
    expect(Limits.safeParse(limits).success).toBe(false)
  })

  it('however a sum is split over orders, days and buyers, what was allowed stays within every limit', () => {
    const payment = fc.record({
      order: fc.constantFrom('o1', 'o2', 'o3'),
      buyer: fc.constantFrom('b1', 'b2'),
      person: fc.constantFrom('p1', 'p2'),
      minor: fc.integer({ min: 1, max: 120_00 }),
    })
    fc.assert(
      fc.property(fc.array(payment, { maxLength: 40 }), (payments) => {
        const paid: typeof payments = []
        const sumWhere = (of: (one: (typeof payments)[number]) => boolean) =>
          paid.filter(of).reduce((total, one) => add(total, money(one.minor, 'USD')), zero('USD'))
        for (const one of payments) {
          const judged = judgeMovement({
            limits: hundred,
            role: 'agent',
            movement: { action: 'refund', amount: money(one.minor, 'USD') },
            spent: {
              order: sumWhere(({ order }) => order === one.order),
              day: sumWhere(({ person }) => person === one.person),
              buyer: sumWhere(({ buyer }) => buyer === one.buyer),
            },
          })
          if (judged.ok) paid.push(one)
        }
        for (const order of ['o1', 'o2', 'o3'])
          expect(
            compare(
              sumWhere((one) => one.order === order),
              money(100_00, 'USD'),
            ),
          ).not.toBe(1)
        for (const person of ['p1', 'p2'])
          expect(
            compare(
              sumWhere((one) => one.person === person),
              money(250_00, 'USD'),
            ),
          ).not.toBe(1)
        for (const buyer of ['b1', 'b2'])
          expect(
            compare(
              sumWhere((one) => one.buyer === buyer),
              money(150_00, 'USD'),
            ),
          ).not.toBe(1)
      }),
    )
    expect(limitScopes).toEqual(['order', 'day', 'buyer'])
  })
})

describe('what the policy pays by itself', () => {
  const upTo: Limits = {
    ...firstLimits,
    automatic: {
      kind: 'limited',
      amounts: { refund: { USD: { order: '100', day: '150', buyer: null } }, store_credit: {} },
    },
  }
  const automatic = (amount: string, limits: Limits, spent: Partial<Spent> = {}) =>
    judgeMovement({
      limits,
      role: 'automatic',
      movement: { action: 'refund', amount: parseDecimal(amount, 'USD') },
      spent: { ...none('USD'), ...spent },
    })

  it('has limits of its own, with a sum for the day', () => {
    expect(automatic('100', upTo).ok).toBe(true)
    expect(automatic('100.01', upTo)).toMatchObject({ error: [{ scope: 'order' }] })
    expect(automatic('60', upTo, { day: money(100_00, 'USD') })).toMatchObject({ error: [{ scope: 'day' }] })
  })

  it('is not limited until somebody says so, also where limits were stored before it could be', () => {
    const { agent, manager, admin } = firstLimits
    expect(automatic('9999', Limits.parse({ agent, manager, admin })).ok).toBe(true)
  })

  it('counts for people, and people do not count for it', () => {
    expect(holdersUpTo('automatic')).toEqual(['automatic'])
    expect(holdersUpTo('agent')).toEqual(['automatic', 'viewer', 'agent'])
  })
})
