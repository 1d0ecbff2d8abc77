import { type PolicyLocale, policyLanguages } from './locales.ts'
import ar from './locales/page.ar.json' with { type: 'json' }
import it from './locales/page.it.json' with { type: 'json' }
import ko from './locales/page.ko.json' with { type: 'json' }
import nl from './locales/page.nl.json' with { type: 'json' }
import ptBR from './locales/page.pt-BR.json' with { type: 'json' }
import zhTW from './locales/page.zh-TW.json' with { type: 'json' }
import { portalLocaleFor } from './portal-locales.ts'
import './shopper-sentences.ts'
import { teachLanguage } from './translator.ts'

/**
 * The sentences of the public policy page in the languages that the editor of the policy does not speak: what the page says of
 * terms, rules and law. Conditions that the page never lays open (`policy-page.ts`) are not among them.
 */
export const pageTexts = { it, nl, 'pt-BR': ptBR, 'zh-TW': zhTW, ko, ar } as const

/** A language of the policy page. */
export type PageLocale = PolicyLocale | keyof typeof pageTexts

/** All languages of the policy page, English first. */
export const pageLanguages: readonly PageLocale[] = [
  ...policyLanguages,
  // The keys of the record above are exactly the languages.
  ...(Object.keys(pageTexts) as (keyof typeof pageTexts)[]),
]

for (const [locale, texts] of Object.entries(pageTexts)) {
  // As above.
  teachLanguage(locale as keyof typeof pageTexts, texts)
}

/** The language of the policy page that fits a wish (`pt-PT`, `zh-Hant-HK`, `de-AT`), null where none does. */
export function pageLocaleFor(wanted: string): PageLocale | null {
  const locale = portalLocaleFor(wanted)
  if (locale === 'zh-CN') return 'zh'
  return pageLanguages.find((one) => one === locale) ?? null
}
