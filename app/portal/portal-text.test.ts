import { describe, expect, it } from 'vitest'
import { money } from '#app/domain/money.ts'
import { portalLanguages } from '#app/i18n/portal-languages.ts'
import { portalTexts } from '#app/i18n/portal-locales.ts'
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
    expect(portalText('ar', 'UTC').money(money(495, 'USD'))).toMatch(/^\u2066.*US\$\u2069$/)
    expect(portalText('de', 'UTC').money(money(495, 'EUR'))).toMatch(/^4,95\s€$/)
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

  describe('in the merchant’s own words', () => {
    const own = {
      'start.title': 'Send it back',
      'start.too_many_one': 'One minute, please.',
      'start.too_many_other': '{{count}} minutes, please.',
      'order.subtitle': '{{day}}: {{order}}',
    }
    const text = portalText('en', 'UTC', { own })

    it('say what the merchant wrote, and the app’s words elsewhere', () => {
      expect(text.t('start.title')).toBe('Send it back')
      expect(text.t('start.submit')).toBe('Find order')
      expect(text.tOr('start.title', 'start.submit')).toBe('Send it back')
      expect(text.tOr('no.such', 'start.title')).toBe('Send it back')
    })

    it('count in the language', () => {
      expect(text.t('start.too_many', { count: 1 })).toBe('One minute, please.')
      expect(text.t('start.too_many', { count: 9 })).toBe('9 minutes, please.')
      const onlyMany = portalText('en', 'UTC', { own: { 'start.too_many_other': '{{count}}!' } })
      expect(onlyMany.t('start.too_many', { count: 1 })).toBe(
        'Too many attempts. Please try again in a minute.',
      )
      const arabic = portalText('ar', 'UTC', { own: { 'start.too_many_few': 'بعد {{count}} دقائق' } })
      expect(arabic.t('start.too_many', { count: 3 })).toBe('بعد 3 دقائق')
      expect(arabic.t('start.too_many', { count: 100 })).toBe(
        portalText('ar', 'UTC').t('start.too_many', { count: 100 }),
      )
      // Languages without a form of their own for this number take that for all others.
      const japanese = portalText('ja', 'UTC', { own: { 'start.too_many_other': '{{count}}分' } })
      expect(japanese.t('start.too_many', { count: 1 })).toBe('1分')
    })

    it('never read what a stranger wrote as a part of the text', () => {
      expect(text.t('order.subtitle', { order: '{{day}} $t(start.title) $&', day: 'Monday' })).toBe(
        'Monday: {{day}} $t(start.title) $&',
      )
    })
  })
})
