/**
 * Money inside the dev store is a whole number of minor units (cents, yen, fils). Decimal strings exist only at the
 * edge: what GraphQL receives and what it prints.
 */

// ISO 4217 exponents other than 2. Not from Intl, which rounds HUF and IDR to whole units for display.
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0,
  XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
} // prettier-ignore

/** How many fraction digits the currency has: 0 for JPY, 3 for KWD, otherwise 2. */
export function minorDigits(currency: string): number {
  return EXPONENTS[currency] ?? 2
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/

/**
 * Minor units of a decimal string or number ("12.345" USD → 1235): digits beyond the currency's are rounded half away
 * from zero, as Shopify stores amounts at the currency's precision. `undefined` when the text is no decimal.
 */
export function parseAmount(amount: string | number, currency: string): number | undefined {
  const match = DECIMAL.exec(String(amount).trim())
  const whole = match?.[2] ?? ''
  const fraction = match?.[3] ?? ''
  if (!match || whole + fraction === '') return undefined
  const digits = minorDigits(currency)
  const kept = (fraction + '0'.repeat(digits)).slice(0, digits)
  const roundsUp = Number(fraction[digits] ?? '0') >= 5
  const minor = Number(`${whole}${kept}` || '0') + (roundsUp ? 1 : 0)
  if (!Number.isSafeInteger(minor)) return undefined
  return match[1] === '-' && minor !== 0 ? -minor : minor
}

/** The exact decimal with every digit of the currency: 1500 USD → "15.00", 1500 JPY → "1500". For ledgers and webhooks. */
export function formatFixed(minor: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * Shopify's GraphQL spelling: shortest decimal with at least one fraction digit, "15.0", "-20.0", "7.95", "1500.0" for
 * yen (recorded answers: return-query-roots, return-shipping-fee).
 */
export function formatAmount(minor: number, currency: string): string {
  const [whole = '0', fraction = ''] = formatFixed(minor, currency).split('.')
  return `${whole}.${fraction.replace(/0+$/, '') || '0'}`
}

/** "$25.00" as in Shopify's refund messages: symbol for the common currencies, else the amount and the code. */
export function formatForMessage(minor: number, currency: string): string {
  const symbol = { USD: '$', CAD: '$', AUD: '$', EUR: '€', GBP: '£', JPY: '¥' }[currency]
  const grouped = formatFixed(Math.abs(minor), currency).replace(/\B(?=(\d{3})+(?!\d)(?=\.|$))/g, ',')
  const sign = minor < 0 ? '-' : ''
  return symbol ? `${sign}${symbol}${grouped}` : `${sign}${grouped} ${currency}`
}
