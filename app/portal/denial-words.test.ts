import { describe, expect, it } from 'vitest'
import type { Alternative, LineDecision } from '#app/domain/policy/decision.ts'
import { denialAlternatives } from './denial-words.ts'
import { portalText } from './portal-text.ts'

const en = portalText('en', 'Europe/London')

function denied(
  alternatives: readonly Alternative[],
  key = 'rule.denied',
): Pick<LineDecision, 'reasons' | 'alternatives'> {
  return { reasons: [{ key, params: {} }], alternatives }
}

describe('denialAlternatives', () => {
  it('names what the policy allows, the nearest first, and ends with a person', () => {
    const decision = denied([
      { kind: 'outcome', outcome: 'store_credit', verdict: 'approve' },
      { kind: 'channel', channel: 'store', verdict: 'review' },
      { kind: 'exception' },
    ])
    expect(denialAlternatives(decision, en, 'help@shop.example')).toEqual([
      'What you can get instead: store credit.',
      'You can bring it to one of our stores. We look at it there.',
      'Is something wrong with it, or do you think we are mistaken? Write to help@shop.example and a person will look at it.',
    ])
  })

  it('asks about faults once', () => {
    const decision = denied([{ kind: 'fault_claim' }, { kind: 'exception' }])
    expect(denialAlternatives(decision, en, null)).toEqual([
      'Is something wrong with it? Then tell us so: other rules count for faulty goods.',
      'Do you think we are mistaken? Write to us and a person will look at it.',
    ])
  })

  it('tells a shopper whose parcel has not left what to do', () => {
    expect(
      denialAlternatives(denied([], 'fact.not_fulfilled'), portalText('de', 'Europe/Berlin'), null),
    ).toHaveLength(1)
  })
})
