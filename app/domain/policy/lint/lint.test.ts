import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../default-policy.ts'
import type { Condition } from '../conditions/index.ts'
import { Policy } from '../policy.ts'
import { applyChange, type Finding, type LintContext } from './finding.ts'
import { lintPolicy } from './index.ts'

const context: LintContext = {
  languages: ['en'],
  currencies: ['USD'],
  countries: ['US'],
  today: '2026-11-22',
}
const denied = { eligible: { kind: 'no', because: { en: 'No' } } } as const

type Planted = { id: string; when: unknown; set?: object; enabled?: boolean }
function policyOf(rules: readonly Planted[], other: object = {}): Policy {
  return Policy.parse({
    ...defaultPolicy,
    ...other,
    rules: rules.map((rule) => ({ name: rule.id, enabled: true, set: denied, ...rule })),
  })
}

function findings(policy: Policy, kind: Finding['kind']): readonly Finding[] {
  return lintPolicy(policy, context).filter((finding) => finding.kind === kind)
}

const tagged = (...values: string[]): Condition => ({ kind: 'productTag', is: 'anyOf', values })
const price = (is: 'atLeast' | 'below', amount: string): Condition => ({
  kind: 'price',
  is,
  amounts: { USD: amount },
})
const all = (...of: Condition[]): Condition => ({ kind: 'all', of })
const any = (...of: Condition[]): Condition => ({ kind: 'any', of })
const not = (of: Condition): Condition => ({ kind: 'not', of })

describe('an unreachable rule', () => {
  const cases: readonly [string, Condition, Condition][] = [
    ['the same condition', tagged('sale'), tagged('sale')],
    ['the same tag in other letters', tagged('SALE'), tagged('sale')],
    ['a part of the values', tagged('sale', 'outlet'), tagged('outlet')],
    ['a dearer price', price('atLeast', '50'), price('atLeast', '80')],
    ['one more condition', tagged('sale'), all(tagged('sale'), price('atLeast', '80'))],
    ['everything before', all(), tagged('sale')],
    ['a condition said in another way', not(price('below', '50')), price('atLeast', '50')],
    [
      'de morgan',
      not(any(price('below', '50'), tagged('a'))),
      all(price('atLeast', '50'), { kind: 'productTag', is: 'noneOf', values: ['a'] }),
    ],
    [
      'fewer days',
      { kind: 'daysSince', since: 'order', is: 'moreThan', days: 10 },
      { kind: 'daysSince', since: 'order', is: 'moreThan', days: 20 },
    ],
    [
      'two of three tags',
      any(tagged('a'), tagged('b')),
      { kind: 'productTag', is: 'allOf', values: ['b', 'c'] },
    ],
  ]
  it.each(cases)('is found: %s', (_name, earlier, later) => {
    const policy = policyOf([
      { id: 'first', when: earlier },
      { id: 'second', when: later },
    ])
    expect(findings(policy, 'unreachable')).toMatchObject([
      { ruleIds: ['second', 'first'], severity: 'fault' },
    ])
  })

  it('is found where several earlier rules leave nothing together', () => {
    const policy = policyOf([
      { id: 'cheap', when: price('below', '50') },
      { id: 'other', when: tagged('x') },
      { id: 'dear', when: price('atLeast', '50') },
      { id: 'late', when: all(price('atLeast', '10'), tagged('sale')) },
    ])
    expect(findings(policy, 'unreachable')).toMatchObject([{ ruleIds: ['late', 'cheap', 'dear'] }])
  })

  it('is not claimed where a missing fact lets the later rule decide', () => {
    // With the price unknown neither price rule holds, and the tag alone decides.
    const policy = policyOf([
      { id: 'cheap', when: price('below', '50') },
      { id: 'dear', when: price('atLeast', '50') },
      { id: 'late', when: tagged('sale') },
    ])
    expect(findings(policy, 'unreachable')).toEqual([])
  })

  it('is not claimed for a rule that stands above a wider one', () => {
    const policy = policyOf([
      { id: 'narrow', when: tagged('a') },
      { id: 'wide', when: tagged('a', 'b') },
    ])
    expect(findings(policy, 'unreachable')).toEqual([])
  })

  it('counts only rules that set the same term and are on', () => {
    const policy = policyOf([
      { id: 'other', when: tagged('a'), set: { keepItem: true } },
      { id: 'off', when: tagged('a'), enabled: false },
      { id: 'late', when: tagged('a') },
    ])
    expect(findings(policy, 'unreachable')).toEqual([])
  })

  it('names the terms that are lost where others still count, and mends it', () => {
    const policy = policyOf([
      { id: 'first', when: tagged('a', 'b') },
      { id: 'second', when: tagged('a'), set: { ...denied, keepItem: true } },
      { id: 'third', when: tagged('b'), set: { eligible: { kind: 'yes' }, review: 'staff' } },
    ])
    const [second, third] = findings(policy, 'unreachable')
    expect(second).toMatchObject({ terms: ['eligible'], severity: 'warning' })
    expect(second?.mend.change).toEqual({ kind: 'remove_terms', ruleId: 'second', terms: ['eligible'] })
    expect(third?.mend.change).toEqual({ kind: 'move_before', ruleId: 'third', before: 'first' })
  })

  it('is mended by its own change', () => {
    for (const [, earlier, later] of cases) {
      const policy = policyOf([
        { id: 'first', when: earlier },
        { id: 'second', when: later },
      ])
      const change = findings(policy, 'unreachable')[0]?.mend.change
      if (!change) throw new Error('no mend')
      expect(findings(applyChange(policy, change), 'unreachable')).toEqual([])
    }
  })
})

