import { describe, expect, it } from 'vitest'
import german from '#app/i18n/locales/portal.de.json' with { type: 'json' }
import english from '#app/i18n/locales/portal.en.json' with { type: 'json' }
import { chooseExplaining, choosePortalLocale, portalText } from './portal-text.ts'

const placeholdersOf = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, [...text.matchAll(/{{\w+}}|#/g)].map(String).sort()]),
  )

describe('portal texts', () => {
  it('say the same things with the same figures in every language', () => {
    expect(placeholdersOf(german)).toEqual(placeholdersOf(english))
  })

  it('never raise their voice', () => {
    for (const text of [...Object.values(english), ...Object.values(german)])
      expect(text).not.toMatch(/!|RMA/)
  })

  it('count in the language', () => {
    expect(portalText('en', 'UTC').t('start.too_many', { count: 1 })).toContain('in a minute')
    expect(portalText('de', 'UTC').t('start.too_many', { count: 9 })).toContain('in 9 Minuten')
  })

  it('speak the first language of the wishes that we have', () => {
    expect(choosePortalLocale([undefined, 'de-AT'])).toBe('de')
    expect(choosePortalLocale([null, 'fr-FR,fr;q=0.9,de;q=0.8'])).toBe('de')
    expect(choosePortalLocale(['ja', ''])).toBe('en')
  })

  it('explain decisions in the first language of the wishes that policies are said in', () => {
    expect(chooseExplaining([null, 'fr-FR,fr;q=0.9,de;q=0.8'])).toBe('fr')
    expect(chooseExplaining(['zh-Hant', 'de'])).toBe('zh')
    expect(chooseExplaining(['pl', ''])).toBe('en')
  })
})
