import { describe, expect, it } from 'vitest'
import { defaultPolicy } from './default-policy.ts'
import { diffPolicies } from './diff.ts'
import { Policy } from './policy.ts'

const rule = (id: string, more: object = {}) => ({
  id,
  name: id,
  enabled: true,
  when: { kind: 'productTag', is: 'anyOf', values: [id] },
  set: { keepItem: true },
  ...more,
})
const policyOf = (change: object) => Policy.parse({ ...defaultPolicy, ...change })
const keys = (before: Policy, after: Policy) =>
  diffPolicies(before, after).map(({ id, says }) => (id === null ? says.key : `${says.key} ${id}`))

describe('the difference of two versions', () => {
  it('is nothing for the same policy', () => {
    expect(diffPolicies(defaultPolicy, policyOf({}))).toEqual([])
  })

  it('names a changed term of the baseline with both values', () => {
    const after = policyOf({ baseline: { ...defaultPolicy.baseline, keepItem: true } })
    expect(diffPolicies(defaultPolicy, after)).toEqual([
      {
        part: 'baseline',
        id: null,
        says: {
          key: 'diff.baseline',
          params: { rule: '' },
          of: [
            { key: 'termName.keepItem', params: {} },
            { key: 'term.keepItem.no', params: {} },
            { key: 'term.keepItem.yes', params: {} },
          ],
        },
      },
    ])
  })

  it('names rules that are new, gone, renamed, switched, changed', () => {
    const before = policyOf({
      rules: [rule('gone'), rule('named'), rule('off'), rule('other'), rule('terms')],
    })
    const after = policyOf({
      rules: [
        rule('named', { name: 'New name' }),
        rule('off', { enabled: false }),
        rule('other', { when: { kind: 'productTag', is: 'noneOf', values: ['x'] }, note: 'Why' }),
        rule('terms', { set: { review: 'staff', keepItem: false } }),
        rule('new'),
      ],
    })
    expect(keys(before, after)).toEqual([
      'diff.rule.removed gone',
      'diff.rule.renamed named',
      'diff.rule.off off',
      'diff.rule.when other',
      'diff.rule.note other',
      'diff.rule.term terms',
      'diff.rule.termSet terms',
      'diff.rule.added new',
    ])
    expect(keys(after, before)).toContain('diff.rule.termUnset terms')
  })

  it('names only the rule that was moved, not those that made room', () => {
    const order = (...ids: string[]) => policyOf({ rules: ids.map((id) => rule(id)) })
    expect(keys(order('a', 'b', 'c', 'd'), order('d', 'a', 'b', 'c'))).toEqual(['diff.rule.moved d'])
    expect(keys(order('a', 'b', 'c', 'd'), order('b', 'c', 'a', 'd'))).toEqual(['diff.rule.moved a'])
    expect(keys(order('a', 'b', 'c'), order('a', 'c'))).toEqual(['diff.rule.removed b'])
  })

  it('names reasons, questions, the calendar, and whether earlier orders are judged', () => {
    const reason = (fault: string, label = 'Too big') => ({
      id: 'r',
      label,
      fault,
      shopifyReason: 'too-big',
      parts: [],
    })
    const question = (text: string) => ({
      id: 'q',
      text,
      answers: [
        { id: 'yes', text: 'Yes' },
        { id: 'no', text: 'No' },
      ],
    })
    const before = policyOf({ reasons: [reason('buyer')], questions: [question('Worn?')] })
    const after = policyOf({
      reasons: [reason('nobody', 'Large')],
      questions: [question('Was it worn?')],
      calendar: { closedWeekdays: [7], closedDays: ['2026-12-25'] },
      appliesToEarlierOrders: 'where_better',
    })
    expect(keys(before, after)).toEqual([
      'diff.reason.fault r',
      'diff.reason.label r',
      'diff.question.text q',
      'diff.closedWeekdays',
      'diff.closedDaysAdded',
      'diff.appliesToEarlierOrders.where_better',
    ])
    expect(keys(after, defaultPolicy)).toContain('diff.reason.removed r')
  })
})
