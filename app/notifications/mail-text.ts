import i18next from 'i18next'
import { formatMoney, type Money } from '#app/domain/money.ts'
import german from '#app/i18n/locales/mail.de.json' with { type: 'json' }
import english from '#app/i18n/locales/mail.en.json' with { type: 'json' }

export type MailKey = keyof typeof english

/** The words of messages in one language. Output is plain text: whoever writes HTML escapes it. */
export type MailText = {
  readonly locale: 'en' | 'de'
  readonly say: (key: MailKey, params?: Readonly<Record<string, string | number>>) => string
  readonly money: (value: Money) => string
}

const texts = i18next.createInstance({
  resources: { en: { translation: english }, de: { translation: german } },
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false, skipOnVariables: true },
  // `count` stands in some sentences; none of them changes with it.
  pluralSeparator: '|',
})
void texts.init()

/** The words for a shopper's language (`de-AT` → German), English where there is none. */
export function mailText(wanted: string | null): MailText {
  const locale = (wanted ?? '').toLowerCase().startsWith('de') ? 'de' : 'en'
  const fixed = texts.getFixedT(locale)
  return {
    locale,
    say: (key, params = {}) => fixed(key, params),
    money: (value) => formatMoney(value, locale),
  }
}
