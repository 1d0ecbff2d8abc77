import { describe, expect, it } from 'vitest'
import { Policy } from '#app/domain/policy/policy.ts'
import { firstPolicy } from '#app/domain/policy/first-policy.ts'
import { dropPlace, newRule, withCopy, withMoved } from './rule-list.ts'

const rules = ['a', 'b', 'c', 'd'].map((id) => ({ ...newRule([]), id, name: id }))
const order = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).join('')

describe('the list of rules', () => {
  it('moves a rule to where it is dropped, before or after every other', () => {
    const dropped = (from: number, onto: number, edge: 'before' | 'after') =>
      order(withMoved(rules, from, dropPlace(from, onto, edge)))
    expect(dropped(0, 2, 'before')).toBe('bacd')
    expect(dropped(0, 2, 'after')).toBe('bcad')
    expect(dropped(3, 0, 'before')).toBe('dabc')
    expect(dropped(3, 0, 'after')).toBe('adbc')
    expect(dropped(1, 1, 'before')).toBe('abcd')
    expect(dropped(1, 1, 'after')).toBe('abcd')
  })

  it('copies a rule below itself with an id and a name of its own; the policy stays valid', () => {
    const { rules: next, copy } = withCopy(rules, 1)
    expect(order(next)).toBe('abrule-1cd')
    expect(copy?.name).toBe('b (copy)')
    expect(
      Policy.safeParse({
        ...firstPolicy,
        rules: next.map((rule) => ({ ...rule, when: { kind: 'all', of: [] } })),
      }).success,
    ).toBe(true)
    expect(withCopy(rules, 9).copy).toBeNull()
  })

  it('copies a name of the greatest length', () => {
    const long = [{ ...newRule([]), name: 'x'.repeat(120) }]
    expect(withCopy(long, 0).copy?.name.length).toBeLessThanOrEqual(120)
  })
})
