import i18next from 'i18next'
import { dayOf, formatDay, formatMonthDay } from '#app/domain/dates.ts'
import { formatMoney, Money, parseDecimal } from '#app/domain/money.ts'
import { type LocalText, textIn } from '#app/domain/policy/local-text.ts'
import { countryName } from './country-name.ts'
import { leftToRight } from './isolated.ts'
import { languageName } from './language-name.ts'
import { locales, type PolicyLocale, policyLocales } from './locales.ts'
import { withEveryPlural } from './plurals.ts'
import type { PortalLocale } from './portal-languages.ts'

export type TranslateParams = Readonly<Record<string, unknown>>

/** A language of policies, or one that only a shopper's pages speak. */
export type SpokenLocale = PolicyLocale | PortalLocale

/**
 * Writes sentences in one language. `t` takes a key and its parameters; the output is plain text and is **not** escaped:
 * whoever writes HTML by hand escapes it. All languages have the sentences of a policy; those of pages and events are in
 * the languages of `Locale` and come out in English in the others.
 */
export type Translator = {
  readonly locale: SpokenLocale
  readonly t: (key: string, params?: TranslateParams) => string
  /** Whether this very language has the sentence. */
  readonly has: (key: string) => boolean
}

const instance = i18next.createInstance({
  resources: Object.fromEntries(
    Object.entries(policyLocales).map(([locale, texts]) => {
      const pages = Object.entries(locales).find(([name]) => name === locale)?.[1] ?? {}
      return [locale, { translation: withEveryPlural({ ...pages, ...texts }, locale) }]
    }),
  ),
  fallbackLng: 'en',
  initAsync: false,
  interpolation: { escapeValue: false },
})
void instance.init()

/**
 * Adds sentences of a language, beside those that it has: the shopper's pages bring theirs along, so that the admin's pages in the
 * browser need not carry them.
 */
export function teachLanguage(locale: SpokenLocale, texts: object): void {
  instance.addResourceBundle(locale, 'translation', withEveryPlural(texts, locale), true, false)
}

/** The translator of a language. `timeZone` (IANA) is where days of instants are counted; UTC where it does not matter. */
export function translatorFor(locale: SpokenLocale, timeZone = 'UTC'): Translator {
  const fixed = instance.getFixedT(locale)
  const strict = { lng: locale, fallbackLng: false } as const
  return {
    locale,
    t: (key, params = {}) => fixed(key, { ...params, timeZone }),
    has: (key) => instance.exists(key, strict) || instance.exists(`${key}_other`, strict),
  }
}

type Format = (value: unknown, locale: string, options: TranslateParams) => string

const formats: Readonly<Record<string, Format>> = {
  // Decisions that were stored before held the instant and not the day.
  day: (value, locale, { timeZone }) => {
    const day = String(value)
    return formatDay(day.includes('T') ? dayOf(day, String(timeZone)) : day, locale)
  },
  /** A day of every year, `MM-DD`. */
  monthDay: (value, locale) => formatMonthDay(String(value), locale),
  dayOfInstant: (value, locale, { timeZone }) => formatDay(dayOf(String(value), String(timeZone)), locale),
  money: (value, locale, { currency }) => {
    const amount = formatMoney(moneyOf(value, currency), locale)
    return locale === 'ar' ? leftToRight(amount) : amount
  },
  percent: (value, locale) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(Number(value) / 100),
  and: (value, locale) => list(value, locale, 'conjunction'),
  or: (value, locale) => list(value, locale, 'disjunction'),
  allOf: (value, locale) => clauses(value, locale, 'conjunction'),
  anyOf: (value, locale) => clauses(value, locale, 'disjunction'),
  comma: (value, locale) => texts(value).join(commaOf(locale)),
  // Between names that have commas of their own.
  semicolon: (value) => texts(value).join('; '),
  /** Additions to a sentence: each after a comma, nothing where there are none. */
  after: (value, locale) =>
    texts(value)
      .map((text) => commaOf(locale) + text)
      .join(''),
  facts: (value, locale) => {
    const names = String(value).split(',').filter(Boolean)
    return list(
      names.map((name) => named('fact')(name, locale, {})),
      locale,
      'conjunction',
    )
  },
  items: (value, locale) => list(value, locale, 'conjunction'),
  // The merchant's own words stand inside a sentence that has its full stop already.
  clause: (value, locale) => merchantText(value, locale).replace(/[.。\s]+$/u, ''),
  text: merchantText,
  transit: (value, locale) =>
    Number(value) > 0 ? instance.t('window.transit', { lng: locale, count: Number(value) }) : '',
  // A statute's name; what has no name is shown by its code.
  statute: (value, locale) => {
    const key = `law.${String(value)}.name`
    return instance.exists(key, { lng: locale }) ? instance.t(key, { lng: locale }) : String(value)
  },
  countries: (value, locale) =>
    list(
      texts(value).map((code) => countryName(code, locale)),
      locale,
      'conjunction',
    ),
  languages: (value, locale) =>
    list(
      texts(value).map((code) => languageName(code, locale)),
      locale,
      'conjunction',
    ),
  days: (value, locale) => instance.t('found.days', { lng: locale, count: Number(value) }),
  // The name where it is known, else the end of the id.
  id: (value) => (/^gid:\/\//.test(String(value)) ? (String(value).split('/').at(-1) ?? '') : String(value)),
  countedFrom: named('countedFrom'),
  outcome: named('outcome'),
  method: named('method'),
  status: named('status'),
  declineReason: named('declineReason'),
  message: named('message'),
  attention: named('attention'),
  approvalVoid: named('approvalVoid'),
  decision: named('decision'),
  payWhy: named('payWhy'),
  exchangeWhy: named('exchangeWhy'),
  consentWay: named('consentWay'),
  caseKind: named('caseKind'),
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

/** Whole clauses joined: Chinese, Japanese and Korean have other words for that than for names. */
function clauses(value: unknown, locale: string, type: 'conjunction' | 'disjunction'): string {
  const joint = clauseJoints[locale]?.[type]
  return joint === undefined ? list(value, locale, type) : texts(value).join(joint)
}

const clauseJoints: Readonly<Record<string, Readonly<Record<'conjunction' | 'disjunction', string>>>> = {
  zh: { conjunction: '，并且', disjunction: '，或者' },
  'zh-TW': { conjunction: '，並且', disjunction: '，或者' },
  ko: { conjunction: ', 그리고 ', disjunction: ', 또는 ' },
  ja: { conjunction: '、かつ', disjunction: '、または' },
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

/** Whether a language writes without spaces between sentences, and with its own full stops and brackets. */
export function isWrittenWide(locale: string): boolean {
  return locale.startsWith('zh') || locale === 'ja'
}

/** What stands between clauses of a sentence. */
export function commaOf(locale: string): string {
  if (locale.startsWith('zh')) return '，'
  if (locale === 'ja') return '、'
  return locale === 'ar' ? '، ' : ', '
}

/** A text of the merchant, by language or (in what was stored before) bare. */
function merchantText(value: unknown, locale: string): string {
  // Parameters that the formatters `clause` and `text` get are texts by language; the schema saw them when the policy was saved.
  return typeof value === 'object' && value !== null ? textIn(value as LocalText, locale) : String(value)
}

/** Money as an object, or as Shopify's decimal string with its currency beside it. */
function moneyOf(value: unknown, currency: unknown): Money {
  return typeof value === 'string' ? parseDecimal(value, String(currency)) : Money.parse(value)
}
