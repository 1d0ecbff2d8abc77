import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { money } from '../money.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { compilePolicy } from './compile.ts'
import type { Condition } from './conditions/index.ts'
import { defaultPolicy } from './default-policy.ts'
import { evaluate } from './evaluate.ts'
import { Policy } from './policy.ts'
import { chosenLines, offeredOutcomes, shippingFeeOfRequest, verdictOfRequest } from './request.ts'

type RuleInput = z.input<typeof Policy>['rules'][number]

const rule = (id: string, when: Condition, set: RuleInput['set']): RuleInput => ({
  id,
  name: `Rule ${id}`,
  enabled: true,
  when,
  set,
})
const always: Condition = { kind: 'all', of: [] }
const denied: RuleInput['set'] = { eligible: { kind: 'no', because: 'final sale' } }

type Judge = {
  rules?: RuleInput[]
  order?: Partial<OrderFacts>
  line?: Partial<LineFacts>
  now?: string
  timeZone?: string
  reason?: string
}

function judge({
  rules = [],
  order = {},
  line = {},
  now = '2026-05-10T12:00:00Z',
  timeZone = 'UTC',
  reason,
}: Judge = {}) {
  const policy = Policy.parse({ ...defaultPolicy, rules })
  const facts = orderFacts({ lines: [lineFacts(line)], ...order })
  const requests = reason === undefined ? {} : { [facts.lines[0]?.id ?? '']: { reason } }
  const decision = evaluate({
    policy: compilePolicy(policy),
    policyVersion: 7,
    order: facts,
    requests,
    now,
    timeZone,
  })
  const [first] = decision.lines
  if (first === undefined) throw new Error('no line was judged')
  return first
}

