import i18next from 'i18next'
import { dayOf, formatDay } from '#app/domain/dates.ts'
import { formatMoney, Money, parseDecimal } from '#app/domain/money.ts'
import { type Locale, locales } from './locales.ts'

export type TranslateParams = Readonly<Record<string, unknown>>

/**
 * Writes sentences in one language. `t` takes a key and its parameters; the output is plain text and is **not** escaped:
 * whoever writes HTML by hand escapes it.
 */
export type Translator = {
  readonly locale: Locale
  readonly t: (key: string, params?: TranslateParams) => string
  readonly has: (key: string) => boolean
}

const instance = i18next.createInstance({
  resources: Object.fromEntries(
    Object.entries(locales).map(([locale, texts]) => [locale, { translation: texts }]),
  ),
  fallbackLng: 'en',
  initAsync: false,
  interpolation: { escapeValue: false },
})
void instance.init()

/** The translator of a language. `timeZone` (IANA) is where days of instants are counted; UTC where it does not matter. */
export function translatorFor(locale: Locale, timeZone = 'UTC'): Translator {
  const fixed = instance.getFixedT(locale)
  return {
    locale,
    t: (key, params = {}) => fixed(key, { ...params, timeZone }),
    has: (key) => instance.exists(key, { lng: locale }) || instance.exists(`${key}_other`, { lng: locale }),
  }
}

type Format = (value: unknown, locale: string, options: TranslateParams) => string

const formats: Readonly<Record<string, Format>> = {
  day: (value, locale) => formatDay(String(value), locale),
  dayOfInstant: (value, locale, { timeZone }) => formatDay(dayOf(String(value), String(timeZone)), locale),
  money: (value, locale, { currency }) => formatMoney(moneyOf(value, currency), locale),
  percent: (value, locale) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(Number(value) / 100),
  and: (value, locale) => list(value, locale, 'conjunction'),
  or: (value, locale) => list(value, locale, 'disjunction'),
  countries: (value, locale) => {
    const names = new Intl.DisplayNames(locale, { type: 'region' })
    return list(
      texts(value).map((code) => names.of(code) ?? code),
      locale,
      'disjunction',
    )
  },
  facts: (value, locale) => {
    const names = String(value).split(',').filter(Boolean)
    return list(
      names.map((name) => instance.t(`fact.${name}`, { lng: locale })),
      locale,
      'conjunction',
    )
  },
  items: (value, locale) => list(value, locale, 'conjunction'),
  // The merchant's own words stand inside a sentence that has its full stop already.
  clause: (value) => String(value).replace(/[.\s]+$/u, ''),
  countedFrom: named('countedFrom'),
  outcome: (value, locale) => lowerFirst(named('outcome')(value, locale, {}), locale),
  method: named('method'),
  status: named('status'),
  declineReason: named('declineReason'),
  message: named('message'),
  attention: named('attention'),
  decision: named('decision'),
  payWhy: named('payWhy'),
  exchangeWhy: named('exchangeWhy'),
  approvalVoid: named('approvalVoid'),
}
for (const [name, format] of Object.entries(formats)) {
  instance.services.formatter?.add(name, (value: unknown, locale, options: TranslateParams) =>
    format(value, locale ?? 'en', options),
  )
}

/** A value that has its own word in the locale file; a value without one is shown as it is. */
function named(section: string): Format {
  return (value, locale) => {
    const key = `${section}.${String(value)}`
    return instance.exists(key, { lng: locale }) ? instance.t(key, { lng: locale }) : String(value)
  }
}

function list(value: unknown, locale: string, type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat(locale, { type }).format(texts(value))
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

/** German nouns keep their capital inside a sentence. */
function lowerFirst(text: string, locale: string): string {
  return locale === 'de' ? text : text.charAt(0).toLocaleLowerCase(locale) + text.slice(1)
}

/** Money as an object, or as Shopify's decimal string with its currency beside it. */
function moneyOf(value: unknown, currency: unknown): Money {
  return typeof value === 'string' ? parseDecimal(value, String(currency)) : Money.parse(value)
}
