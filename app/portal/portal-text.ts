import i18next from 'i18next'
import { dayOf, formatDay, formatInstant } from '#app/domain/dates.ts'
import { formatMoney, type Money } from '#app/domain/money.ts'
import type { Alternative, Reason } from '#app/domain/policy/decision.ts'
import {
  type Locale,
  localeFor,
  locales,
  type PolicyLocale,
  policyLocaleFor,
  policyLocales,
} from '#app/i18n/locales.ts'
import german from '#app/i18n/locales/portal.de.json' with { type: 'json' }
import english from '#app/i18n/locales/portal.en.json' with { type: 'json' }
import { sayAlternativeToShopper, sayEventToShopper, sayReasonToShopper } from '#app/i18n/sentences.ts'
import { translatorFor } from '#app/i18n/translator.ts'

type WithoutPlural<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key
export type PortalKey = WithoutPlural<keyof typeof english>

const texts = i18next.createInstance()
void texts.init({
  initAsync: false,
  lng: 'en',
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  // React escapes what it renders.
  interpolation: { escapeValue: false },
  resources: { en: { translation: english }, de: { translation: german } } satisfies Record<Locale, object>,
})

/** Everything a page needs to speak to one shopper. Days and times are the shop's: its windows end by its clock. */
export type PortalText = {
  readonly locale: Locale
  /** The language of `reason` and `alternative`: decisions are explained in more languages than the pages around them. */
  readonly explains: PolicyLocale
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

/** Speaks to a shopper in a language, with the dates of the shop's zone; explains decisions in `explains`. */
export function portalText(locale: Locale, timeZone: string, explains: PolicyLocale = locale): PortalText {
  const t = texts.getFixedT(locale)
  const translator = translatorFor(locale, timeZone)
  const explainer = translatorFor(explains, timeZone)
  return {
    locale,
    explains,
    t: (key, params = {}) => t(key, params),
    tOr: (key, fallback, params = {}) => (texts.exists(key) ? t(key, params) : t(fallback, params)),
    reason: (reason) => sayReasonToShopper(explainer, reason),
    alternative: (alternative) => sayAlternativeToShopper(explainer, alternative),
    event: (event) => sayEventToShopper(translator, event),
    money: (value) => formatMoney(value, locale),
    day: (day) => formatDay(day, locale),
    dayOf: (instant) => formatDay(dayOf(instant, timeZone), locale),
    time: (instant) => formatInstant(instant, locale, timeZone),
    percent: (percent) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(percent / 100),
  }
}

/** The first of the wishes (`de-AT`, an `Accept-Language` list, null) that the portal speaks; English when none is. */
export function choosePortalLocale(wishes: Wishes): Locale {
  return localeFor(languagesOf(wishes).find((language) => Object.hasOwn(locales, language)))
}

/** The first of the wishes that decisions can be explained in; English when none is. */
export function chooseExplaining(wishes: Wishes): PolicyLocale {
  const wanted = languagesOf(wishes).find((language) => Object.hasOwn(policyLocales, language))
  return policyLocaleFor(wanted)
}

type Wishes = readonly (string | null | undefined)[]

function languagesOf(wishes: Wishes): readonly string[] {
  return wishes
    .flatMap((wish) => (wish ?? '').split(','))
    .map((part) => part.trim().slice(0, 2).toLowerCase())
}
