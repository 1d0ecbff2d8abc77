import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { defaultPolicy } from './default-policy.ts'
import { acceptGolden, expectationOf, GoldenExample, runGolden, withoutPerson } from './golden.ts'
import { Policy } from './policy.ts'

const facts = { order: withoutPerson(orderFacts()), requests: {}, now: '2026-05-10T12:00:00Z' }
const zone = { timeZone: 'UTC' }
const stored = (example: unknown) => GoldenExample.parse(JSON.parse(JSON.stringify(example)))
const exampleOf = (policy: Policy, withTerms = false) =>
  stored({ ...facts, expected: expectationOf(policy, facts, { ...zone, withTerms }) })
const withBaseline = (terms: object) =>
  Policy.parse({ ...defaultPolicy, baseline: { ...defaultPolicy.baseline, ...terms } })

describe('a golden example', () => {
  it('comes out as expected by the policy that it was saved with, also after the database', () => {
    expect(runGolden(defaultPolicy, exampleOf(defaultPolicy), 'UTC')).toEqual([])
    expect(runGolden(defaultPolicy, exampleOf(defaultPolicy, true), 'UTC')).toEqual([])
  })

  it('says what comes out otherwise: the verdict, the last day, a term', () => {
    const denied = withBaseline({ eligible: { kind: 'no', because: 'No' } })
    expect(runGolden(denied, exampleOf(defaultPolicy), 'UTC')).toMatchObject([
      {
        what: 'verdict',
        title: 'Linen shirt',
        expected: { key: 'verdict.approve' },
        got: { key: 'verdict.deny' },
      },
    ])
    const longer = withBaseline({ returnWindow: { ...defaultPolicy.baseline.returnWindow, days: 31 } })
    expect(runGolden(longer, exampleOf(defaultPolicy), 'UTC')).toMatchObject([
      {
        what: 'lastDay',
        expected: { params: { day: '2026-06-03' } },
        got: { params: { day: '2026-06-04' } },
      },
    ])
    const staff = withBaseline({ payWhen: 'on_inspection' })
    expect(runGolden(staff, exampleOf(defaultPolicy), 'UTC')).toEqual([])
    expect(runGolden(staff, exampleOf(defaultPolicy, true), 'UTC')).toMatchObject([{ what: 'payWhen' }])
  })

  it('takes the new result when it is accepted, and minds as much as before', () => {
    const changed = withBaseline({
      payWhen: 'on_inspection',
      keepItem: true,
      eligible: { kind: 'no', because: 'No' },
    })
    for (const withTerms of [true, false]) {
      const accepted = acceptGolden(changed, exampleOf(defaultPolicy, withTerms), 'UTC')
      expect(runGolden(changed, stored(accepted), 'UTC')).toEqual([])
      expect(Object.keys(accepted.expected[0]?.terms ?? {}).length > 0).toBe(withTerms)
    }
  })

  it('treats a collection that nobody read as unknown, not as one that the product is not in', () => {
    const order = orderFacts({ lines: [lineFacts({ collections: { 'gid://shopify/Collection/1': true } })] })
    const example = stored({
      ...facts,
      order: withoutPerson(order),
      expected: [{ lineId: order.lines[0]?.id, verdict: 'review' }],
    })
    const naming = (id: number) =>
      Policy.parse({
        ...defaultPolicy,
        rules: [
          {
            id: 'r',
            name: 'R',
            enabled: true,
            when: { kind: 'collection', is: 'anyOf', values: [`gid://shopify/Collection/${id}`] },
            set: { eligible: { kind: 'no', because: 'No' } },
          },
        ],
      })
    expect(runGolden(naming(2), example, 'UTC')).toEqual([])
    expect(runGolden(naming(1), example, 'UTC')).toMatchObject([
      { what: 'verdict', got: { key: 'verdict.deny' } },
    ])
  })

  it('holds nobody: no contact, no id of the order or the buyer', () => {
    const text = JSON.stringify(withoutPerson(orderFacts({ phone: '+441234' })))
    for (const secret of ['anna@example.com', '+441234', 'Customer/1', 'Order/1"'])
      expect(text).not.toContain(secret)
  })
})
