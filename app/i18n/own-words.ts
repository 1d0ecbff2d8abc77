import type { OwnTexts } from '#app/domain/own-text.ts'
import { type PortalLocale } from './portal-languages.ts'
import { portalTexts } from './portal-locales.ts'

/** Finds the merchant's own words for a text, in the plural form that a number takes; undefined where there are none. */
export type FindOwnWords = (key: string, count: string | number | undefined) => string | undefined

/** Looks texts up among the merchant's own of a language: the very form that the app's own text would have taken. */
export function ownWords(locale: PortalLocale, own: OwnTexts): FindOwnWords {
  const texts: Readonly<Record<string, string>> = portalTexts[locale]
  const rules = new Intl.PluralRules(locale)
  return (key, count) => {
    const forms =
      typeof count === 'number'
        ? [...(count === 0 ? [`${key}_zero`] : []), `${key}_${rules.select(count)}`, `${key}_other`, key]
        : [key]
    const form = forms.find((one) => Object.hasOwn(texts, one))
    return form !== undefined && Object.hasOwn(own, form) ? own[form] : undefined
  }
}
