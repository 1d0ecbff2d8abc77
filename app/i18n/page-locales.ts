import type { PolicyLocale } from './locales.ts'
import ar from './locales/page.ar.json' with { type: 'json' }
import it from './locales/page.it.json' with { type: 'json' }
import ko from './locales/page.ko.json' with { type: 'json' }
import nl from './locales/page.nl.json' with { type: 'json' }
import ptBR from './locales/page.pt-BR.json' with { type: 'json' }
import zhTW from './locales/page.zh-TW.json' with { type: 'json' }
import type { PageLocale } from './page-languages.ts'
import './shopper-sentences.ts'
import { teachLanguage } from './translator.ts'

/**
 * The sentences of the public policy page in the languages that the editor of the policy does not speak: what the page says of
 * terms, rules and law. Conditions that the page never lays open (`policy-page.ts`) are not among them.
 */
export const pageTexts = { it, nl, 'pt-BR': ptBR, 'zh-TW': zhTW, ko, ar } as const satisfies Readonly<
  Record<Exclude<PageLocale, PolicyLocale>, object>
>

for (const [locale, texts] of Object.entries(pageTexts)) {
  // The keys of the record above are languages of the page.
  teachLanguage(locale as keyof typeof pageTexts, texts)
}
