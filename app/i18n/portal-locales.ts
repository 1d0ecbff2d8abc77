import ar from './locales/portal.ar.json' with { type: 'json' }
import de from './locales/portal.de.json' with { type: 'json' }
import en from './locales/portal.en.json' with { type: 'json' }
import es from './locales/portal.es.json' with { type: 'json' }
import fr from './locales/portal.fr.json' with { type: 'json' }
import it from './locales/portal.it.json' with { type: 'json' }
import ja from './locales/portal.ja.json' with { type: 'json' }
import ko from './locales/portal.ko.json' with { type: 'json' }
import nl from './locales/portal.nl.json' with { type: 'json' }
import ptBR from './locales/portal.pt-BR.json' with { type: 'json' }
import zhCN from './locales/portal.zh-CN.json' with { type: 'json' }
import zhTW from './locales/portal.zh-TW.json' with { type: 'json' }
import { withEveryPlural } from './plurals.ts'
import type { PortalLocale } from './portal-languages.ts'

/** The texts of the shopper's pages by language. What a language lacks is said in English; a test lists it. */
export const portalTexts = {
  en,
  de,
  fr,
  es,
  it,
  nl,
  'pt-BR': ptBR,
  ja,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
  ko,
  ar,
} as const satisfies Readonly<Record<PortalLocale, object>>

/** The texts as i18next wants them, every plural form of the language filled. */
export function portalResources(): Readonly<Record<string, { readonly translation: object }>> {
  return Object.fromEntries(
    Object.entries(portalTexts).map(([locale, texts]) => [
      locale,
      { translation: withEveryPlural(texts, locale) },
    ]),
  )
}
