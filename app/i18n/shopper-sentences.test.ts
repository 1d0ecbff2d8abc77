import { describe, expect, it } from 'vitest'
import english from './locales/en.json' with { type: 'json' }
import policyEnglish from './locales/policy.en.json' with { type: 'json' }
import { portalLanguages } from './portal-languages.ts'
import './shopper-sentences.ts'
import { translatorFor } from './translator.ts'

/** Every key under a group, with its English words. */
function leaves(group: object, path = ''): [key: string, text: string][] {
  return Object.entries(group).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${name}`.replace(/_(?:one|other)$/, ''), value] as [string, string]]
      : leaves(value as object, `${path}${name}.`),
  )
}

const read = {
  shopperEvent: english.shopperEvent,
  method: english.method,
  exchangeWhy: english.exchangeWhy,
  consentWay: english.consentWay,
  caseKind: english.caseKind,
  outcome: policyEnglish.outcome,
  shopperReason: policyEnglish.shopperReason,
  shopperAlternative: policyEnglish.shopperAlternative,
  line: policyEnglish.line,
  countedFrom: policyEnglish.countedFrom,
}
const wanted = leaves(read)

describe.each(portalLanguages)('sentences that shoppers read, in %s', (locale) => {
  const { t } = translatorFor(locale)
  const inEnglish = translatorFor('en').t
  const facts = {
    count: 3,
    lastDay: '2026-05-04',
    from: '2026-04-04',
    days: 30,
    countedFrom: 'delivery',
    amount: '1.00',
    currency: 'EUR',
  }

  it('are all there', () => {
    const missing = wanted.filter(([key]) => locale !== 'en' && t(key, facts) === inEnglish(key, facts))
    // One word may be the same in two languages.
    expect(
      missing.filter(([key]) => !/^(?:method|consentWay|caseKind|outcome)/.test(key)).map(([key]) => key),
    ).toEqual(
      locale === 'en'
        ? []
        : missing.filter(([, text]) => /^{{[^}]+}} C{{number}}$/.test(text)).map(([key]) => key),
    )
  })

  it('have a form for every number', () => {
    for (const count of [0, 1, 2, 3, 11, 100, 1_000_000])
      expect(t('shopperEvent.received', { count }), String(count)).not.toContain('shopperEvent')
  })
})