describe('evaluate', () => {
  it('approves a delivered line inside its window and names the last day', () => {
    const line = judge()
    expect(line.verdict).toBe('approve')
    expect(line.window).toMatchObject({
      countedFrom: 'delivery',
      lastDay: '2026-06-03',
      open: true,
      transitDays: 0,
    })
    expect(line.reasons[0]?.key).toBe('window.open')
    expect(line.setBy.returnWindow).toEqual({ kind: 'baseline' })
  })

  it.each([
    // The window of 30 days from 4 May 2026 in London ends with 3 June there: 22:59:59 in UTC.
    ['2026-06-03T22:59:59Z', 'Europe/London', 'approve'],
    ['2026-06-03T23:00:00Z', 'Europe/London', 'deny'],
    ['2026-06-04T03:59:59Z', 'America/New_York', 'approve'],
    ['2026-06-04T04:00:00Z', 'America/New_York', 'deny'],
    ['2026-06-03T14:59:59Z', 'Asia/Tokyo', 'approve'],
    ['2026-06-03T15:00:00Z', 'Asia/Tokyo', 'deny'],
  ])('at %s in %s: %s', (now, timeZone, verdict) => {
    expect(judge({ now, timeZone }).verdict).toBe(verdict)
  })

  it('is not moved by a change of the clocks inside the window', () => {
    // Delivered 10 October 2026, 23:30 in London (summer time); the clocks go back on the 25th.
    const line = { deliveredAt: '2026-10-10T22:30:00Z' }
    const timeZone = 'Europe/London'
    expect(judge({ line, timeZone, now: '2026-11-09T23:59:59Z' })).toMatchObject({
      verdict: 'approve',
      window: { lastDay: '2026-11-09' },
    })
    expect(judge({ line, timeZone, now: '2026-11-10T00:00:00Z' }).verdict).toBe('deny')
  })

  it('falls back from delivery to fulfilment to order and adds the days for the way at every step', () => {
    const now = '2026-05-05T00:00:00Z'
    expect(judge({ now, line: { deliveredAt: null } }).window).toMatchObject({
      countedFrom: 'fulfillment',
      transitDays: 5,
      lastDay: '2026-06-06',
    })
    expect(judge({ now, line: { deliveredAt: null, fulfilledAt: null } }).window).toMatchObject({
      countedFrom: 'order',
      transitDays: 10,
      lastDay: '2026-06-10',
    })
  })

  it('takes each term from the first rule that holds and sets it, and says who set it', () => {
    const line = judge({
      rules: [
        rule('a', { kind: 'productTag', is: 'anyOf', values: ['sale'] }, { restockingFee: { percent: 50 } }),
        rule(
          'b',
          { kind: 'productType', is: 'anyOf', values: ['shirts'] },
          { restockingFee: { percent: 10 } },
        ),
        rule('c', always, { restockingFee: { percent: 20 }, bonus: { storeCreditPercent: 5 } }),
      ],
    })
    expect(line.terms).toMatchObject({ restockingFee: { percent: 10 }, bonus: { storeCreditPercent: 5 } })
    expect(line.setBy.restockingFee).toEqual({ kind: 'rule', ruleId: 'b', ruleName: 'Rule b' })
    expect(line.setBy.bonus).toMatchObject({ ruleId: 'c' })
    expect(line.trace.map(({ result }) => result)).toEqual(['false', 'true', 'true'])
  })

  it('leaves out rules that are switched off', () => {
    expect(judge({ rules: [{ ...rule('a', always, denied), enabled: false }] })).toMatchObject({
      verdict: 'approve',
      trace: [],
    })
  })

  it("denies with the merchant's words and the rule's name", () => {
    const line = judge({
      rules: [rule('a', { kind: 'productTag', is: 'anyOf', values: ['Final-Sale'] }, denied)],
      line: { productTags: ['final-sale'] },
    })
    expect(line.verdict).toBe('deny')
    expect(line.reasons).toEqual([
      { key: 'rule.denied', params: { because: { en: 'final sale' }, rule: 'Rule a' } },
    ])
  })

  it.each([
    ['a cancelled order', { order: { cancelledAt: '2026-05-02T00:00:00Z' } }, 'fact.order_cancelled'],
    ['a gift card', { line: { isGiftCard: true } }, 'fact.gift_card'],
    ['what has not been sent', { line: { fulfillmentLineItemId: null } }, 'fact.not_fulfilled'],
    ['what is on a return already', { line: { returnableQuantity: 0 } }, 'fact.nothing_left'],
  ])('never returns %s, whatever the policy says', (_, some, key) => {
    const line = judge({ ...some, rules: [rule('a', always, { eligible: { kind: 'yes' } })] })
    expect(line).toMatchObject({ verdict: 'deny', reasons: [{ key }] })
  })

  it('sends a line to review when a missing fact could change it, and names the fact', () => {
    const rules = [rule('a', { kind: 'productTag', is: 'anyOf', values: ['final-sale'] }, denied)]
    const line = judge({ rules, line: { productTags: null } })
    expect(line.verdict).toBe('review')
    expect(line.reasons).toEqual([{ key: 'fact.unknown', params: { facts: 'productTags', rule: 'Rule a' } }])
    expect(line.trace[0]).toMatchObject({ result: 'unknown', missing: ['productTags'] })
  })

  it('does not ask for a fact that would change nothing', () => {
    const unknown: Condition = { kind: 'productTag', is: 'anyOf', values: ['x'] }
    expect(
      judge({ rules: [rule('a', unknown, { eligible: { kind: 'yes' } })], line: { productTags: null } })
        .verdict,
    ).toBe('approve')
    const rules = [
      rule('a', always, { bonus: { storeCreditPercent: 3 } }),
      rule('b', unknown, { bonus: { storeCreditPercent: 4 } }),
    ]
    expect(judge({ rules, line: { productTags: null } }).verdict).toBe('approve')
  })

  it('does not deny for a window that a missing reason could still open', () => {
    const rules = [
      rule(
        'a',
        { kind: 'returnReason', is: 'anyOf', values: ['damaged-or-defective'] },
        { returnWindow: { days: null, from: 'order', transitDays: 0 } },
      ),
    ]
    const now = '2027-01-01T00:00:00Z'
    expect(judge({ rules, now }).verdict).toBe('review')
    expect(judge({ rules, now, reason: 'color' }).verdict).toBe('deny')
    expect(judge({ rules, now, reason: 'damaged-or-defective' })).toMatchObject({
      verdict: 'approve',
      window: null,
    })
  })

  it('waits for a person where a rule or the baseline says so', () => {
    const when = { kind: 'price', is: 'atLeast', amounts: { USD: '40' } } as const
    const line = judge({ rules: [rule('a', when, { review: 'staff' })] })
    expect(line).toMatchObject({
      verdict: 'review',
      reasons: [{ key: 'review.rule' }, { key: 'window.open' }],
    })
  })
})

