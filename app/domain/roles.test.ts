import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastRole, type Member, mayDo, planRoles, roles, rolesUpTo, type StaffAction } from './roles.ts'

// Every key of the table is an action.
const actions = Object.keys(leastRole) as StaffAction[]

describe('roles', () => {
  it('lets a viewer change nothing, and an admin everything', () => {
    expect(actions.filter((action) => mayDo('viewer', action).ok)).toEqual([])
    expect(actions.filter((action) => !mayDo('admin', action).ok)).toEqual([])
  })

  it('never lets a lower role do what a higher one may not', () => {
    for (const action of actions) {
      const may = roles.map((role) => mayDo(role, action).ok)
      expect(
        may.toSorted((a, b) => Number(a) - Number(b)),
        action,
      ).toEqual(may)
    }
  })

  it.each([
    ['agent', 'money.pay', true],
    ['agent', 'money.decide', false],
    ['agent', 'money.stop', false],
    ['manager', 'money.decide', true],
    ['manager', 'money.stop', true],
    ['manager', 'money.start', false],
    ['manager', 'limits.save', false],
    ['manager', 'roles.save', false],
  ] as const)('%s and %s: %s', (role, action, may) => {
    expect(mayDo(role, action).ok).toBe(may)
  })

  it('lets nobody who is no person of the shop do what belongs to staff', () => {
    expect(mayDo(null, 'note.add')).toEqual({
      ok: false,
      error: { kind: 'forbidden', action: 'note.add', role: null, needs: 'agent' },
    })
  })

  it('counts a role among those up to itself', () => {
    expect(rolesUpTo('manager')).toEqual(['viewer', 'agent', 'manager'])
  })
})

const people: readonly Member[] = [
  { userId: 'ada', role: 'admin' },
  { userId: 'ben', role: 'agent' },
  { userId: 'cleo', role: 'manager' },
]

describe('giving roles', () => {
  it.each(['ben', 'cleo', 'nobody'])('refuses %s, who is no admin, also for themselves', (by) => {
    expect(planRoles(people, [{ userId: by, role: 'admin' }], by)).toMatchObject({
      ok: false,
      error: { kind: 'forbidden', needs: 'admin' },
    })
  })

  it('refuses to take away the last admin, also by the last admin', () => {
    expect(planRoles(people, [{ userId: 'ada', role: 'manager' }], 'ada')).toEqual({
      ok: false,
      error: { kind: 'last_admin' },
    })
  })

  it('lets an admin go when another one comes at the same time', () => {
    const wanted: Member[] = [
      { userId: 'ada', role: 'viewer' },
      { userId: 'cleo', role: 'admin' },
    ]
    expect(planRoles(people, wanted, 'ada')).toEqual({
      ok: true,
      value: [
        { userId: 'ada', from: 'admin', to: 'viewer' },
        { userId: 'cleo', from: 'manager', to: 'admin' },
      ],
    })
  })

  it('gives no role to somebody who never opened the app', () => {
    expect(planRoles(people, [{ userId: 'dora', role: 'agent' }], 'ada')).toEqual({
      ok: false,
      error: { kind: 'unknown_person', userId: 'dora' },
    })
  })

  it('always leaves an admin, whatever is wished in whatever order', () => {
    const member = fc.record({
      userId: fc.constantFrom('a', 'b', 'c', 'd'),
      role: fc.constantFrom(...roles),
    })
    const change = fc.record({
      by: fc.constantFrom('a', 'b', 'c', 'd', 'x'),
      wanted: fc.array(member, { maxLength: 5 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        let now: readonly Member[] = ['a', 'b', 'c', 'd'].map((userId, index) => ({
          userId,
          role: index === 0 ? 'admin' : 'viewer',
        }))
        for (const { by, wanted } of changes) {
          const before = now
          const planned = planRoles(now, wanted, by)
          if (!planned.ok) continue
          expect(before.find(({ userId }) => userId === by)?.role).toBe('admin')
          now = now.map((person) => ({
            ...person,
            role: planned.value.find(({ userId }) => userId === person.userId)?.to ?? person.role,
          }))
          expect(now.some(({ role }) => role === 'admin')).toBe(true)
        }
      }),
    )
  })
})
