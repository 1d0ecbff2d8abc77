import de from './locales/de.json' with { type: 'json' }
import en from './locales/en.json' with { type: 'json' }
import policyDe from './locales/policy.de.json' with { type: 'json' }
import policyEn from './locales/policy.en.json' with { type: 'json' }
import policyEs from './locales/policy.es.json' with { type: 'json' }
import policyFr from './locales/policy.fr.json' with { type: 'json' }
import policyJa from './locales/policy.ja.json' with { type: 'json' }
import policyZh from './locales/policy.zh.json' with { type: 'json' }

/** The languages of pages and messages. Adding one: a file here; the missing-key test tells what it lacks. */
export const locales = { en, de } as const
export type Locale = keyof typeof locales

/** The sentences of a policy and its decisions: more languages than the pages, since shops show them on pages of their own. */
export const policyLocales = {
  en: policyEn,
  de: policyDe,
  fr: policyFr,
  es: policyEs,
  zh: policyZh,
  ja: policyJa,
} as const
export type PolicyLocale = keyof typeof policyLocales

/** All languages that a policy can be said in, English first. */
// The keys of the record above are exactly the languages.
export const policyLanguages = Object.keys(policyLocales) as readonly PolicyLocale[]

/** The language of pages that fits a wish (`de-AT` → `de`), English where none does. */
export function localeFor(wanted: string | null | undefined): Locale {
  const language = languageOf(wanted)
  return isLocale(language) ? language : 'en'
}

/** The language of a policy's sentences that fits a wish (`fr-CA` → `fr`), English where none does. */
export function policyLocaleFor(wanted: string | null | undefined): PolicyLocale {
  const language = languageOf(wanted)
  return isPolicyLocale(language) ? language : 'en'
}

function languageOf(wanted: string | null | undefined): string {
  return (wanted ?? '').toLowerCase().split(/[-_]/)[0] ?? ''
}

function isLocale(language: string): language is Locale {
  return Object.hasOwn(locales, language)
}

function isPolicyLocale(language: string): language is PolicyLocale {
  return Object.hasOwn(policyLocales, language)
}
