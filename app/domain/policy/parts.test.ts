import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../tests/factories/order-facts.ts'
import { money } from '../money.ts'
import { bonusPercentOf, flatChargesOf, restockingPercentOf } from './charges.ts'
import { compilePolicy } from './compile.ts'
import { defaultPolicy } from './default-policy.ts'
import { evaluateParts } from './evaluate.ts'
import { Policy } from './policy.ts'

const line = lineFacts({ id: 'shirt', quantity: 3, returnableQuantity: 3 })
const order = orderFacts({ lines: [line] })
const policy = Policy.parse({
  ...defaultPolicy,
  baseline: {
    ...defaultPolicy.baseline,
    outcomes: ['refund', 'store_credit', 'exchange'],
    returnWindow: { days: 14, from: 'delivery', transitDays: 0 },
    restockingFee: { percent: 10, outcomes: ['refund'] },
    handlingFee: { amounts: { USD: '1.50' }, per: 'item' },
  },
  rules: [
    {
      id: 'credit',
      name: 'Longer for credit',
      enabled: true,
      when: { kind: 'requestedOutcome', is: 'anyOf', values: ['store_credit'] },
      set: { returnWindow: { days: 60, from: 'delivery', transitDays: 0 } },
    },
    {
      id: 'faulty',
      name: 'Faulty goods',
      enabled: true,
      when: { kind: 'fault', is: 'anyOf', values: ['merchant'] },
      set: { returnWindow: { days: null, from: 'order', transitDays: 0 }, payWhen: 'on_approval' },
    },
  ],
})

describe('one line asked back in several parts', () => {
  const parts = [
    { lineId: 'shirt', request: { reason: 'changed-my-mind', outcome: 'refund', quantity: 1 } },
    { lineId: 'shirt', request: { reason: 'changed-my-mind', outcome: 'store_credit', quantity: 1 } },
    { lineId: 'shirt', request: { reason: 'damaged-or-defective', outcome: 'refund', quantity: 1 } },
  ] as const
  const decide = (now: string) =>
    evaluateParts({ policy: compilePolicy(policy), policyVersion: 3, order, parts, now, timeZone: 'UTC' })
      .lines

  it('gives every part its own window, verdict and terms, in the order asked', () => {
    expect(
      decide('2026-06-10T12:00:00Z').map(({ verdict, window, terms }) => [
        verdict,
        window?.lastDay ?? null,
        terms.payWhen,
      ]),
    ).toEqual([
      ['deny', '2026-05-18', 'on_receipt'],
      ['approve', '2026-07-03', 'on_receipt'],
      ['approve', null, 'on_approval'],
    ])
  })

  it('charges every part by its own outcome and fault', () => {
    const charged = decide('2026-05-10T12:00:00Z').map((decision, place) => ({
      decision,
      units: 1,
      outcome: parts[place]?.request.outcome ?? null,
    }))
    expect(charged.map((part) => [restockingPercentOf(part), bonusPercentOf(part)])).toEqual([
      [10, 0],
      [0, 10],
      [0, 0],
    ])
    // The flat fee per item is waived for the part that is the shop's fault.
    expect(flatChargesOf(charged, 'USD')).toEqual([{ fee: 'handlingFee', amount: money(300, 'USD') }])
  })

  it('leaves out what is not in the order', () => {
    const { lines } = evaluateParts({
      policy: compilePolicy(policy),
      policyVersion: 3,
      order,
      parts: [{ lineId: 'nothing', request: {} }],
      now: '2026-05-10T12:00:00Z',
      timeZone: 'UTC',
    })
    expect(lines).toEqual([])
  })
})
