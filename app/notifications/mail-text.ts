import i18next from 'i18next'
import { formatMoney, type Money } from '#app/domain/money.ts'
import { isolated, leftToRight } from '#app/i18n/isolated.ts'
import { type MailKey, mailTexts } from '#app/i18n/mail-locales.ts'
import { directionOf, type PortalLocale, portalLocaleFor } from '#app/i18n/portal-languages.ts'

export type { MailKey } from '#app/i18n/mail-locales.ts'

/** The words of messages in one language. Output is plain text: whoever writes HTML escapes it. */
export type MailText = {
  readonly locale: PortalLocale
  readonly direction: 'ltr' | 'rtl'
  readonly say: (key: MailKey, params?: Readonly<Record<string, string | number>>) => string
  readonly money: (value: Money) => string
}

const texts = i18next.createInstance({
  resources: Object.fromEntries(
    Object.entries(mailTexts).map(([locale, translation]) => [locale, { translation }]),
  ),
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false, skipOnVariables: true },
  // `count` stands in some sentences; none of them changes with it.
  pluralSeparator: '|',
})
void texts.init()

/** The words for the first of the wishes (the shopper's, then the shop's; `de-AT` → German) that there are words for, else English. */
export function mailText(...wishes: readonly (string | null)[]): MailText {
  const locale = wishes.map((wish) => portalLocaleFor(wish ?? '')).find((found) => found !== null) ?? 'en'
  const direction = directionOf(locale)
  const fixed = texts.getFixedT(locale)
  return {
    locale,
    direction,
    say: (key, params = {}) => fixed(key, direction === 'rtl' ? isolated(params) : params),
    money: (value) =>
      direction === 'rtl' ? leftToRight(formatMoney(value, locale)) : formatMoney(value, locale),
  }
}
