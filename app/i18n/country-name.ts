/**
 * Chromium carries names of its own for four regions (chromium.googlesource.com/chromium/deps/icu: Hong Kong, Macao, Palestine and
 * the Falkland Islands). A page that the server and the browser both write has to say the same: the first three agree in their
 * short names, the fourth without what stands in brackets.
 */
const shortNames: ReadonlySet<string> = new Set(['HK', 'MO', 'PS'])
const bracketed = /\s*[(（].*$/u

/** The name of a country (ISO 3166-1 alpha-2) in a language, the same on the server and in browsers; a code that nobody knows stays as it is. */
export function countryName(code: string, locale: string): string {
  const trimmed = code.trim().toUpperCase()
  if (!/^[A-Z]{2}$/.test(trimmed)) return code
  const style = shortNames.has(trimmed) ? 'short' : 'long'
  const name = new Intl.DisplayNames(locale, { type: 'region', style }).of(trimmed) ?? code
  return trimmed === 'FK' ? name.replace(bracketed, '') : name
}
