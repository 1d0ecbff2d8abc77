import { describe, expect, it } from 'vitest'
import { approvalStates, mayDecide } from './approval.ts'

const waiting = { state: 'waiting', requestedById: 'ben', requestHash: 'h1' } as const
const same = { seen: 'h1', actual: 'h1' }
const cleo = { userId: 'cleo', role: 'manager' } as const

describe('a payment that waits for a second person', () => {
  it('may be decided by another manager who saw exactly it', () => {
    expect(mayDecide(waiting, cleo, same)).toEqual({ ok: true, value: null })
  })

  it.each([
    ['the person who asked', { userId: 'ben', role: 'manager' }, same, 'own_request'],
    ['the person who asked, admin by now', { userId: 'ben', role: 'admin' }, same, 'own_request'],
    ['an agent', { userId: 'dora', role: 'agent' }, same, 'forbidden'],
    ['a viewer', { userId: 'dora', role: 'viewer' }, same, 'forbidden'],
    ['nobody', { userId: '', role: null }, same, 'forbidden'],
    ['who saw another request', cleo, { seen: 'h0', actual: 'h1' }, 'request_changed'],
    ['anybody, when what is kept was changed', cleo, { seen: 'h1', actual: 'h2' }, 'request_changed'],
    ['anybody, when it was changed and seen so', cleo, { seen: 'h2', actual: 'h2' }, 'request_changed'],
  ] as const)('is not decided by %s', (_name, by, hashes, kind) => {
    expect(mayDecide(waiting, by, hashes)).toMatchObject({ ok: false, error: { kind } })
  })

  it.each(approvalStates.filter((state) => state !== 'waiting'))('is decided once: not when %s', (state) => {
    expect(mayDecide({ ...waiting, state }, cleo, same)).toEqual({
      ok: false,
      error: { kind: 'already_decided', state },
    })
  })
})
