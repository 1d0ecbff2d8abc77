import ar from './locales/shopper.ar.json' with { type: 'json' }
import es from './locales/shopper.es.json' with { type: 'json' }
import fr from './locales/shopper.fr.json' with { type: 'json' }
import it from './locales/shopper.it.json' with { type: 'json' }
import ja from './locales/shopper.ja.json' with { type: 'json' }
import ko from './locales/shopper.ko.json' with { type: 'json' }
import nl from './locales/shopper.nl.json' with { type: 'json' }
import ptBR from './locales/shopper.pt-BR.json' with { type: 'json' }
import zhCN from './locales/shopper.zh-CN.json' with { type: 'json' }
import zhTW from './locales/shopper.zh-TW.json' with { type: 'json' }
import { teachLanguage } from './translator.ts'

/**
 * What shoppers read of decisions and of the history of a return, in the languages that the admin and the policy pages do not
 * speak. English and German have all of it already; French, Spanish, Japanese and Chinese have decisions and lack the history.
 */
const sentences = { fr, es, it, nl, 'pt-BR': ptBR, ja, 'zh-CN': zhCN, 'zh-TW': zhTW, ko, ar } as const

for (const [locale, texts] of Object.entries(sentences)) {
  // The keys of the record above are languages of the portal.
  teachLanguage(locale as keyof typeof sentences, texts)
}
