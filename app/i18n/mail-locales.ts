import ar from './locales/mail.ar.json' with { type: 'json' }
import de from './locales/mail.de.json' with { type: 'json' }
import en from './locales/mail.en.json' with { type: 'json' }
import es from './locales/mail.es.json' with { type: 'json' }
import fr from './locales/mail.fr.json' with { type: 'json' }
import it from './locales/mail.it.json' with { type: 'json' }
import ja from './locales/mail.ja.json' with { type: 'json' }
import ko from './locales/mail.ko.json' with { type: 'json' }
import nl from './locales/mail.nl.json' with { type: 'json' }
import ptBR from './locales/mail.pt-BR.json' with { type: 'json' }
import zhCN from './locales/mail.zh-CN.json' with { type: 'json' }
import zhTW from './locales/mail.zh-TW.json' with { type: 'json' }
import type { PortalLocale } from './portal-languages.ts'

/** The words of messages, in every language of the shopper's pages: who reads a page in it gets mails in it. */
export const mailTexts = {
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
} as const satisfies Record<PortalLocale, Readonly<Record<keyof typeof en, string>>>

export type MailKey = keyof typeof en
