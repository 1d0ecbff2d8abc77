import { z } from 'zod'

/** A text of the merchant by language (`en`, `pt-BR`), plain text. One language at least; a bare text counts as English. */
export const LocalText = z.preprocess(
  (value) => (typeof value === 'string' ? { en: value } : value),
  z
    .record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/), z.string().trim().min(1).max(200))
    .refine((texts) => Object.keys(texts).length > 0),
)
export type LocalText = Readonly<Record<string, string>>

/** The text in a language, else in the language without its region, else in English, else in any. */
export function textIn(text: LocalText, locale: string): string {
  const [language = ''] = locale.split('-')
  return text[locale] ?? text[language] ?? text.en ?? Object.values(text)[0] ?? ''
}