describe('conditions', () => {
  const holds = (when: Condition, some: Judge = {}) =>
    judge({ ...some, rules: [rule('x', when, { payWhen: 'on_approval' })] }).trace[0]?.result

  it.each<[Condition, Judge, string]>([
    [{ kind: 'daysSince', since: 'order', is: 'atMost', days: 9 }, {}, 'true'],
    [{ kind: 'daysSince', since: 'order', is: 'moreThan', days: 9 }, {}, 'false'],
    [{ kind: 'daysSince', since: 'order', is: 'moreThan', days: 8 }, {}, 'true'],
    [{ kind: 'daysSince', since: 'delivery', is: 'atMost', days: 6 }, {}, 'true'],
    [
      { kind: 'daysSince', since: 'delivery', is: 'atMost', days: 6 },
      { line: { deliveredAt: null } },
      'unknown',
    ],
    [{ kind: 'daysSince', since: 'fulfillment', is: 'atMost', days: 8 }, {}, 'true'],
    [{ kind: 'price', is: 'below', amounts: { USD: '40.00' } }, {}, 'false'],
    [{ kind: 'price', is: 'below', amounts: { USD: '40.01' } }, {}, 'true'],
    [{ kind: 'price', is: 'below', amounts: { EUR: '40' } }, {}, 'unknown'],
    [{ kind: 'discountShare', is: 'atLeast', value: 20 }, {}, 'true'],
    [{ kind: 'discountShare', is: 'atLeast', value: 20.01 }, {}, 'false'],
    [
      { kind: 'discountShare', is: 'below', value: 20 },
      { line: { originalUnitPrice: money(0, 'USD') } },
      'unknown',
    ],
    [{ kind: 'orderCountry', is: 'anyOf', values: ['DE', 'US'] }, {}, 'true'],
    [{ kind: 'orderCountry', is: 'anyOf', values: ['DE'] }, { order: { country: null } }, 'unknown'],
    [{ kind: 'customerTag', is: 'anyOf', values: ['VIP'] }, { order: { customer: null } }, 'false'],
    [{ kind: 'returnReason', is: 'anyOf', values: ['color'] }, { reason: 'color' }, 'true'],
    [{ kind: 'returnReason', is: 'anyOf', values: ['color'] }, {}, 'unknown'],
    [{ kind: 'productType', is: 'anyOf', values: ['SHIRTS'] }, {}, 'true'],
    [{ kind: 'any', of: [] }, {}, 'false'],
    [{ kind: 'not', of: { kind: 'any', of: [] } }, {}, 'true'],
    [{ kind: 'not', of: { kind: 'returnReason', is: 'anyOf', values: ['color'] } }, {}, 'unknown'],
    [
      {
        kind: 'all',
        of: [
          { kind: 'returnReason', is: 'anyOf', values: ['color'] },
          { kind: 'any', of: [] },
        ],
      },
      {},
      'false',
    ],
    [
      {
        kind: 'any',
        of: [
          { kind: 'returnReason', is: 'anyOf', values: ['color'] },
          { kind: 'all', of: [] },
        ],
      },
      {},
      'true',
    ],
    [
      {
        kind: 'any',
        of: [
          { kind: 'returnReason', is: 'anyOf', values: ['color'] },
          { kind: 'any', of: [] },
        ],
      },
      {},
      'unknown',
    ],
  ])('%j with %j: %s', (when, some, result) => {
    expect(holds(when, some)).toBe(result)
  })

  it('names the path of a wrong part deep in a tree', () => {
    const broken = {
      kind: 'all',
      of: [{ kind: 'not', of: { kind: 'orderCountry', is: 'anyOf', values: ['germany'] } }],
    }
    const result = Policy.safeParse({ ...defaultPolicy, rules: [{ ...rule('a', always, {}), when: broken }] })
    expect(result.error?.issues[0]?.path).toEqual(['rules', 0, 'when', 'of', 0, 'of', 'values', 0])
  })
})

describe('a request of some lines', () => {
  it('is as strict as its strictest line and offers what all of them offer', () => {
    const second = lineFacts({ id: 'gid://shopify/FulfillmentLineItem/2', productTags: ['sale'] })
    const policy = compilePolicy(
      Policy.parse({
        ...defaultPolicy,
        rules: [
          rule(
            'a',
            { kind: 'productTag', is: 'anyOf', values: ['sale'] },
            {
              outcomes: ['store_credit'],
              review: 'staff',
              returnShippingFee: { amounts: { USD: '4.95' } },
            },
          ),
        ],
      }),
    )
    const order = orderFacts({ lines: [lineFacts(), second] })
    const decision = evaluate({
      policy,
      policyVersion: 1,
      order,
      now: '2026-05-10T12:00:00Z',
      timeZone: 'UTC',
    })
    const ids = order.lines.map(({ id }) => id)
    const both = chosenLines(decision, ids)
    expect(verdictOfRequest(both)).toBe('review')
    expect(offeredOutcomes(both)).toEqual(['store_credit'])
    expect(shippingFeeOfRequest(both, 'USD')).toEqual(money(495, 'USD'))
    expect(shippingFeeOfRequest(both, 'EUR')).toEqual(money(0, 'EUR'))
    const one = chosenLines(decision, ids.slice(0, 1))
    expect(verdictOfRequest(one)).toBe('approve')
    expect(offeredOutcomes(one)).toEqual(['refund', 'store_credit'])
    expect(verdictOfRequest([])).toBe('deny')
  })
})
