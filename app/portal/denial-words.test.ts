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

const sentences = (said: ReturnType<typeof denialAlternatives>) => said.map(({ sentence }) => sentence)

describe('denialAlternatives', () => {
  it('names what the policy allows, the nearest first, and ends with a person', () => {
    const decision = denied([
      { kind: 'outcome', outcome: 'store_credit', verdict: 'approve' },
      { kind: 'channel', channel: 'store', verdict: 'review' },
      { kind: 'exception' },
    ])
    expect(sentences(denialAlternatives(decision, en, 'help@shop.example'))).toEqual([
      'What you can get instead: store credit.',
      'You can bring it to one of our stores. We look at it there.',
      'Is something wrong with it, or do you think we are mistaken? Write to help@shop.example and a person will look at it.',
    ])
  })

  it('explains in a language that the page around it does not speak, and says so', () => {
    const text = portalText('en', 'Europe/Paris', { explains: 'fr' })
    const decision = denied([{ kind: 'outcome', outcome: 'store_credit', verdict: 'approve' }])
    expect(text.reason({ key: 'fact.gift_card', params: {} })).toBe(
      'Les cartes-cadeaux ne peuvent pas être retournées.',
    )
    expect(denialAlternatives(decision, text, null)).toMatchObject([
      { lang: 'fr', sentence: 'Ce que vous pouvez obtenir à la place : un avoir.' },
      { lang: 'en' },
    ])
  })

  it('asks about faults once', () => {
    const decision = denied([{ kind: 'fault_claim' }, { kind: 'exception' }])
    expect(sentences(denialAlternatives(decision, en, null))).toEqual([
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
