import i18next from 'i18next'
import { dayOf, formatDay, formatInstant } from '#app/domain/dates.ts'
import { formatMoney, type Money } from '#app/domain/money.ts'
import { fillText, type OwnTexts } from '#app/domain/own-text.ts'
import type { Alternative, Reason } from '#app/domain/policy/decision.ts'
import { isolated, leftToRight } from '#app/i18n/isolated.ts'
import { ownWords } from '#app/i18n/own-words.ts'
import { directionOf, type PortalLocale, portalLocaleFor } from '#app/i18n/portal-languages.ts'
import { portalResources, type portalTexts } from '#app/i18n/portal-locales.ts'
import '#app/i18n/shopper-sentences.ts'
import { sayAlternativeToShopper, sayEventToShopper, sayReasonToShopper } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'

type WithoutPlural<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key
export type PortalKey = WithoutPlural<keyof (typeof portalTexts)['en']>

const texts = i18next.createInstance()
void texts.init({
  initAsync: false,
  lng: 'en',
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  // React escapes what it renders.
  interpolation: { escapeValue: false },
  resources: portalResources(),
})

/** Everything a page needs to speak to one shopper. Days and times are the shop's: its windows end by its clock. */
export type PortalText = {
  readonly locale: PortalLocale
  /** The language of `reason` and `alternative`. */
  readonly explains: PortalLocale
  readonly direction: 'ltr' | 'rtl'
  readonly t: (key: PortalKey, params?: Readonly<Record<string, string | number>>) => string
  /** The sentence of a key that is put together at run time; the other one where there is none. */
  readonly tOr: (
    key: string,
    fallback: PortalKey,
    params?: Readonly<Record<string, string | number>>,
  ) => string
  /** Why a line may or may not be returned, with the evidence it was judged by. */
  readonly reason: (reason: Reason) => string
  /** What the policy allows instead, as a sentence. */
  readonly alternative: (alternative: Alternative) => string
  readonly event: (event: { kind: string; params: Reason['params'] }) => string
  readonly money: (value: Money) => string
  /** A calendar day (`2026-05-04`). */
  readonly day: (day: string) => string
  /** The calendar day of an instant. */
  readonly dayOf: (instant: string) => string
  readonly time: (instant: string) => string
  readonly percent: (percent: number) => string
}

type Params = Readonly<Record<string, string | number>>

type Wishes = {
  /** The language that decisions are explained in, where it is another one. */
  readonly explains?: PortalLocale
  /** The merchant's own words for texts of this language. */
  readonly own?: OwnTexts
}

/** Speaks to a shopper in a language, with the dates of the shop's zone, in the merchant's words where there are some. */
export function portalText(
  locale: PortalLocale,
  timeZone: string,
  { explains = locale, own = {} }: Wishes = {},
): PortalText {
  const t = texts.getFixedT(locale)
  const apart = directionOf(locale) === 'rtl' ? isolated : (params: Params) => params
  const findOwn = Object.keys(own).length === 0 ? null : ownWords(locale, own)
  const say = (key: string, params: Params): string => {
    const words = findOwn?.(key, params.count)
    return words === undefined ? t(key, apart(params)) : fillText(words, apart(params))
  }
  const translator = translatorFor(locale, timeZone)
  const explainer = translatorFor(explains, timeZone)
  return {
    locale,
    explains,
    direction: directionOf(locale),
    t: (key, params = {}) => say(key, params),
    tOr: (key, fallback, params = {}) => say(texts.exists(key) ? key : fallback, params),
    reason: (reason) => sayReasonToShopper(explainer, reason),
    alternative: (alternative) => sayAlternativeToShopper(explainer, alternative),
    event: (event) => sayEventToShopper(translator, event),
    money: (value) =>
      directionOf(locale) === 'rtl' ? leftToRight(formatMoney(value, locale)) : formatMoney(value, locale),
    day: (day) => formatDay(day, locale),
    dayOf: (instant) => formatDay(dayOf(instant, timeZone), locale),
    time: (instant) => formatInstant(instant, locale, timeZone),
    percent: (percent) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(percent / 100),
  }
}

/** The first of the wishes (`de-AT`, an `Accept-Language` list, null) that the portal speaks; English when none is. */
export function choosePortalLocale(wishes: readonly (string | null | undefined)[]): PortalLocale {
  const languages = wishes.flatMap((wish) => (wish ?? '').split(',')).map((part) => part.split(';')[0] ?? '')
  for (const language of languages) {
    const locale = portalLocaleFor(language)
    if (locale !== null) return locale
  }
  return 'en'
}
