/** The name of a country (ISO 3166-1 alpha-2) in a language; a code that nobody knows stays as it is. */
export function countryName(code: string, locale: string): string {
  const trimmed = code.trim().toUpperCase()
  if (!/^[A-Z]{2}$/.test(trimmed)) return code
  return new Intl.DisplayNames(locale, { type: 'region' }).of(trimmed) ?? code
}
