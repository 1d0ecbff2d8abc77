import de from './locales/de.json' with { type: 'json' }
import en from './locales/en.json' with { type: 'json' }

/** Every language of Homeward. Adding one: a file here; the missing-key test tells what it lacks. */
export const locales = { en, de } as const
export type Locale = keyof typeof locales

/** The language that fits a wish (`de-AT` → `de`), English where none does. */
export function localeFor(wanted: string | null | undefined): Locale {
  const language = (wanted ?? '').toLowerCase().split(/[-_]/)[0] ?? ''
  return isLocale(language) ? language : 'en'
}

function isLocale(language: string): language is Locale {
  return Object.hasOwn(locales, language)
}