describe('a condition that no order can meet', () => {
  const cases: readonly [string, Condition][] = [
    ['a price above and below', all(price('atLeast', '80'), price('below', '50'))],
    [
      'a tag that is there and is not',
      all(tagged('a'), { kind: 'productTag', is: 'noneOf', values: ['A', 'b'] }),
    ],
    [
      'two countries at once',
      all(
        { kind: 'orderCountry', is: 'anyOf', values: ['DE'] },
        { kind: 'orderCountry', is: 'anyOf', values: ['fr'] },
      ),
    ],
    [
      'a beginning and another',
      all(
        { kind: 'productType', is: 'startsWith', values: ['sh'] },
        { kind: 'productType', is: 'anyOf', values: ['Trousers'] },
      ),
    ],
    ['an empty any', { kind: 'any', of: [] }],
    ['its own opposite', all(tagged('a'), not(tagged('a')))],
    [
      'days at most and more',
      all(
        { kind: 'daysSince', since: 'order', is: 'atMost', days: 10 },
        { kind: 'daysSince', since: 'order', is: 'moreThan', days: 10 },
      ),
    ],
    [
      'no whole number between',
      all({ kind: 'quantity', is: 'above', value: 2 }, { kind: 'quantity', is: 'below', value: 3 }),
    ],
    ['less than nothing', { kind: 'quantity', is: 'below', value: 0 }],
    [
      'a choice whose every option fails',
      all(any(price('below', '10'), price('atLeast', '90')), price('atLeast', '20'), price('below', '80')),
    ],
  ]
  it.each(cases)('is found: %s', (_name, when) => {
    expect(findings(policyOf([{ id: 'rule', when }]), 'impossible')).toMatchObject([
      { ruleIds: ['rule'], severity: 'fault' },
    ])
  })

  it('names only the conditions that exclude each other', () => {
    const when = all(
      tagged('a'),
      price('atLeast', '80'),
      { kind: 'quantity', is: 'atLeast', value: 2 },
      price('below', '50'),
    )
    const [finding] = findings(policyOf([{ id: 'rule', when }]), 'impossible')
    expect(finding?.says.of?.map(({ key }) => key)).toEqual([
      'condition.price.atLeast',
      'condition.price.below',
    ])
  })

  it('is found in one option of an any', () => {
    const when = all(price('below', '50'), any(tagged('a'), price('atLeast', '80')))
    expect(findings(policyOf([{ id: 'rule', when }]), 'impossible')).toMatchObject([
      { severity: 'warning', says: { of: [{ key: 'condition.price.atLeast' }] } },
    ])
  })

  it('is not claimed where another currency, or two values at once, can meet it', () => {
    const currencies = all(
      { kind: 'price', is: 'atLeast', amounts: { USD: '80', EUR: '10' } },
      { kind: 'price', is: 'below', amounts: { USD: '50', EUR: '20' } },
    )
    const tags = all(tagged('a'), tagged('b'))
    expect(
      findings(
        policyOf([
          { id: 'one', when: currencies },
          { id: 'two', when: tags },
        ]),
        'impossible',
      ),
    ).toEqual([])
  })
})
