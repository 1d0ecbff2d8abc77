import { minorDigits } from '../../engine/money/minor-units.ts'

/** Money formats of new stores in Shopify, by currency. */
const FORMATS: Record<string, string> = {
  USD: '${{amount}}',
  CAD: '${{amount}}',
  AUD: '${{amount}}',
  GBP: '£{{amount}}',
  EUR: '€{{amount_with_comma_separator}}',
  JPY: '¥{{amount_no_decimals}}',
}

export function moneyFormat(currency: string): string {
  return FORMATS[currency] ?? `{{amount}} ${currency}`
}

/**
 * What Liquid calls a price: hundredths of the currency's unit for every currency (1,000 yen are 100000, as the Liquid
 * reference says of prices), from minor units.
 */
export function liquidPrice(minor: number, currency: string): number {
  return Math.round(minor * 10 ** (2 - minorDigits(currency)))
}

function grouped(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, separator)
}

function amount(hundredths: number, shape: { decimals: boolean; thousands: string; point: string }): string {
  const rounded = shape.decimals ? Math.abs(hundredths) : Math.round(Math.abs(hundredths) / 100) * 100
  const text = String(Math.round(rounded)).padStart(3, '0')
  const whole = grouped(text.slice(0, -2), shape.thousands)
  return shape.decimals ? `${whole}${shape.point}${text.slice(-2)}` : whole
}

const AMOUNTS: Record<string, { decimals: boolean; thousands: string; point: string }> = {
  amount: { decimals: true, thousands: ',', point: '.' },
  amount_no_decimals: { decimals: false, thousands: ',', point: '' },
  amount_with_comma_separator: { decimals: true, thousands: '.', point: ',' },
  amount_no_decimals_with_comma_separator: { decimals: false, thousands: '.', point: '' },
  amount_with_apostrophe_separator: { decimals: true, thousands: "'", point: '.' },
  amount_with_space_separator: { decimals: true, thousands: ' ', point: ',' },
}

/** The `money` filter: a Liquid price in the shop's format. A negative price carries its sign before the symbol. */
export function formatPrice(hundredths: number, format: string): string {
  const text = format.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole: string, name: string) => {
    const shape = AMOUNTS[name]
    return shape ? amount(hundredths, shape) : whole
  })
  return hundredths < 0 ? `-${text}` : text
}
