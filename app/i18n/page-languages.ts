import { policyLanguages } from './locales.ts'
import { portalLocaleFor } from './portal-languages.ts'

/** All languages of the policy page, English first: those of the policy editor, and those of `page-locales.ts`. */
export const pageLanguages = [...policyLanguages, 'it', 'nl', 'pt-BR', 'zh-TW', 'ko', 'ar'] as const
export type PageLocale = (typeof pageLanguages)[number]

/** The language of the policy page that fits a wish (`pt-PT`, `zh-Hant-HK`, `de-AT`), null where none does. */
export function pageLocaleFor(wanted: string): PageLocale | null {
  const locale = portalLocaleFor(wanted)
  if (locale === 'zh-CN') return 'zh'
  return pageLanguages.find((one) => one === locale) ?? null
}
