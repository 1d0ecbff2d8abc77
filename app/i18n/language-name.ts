/** The name of a language (BCP 47) in another one, English where none is said; a code that nobody knows stays as it is. */
export function languageName(code: string, locale = 'en'): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code
}
