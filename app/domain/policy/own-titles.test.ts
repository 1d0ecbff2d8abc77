import { expect, it } from 'vitest'
import { policyLanguages, type PolicyLocale } from '#app/i18n/locales.ts'
import { sayPage } from '#app/i18n/say-page.ts'
import { sayReasonToShopper } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'
import { compilePolicy } from './compile.ts'
import { defaultPolicy } from './default-policy.ts'
import { titledIn } from './own-titles.ts'
import { Policy } from './policy.ts'
import { policyPage } from './policy-page.ts'

const policy = Policy.parse({
  ...defaultPolicy,
  reasons: [
    {
      id: 'reason-1',
      label: { en: 'It does not fit', de: 'Es passt nicht' },
      fault: 'buyer',
      shopifyReason: 'other-reason',
      parts: [],
    },
  ],
  questions: [
    {
      id: 'question-1',
      text: { en: 'Are the tags still on?', de: 'Sind die Etiketten noch dran?' },
      answers: [
        { id: 'answer-1', text: { en: 'Yes', de: 'Ja' } },
        { id: 'answer-2', text: { en: 'No', de: 'Nein' } },
      ],
    },
  ],
  rules: [
    {
      id: 'tags',
      name: 'Tags',
      enabled: true,
      note: '',
      when: {
        kind: 'all',
        of: [
          { kind: 'answer', question: 'question-1', is: 'anyOf', values: ['answer-2'] },
          { kind: 'not', of: { kind: 'returnReason', is: 'anyOf', values: ['reason-1'] } },
        ],
      },
      set: { review: 'staff' },
    },
  ],
})

function pageIn(locale: PolicyLocale): string {
  const at = { countries: [], currency: 'USD', day: '2026-05-04' }
  return JSON.stringify(
    sayPage(translatorFor(locale), policyPage(compilePolicy(titledIn(policy, locale)), at)),
  )
}

it('names questions, answers and reasons in the language of the reader', () => {
  expect(pageIn('de')).toContain('die Antwort auf „Sind die Etiketten noch dran?“ ist Nein')
  expect(pageIn('de')).toContain('Es passt nicht')
  expect(pageIn('en')).toContain('Are the tags still on?')
})

it.each(policyLanguages)('shows nobody an id (%s)', (locale) => {
  expect(pageIn(locale)).not.toMatch(/question-1|answer-2|reason-1/)
})

it('counts one day as one', () => {
  const reason = {
    key: 'window.ended',
    params: { lastDay: '2026-05-04', days: 1, countedFrom: 'order', from: '2026-05-03', transitDays: 0 },
  } as const
  expect(sayReasonToShopper(translatorFor('en'), reason)).toContain('It counts 1 day from the order')
  expect(sayReasonToShopper(translatorFor('de'), reason)).toContain('Sie zählt 1 Tag ab der Bestellung')
})
