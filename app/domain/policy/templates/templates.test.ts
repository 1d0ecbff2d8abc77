import { describe, expect, it } from 'vitest'
import { policyLanguages } from '#app/i18n/locales.ts'
import { firstPolicy } from '../first-policy.ts'
import { lintPolicy } from '../lint/index.ts'
import { Policy } from '../policy.ts'
import { policyTemplates, templateNames } from './index.ts'

const today = '2026-11-22'
const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt-BR', 'ja', 'ko', 'zh-CN', 'ar', ...policyLanguages]

describe.each(templateNames)('the template %s', (name) => {
  const policy = policyTemplates[name]

  it('is a whole policy as it would be stored', () => {
    expect(Policy.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy)
    expect(policy.rules.length).toBeGreaterThan(1)
    for (const rule of policy.rules) expect(rule.note, rule.id).not.toBe('')
  })

  it('leaves the linter nothing to say in the large markets, in every language of the pages', () => {
    for (const countries of [
      ['US'],
      ['DE', 'FR'],
      ['GB'],
      ['JP'],
      ['US', 'CA', 'GB', 'DE', 'FR', 'AU', 'NZ', 'JP'],
    ]) {
      const context = { languages, currencies: ['USD', 'EUR', 'GBP', 'JPY'], countries, today }
      const found = lintPolicy(policy, context).map(({ says, ruleIds, terms }) => ({
        key: says.key,
        ruleIds,
        terms,
      }))
      expect(found, countries.join(', ')).toEqual([])
    }
  })

  it('contradicts itself nowhere: elsewhere there is only the law to speak of', () => {
    const context = { languages, currencies: ['USD'], countries: [], today }
    expect(new Set(lintPolicy(policy, context).map(({ kind }) => kind))).toEqual(new Set(['below_law']))
  })

  it('differs from what a shop begins with', () => {
    expect(policy).not.toEqual(firstPolicy)
  })
})
