import { describe, expect, it } from 'vitest'
import { type MailKey, mailTexts } from './mail-locales.ts'
import { portalLanguages } from './portal-languages.ts'

const { en: english } = mailTexts
// The keys of a JSON module are exactly those of its type.
const keys = Object.keys(english) as MailKey[]
const placeholdersOf = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort()

/** The same in English: a figure and a name, a name that many languages share. */
const alike: ReadonlySet<string> = new Set([
  'item',
  'case.about',
  'items',
  'receipt.subtotal',
  'receipt.bonus',
  'case.kind.question',
])

describe('the words of messages', () => {
  it('are in every language of the pages', () => {
    expect(Object.keys(mailTexts).sort()).toEqual([...portalLanguages].sort())
  })

  it.each(portalLanguages)(
    'say in %s what they say in English, with the same figures, and no more',
    (locale) => {
      const texts = mailTexts[locale]
      expect(Object.keys(texts)).toEqual(keys)
      for (const key of keys)
        expect([key, placeholdersOf(texts[key])]).toEqual([key, placeholdersOf(english[key])])
    },
  )

  it.each(portalLanguages)('are translated in %s, calm and without leftovers', (locale) => {
    for (const key of keys) {
      const text = mailTexts[locale][key]
      expect(text.trim(), key).toBe(text)
      expect(text, key).not.toMatch(/!|！|RMA|<|\$t\(|^$/)
      if (
        locale !== 'en' &&
        !alike.has(key) &&
        !/^(?:greeting|receipt|case\.(?:kind|withdrawal\.field))/.test(key)
      )
        expect(text, key).not.toBe(english[key])
    }
  })

  it.each(portalLanguages)('count nothing that would need a plural in %s', (locale) => {
    // A number stands beside "×" alone, where no language inflects.
    for (const key of keys)
      expect(mailTexts[locale][key].replace(/\{\{count\}\} ×|× \{\{count\}\}/, ''), key).not.toContain(
        '{{count}}',
      )
  })

  it('call a withdrawal what the law calls it', () => {
    const said = Object.fromEntries(
      portalLanguages.map((locale) => [locale, mailTexts[locale]['case.kind.withdrawal']]),
    )
    expect(said).toEqual({
      en: 'Withdrawal',
      de: 'Widerruf',
      fr: 'Rétractation',
      es: 'Desistimiento',
      it: 'Recesso',
      nl: 'Herroeping',
      'pt-BR': 'Desistência',
      ja: '契約の撤回',
      'zh-CN': '撤回合同',
      'zh-TW': '撤銷契約',
      ko: '청약 철회',
      ar: 'عدول عن العقد',
    })
  })
})
