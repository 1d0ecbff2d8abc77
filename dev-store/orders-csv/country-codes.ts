/** ISO codes of the country names in the file. "Unspecified" and "European Community" are no countries and have none. */
const CODES: Record<string, { code: string; name: string }> = {
  'United Kingdom': { code: 'GB', name: 'United Kingdom' },
  EIRE: { code: 'IE', name: 'Ireland' },
  Ireland: { code: 'IE', name: 'Ireland' },
  USA: { code: 'US', name: 'United States' },
  RSA: { code: 'ZA', name: 'South Africa' },
  // Jersey and Guernsey have a code each; the file does not tell them apart, and most of its parcels there went to Jersey's post.
  'Channel Islands': { code: 'JE', name: 'Jersey' },
  'Czech Republic': { code: 'CZ', name: 'Czechia' },
  'Hong Kong': { code: 'HK', name: 'Hong Kong SAR' },
  Korea: { code: 'KR', name: 'South Korea' },
}

let names: Map<string, string> | undefined

/** English country names by ICU, so that every country is known and not only those of one file. */
function codeByName(): Map<string, string> {
  if (names) return names
  const display = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  names = new Map()
  for (let first = 65; first <= 90; first += 1) {
    for (let second = 65; second <= 90; second += 1) {
      const code = String.fromCharCode(first, second)
      // Withdrawn codes (FX, DD, UK) still have a name, that of the country which they stand for today.
      if (new Intl.Locale(`und-${code}`).region !== code) continue
      const name = display.of(code)
      if (name !== undefined) names.set(name, code)
    }
  }
  return names
}

/** ISO 3166 code and Shopify's name of a country as the file spells it; undefined when it is none. */
export function countryOf(name: string): { code: string; name: string } | undefined {
  const special = Object.hasOwn(CODES, name) ? CODES[name] : undefined
  if (special) return special
  const code = codeByName().get(name)
  return code === undefined ? undefined : { code, name }
}
