import { describe, expect, it } from 'vitest'
import { portalLanguages, portalTexts } from '#app/i18n/portal-locales.ts'
import { choosePortalLocale, portalText } from './portal-text.ts'

const { en: english, de: german } = portalTexts

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
    expect(choosePortalLocale([null, 'pl,fr-FR;q=0.9,de;q=0.8'])).toBe('fr')
    expect(choosePortalLocale(['zh-Hant-HK', 'de'])).toBe('zh-TW')
    expect(choosePortalLocale(['zh', 'de'])).toBe('zh-CN')
    expect(choosePortalLocale(['pt-PT', ''])).toBe('pt-BR')
    expect(choosePortalLocale(['pl', ''])).toBe('en')
  })

  it('say what they say in English with the same figures, in every language, and nothing that English does not', () => {
    const expected = placeholdersOf(english)
    for (const locale of portalLanguages) {
      for (const [key, found] of Object.entries(placeholdersOf(portalTexts[locale]))) {
        const inEnglish = expected[key.replace(/_(?:zero|one|two|few|many)$/, '_other')]
        const mayHideTheNumber = /_(?:zero|one|two)$/.test(key)
        if (mayHideTheNumber) expect(inEnglish, `${locale} ${key}`).toEqual(expect.arrayContaining(found))
        else expect(found, `${locale} ${key}`).toEqual(inEnglish)
      }
    }
  })

  it.each(portalLanguages)('lack nothing in %s', (locale) => {
    const isWritten = (key: string): boolean =>
      Object.hasOwn(portalTexts[locale], key) ||
      (key.endsWith('_one') && Object.hasOwn(portalTexts[locale], key.replace(/_one$/, '_other')))
    expect(Object.keys(english).filter((key) => !isWritten(key))).toEqual([])
  })

  it('keep names and amounts together in a language from right to left', () => {
    expect(portalText('ar', 'UTC').t('status.name', { name: '#1001-R1' })).toContain('\u2068#1001-R1\u2069')
    expect(portalText('de', 'UTC').t('status.name', { name: '#1001-R1' })).toBe('Rückgabe #1001-R1')
  })

  it('say events and reasons in every language', () => {
    const reason = { key: 'window.open', params: { lastDay: '2026-05-04' } } as const
    const said = portalLanguages.map((locale) => {
      const text = portalText(locale, 'UTC')
      return `${text.event({ kind: 'received', params: { count: 3 } })} ${text.reason(reason)}`
    })
    expect(new Set(said).size).toBe(portalLanguages.length)
    expect(said.filter((sentence) => sentence.includes('{{'))).toEqual([])
  })
})
