/** All languages of the shopper's pages, English first. */
export const portalLanguages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pt-BR',
  'ja',
  'zh-CN',
  'zh-TW',
  'ko',
  'ar',
] as const
export type PortalLocale = (typeof portalLanguages)[number]

/** The language of the pages that fits one wish (`de-AT`, `zh-Hant-HK`, `pt`), null where none does. */
export function portalLocaleFor(wanted: string): PortalLocale | null {
  const [language = '', ...rest] = wanted.trim().toLowerCase().split(/[-_]/)
  if (language === 'zh') return rest.some((part) => traditional.has(part)) ? 'zh-TW' : 'zh-CN'
  if (language === 'pt') return 'pt-BR'
  return portalLanguages.find((locale) => locale === language) ?? null
}

const traditional: ReadonlySet<string> = new Set(['tw', 'hk', 'mo', 'hant'])

/** Which way a language is written. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return /^(?:ar|fa|he|ur)\b/.test(locale) ? 'rtl' : 'ltr'
}
