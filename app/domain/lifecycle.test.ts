import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReturnId } from './ids.ts'
import {
  allowedCommands,
  nextStep,
  observe,
  shopifyReturnStatuses,
  transition,
  transitions,
} from './lifecycle.ts'
import { returnCommands, returnStatuses, type ReturnState, type ReturnStatus } from './return.ts'

const base: ReturnState = {
  id: ReturnId.parse('0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11'),
  status: 'in_review',
  requestedUnits: 2,
  receivedUnits: 0,
  refundedUnits: 0,
  openMoneyIntents: 0,
  outcome: 'refund',
  promised: null,
}

const anyState = fc
  .record({
    status: fc.constantFrom(...returnStatuses),
    requestedUnits: fc.integer({ min: 1, max: 5 }),
    receivedUnits: fc.nat(5),
    refundedUnits: fc.nat(5),
    openMoneyIntents: fc.nat(2),
  })
  .map((some): ReturnState => ({ ...base, ...some }))

describe('lifecycle', () => {
  it('reaches every status from the two in which a return begins', () => {
    const seen = new Set<ReturnStatus>(['in_review', 'approved'])
    for (const status of seen) for (const next of Object.values(transitions[status])) seen.add(next)
    expect([...seen].sort()).toEqual([...returnStatuses].sort())
  })

  it('uses every command somewhere', () => {
    const used = new Set(Object.values(transitions).flatMap((row) => Object.keys(row)))
    expect([...used].sort()).toEqual([...returnCommands].sort())
  })

  it('offers exactly the commands that transition accepts, in any state', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const offered = allowedCommands(state)
        for (const command of returnCommands)
          expect(transition(state, command).ok).toBe(offered.includes(command))
      }),
    )
  })

  it.each(['declined', 'cancelled', 'closed'] as const)('allows nothing once %s', (status) => {
    expect(allowedCommands({ ...base, status })).toEqual([])
  })

  it('refuses a second decision and names the status that forbids it', () => {
    expect(transition({ ...base, status: 'declined' }, 'approve')).toEqual({
      ok: false,
      error: { kind: 'not_allowed', command: 'approve', status: 'declined', because: 'status' },
    })
  })

  it.each([
    ['refund', { status: 'received', receivedUnits: 2, refundedUnits: 2 }, 'nothing_left'],
    ['refund', { status: 'received', receivedUnits: 2, openMoneyIntents: 1 }, 'money_on_its_way'],
    ['receive', { status: 'received', receivedUnits: 2 }, 'nothing_left'],
    ['cancel', { status: 'approved', refundedUnits: 1 }, 'goods_or_money_moved'],
    ['close', { status: 'received', receivedUnits: 2, openMoneyIntents: 1 }, 'money_on_its_way'],
  ] as const)('refuses %s when %j: %s', (command, some, because) => {
    const result = transition({ ...base, ...some }, command)
    expect(result.ok ? null : result.error.because).toBe(because)
  })

  it('takes whatever Shopify did, from any state', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom(...shopifyReturnStatuses), (state, seen) => {
        const { status, isChanged } = observe(state, seen)
        expect(isChanged).toBe(status !== state.status)
        expect(observe({ ...state, status }, seen)).toEqual({ status, isChanged: false })
      }),
    )
    expect(observe({ ...base, status: 'closed', receivedUnits: 1 }, 'OPEN').status).toBe('received')
    expect(observe({ ...base, status: 'in_review' }, 'OPEN').status).toBe('approved')
  })

  it('names as next step only what the table allows', () => {
    const needs = { decide: 'approve', wait_for_parcel: 'receive', pay: 'refund', finish: 'close' } as const
    fc.assert(
      fc.property(anyState, fc.constantFrom('on_approval', 'on_receipt'), (state, payWhen) => {
        const step = nextStep(state, payWhen)
        if (step !== 'none' && step !== 'wait_for_money')
          expect(allowedCommands(state)).toContain(needs[step])
      }),
    )
  })

  it('asks for the money before the parcel only where the policy pays on approval', () => {
    expect(nextStep({ ...base, status: 'approved' }, 'on_approval')).toBe('pay')
    expect(nextStep({ ...base, status: 'approved' }, 'on_receipt')).toBe('wait_for_parcel')
    expect(nextStep({ ...base, status: 'received', receivedUnits: 2 }, 'on_receipt')).toBe('pay')
    expect(nextStep({ ...base, status: 'received', receivedUnits: 2, refundedUnits: 2 }, 'on_receipt')).toBe(
      'finish',
    )
  })
})
