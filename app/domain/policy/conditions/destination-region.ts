import { z } from 'zod'
import type { PolicyFacts } from '../facts.ts'
import { textCondition } from './families/text-condition.ts'

const Codes = z
  .array(z.string().regex(/^\s*[A-Za-z]{2}-[A-Za-z0-9]{1,6}\s*$/))
  .min(1)
  .max(250)

/**
 * The country and the part of it that the order was sent to, as Shopify writes it: `US-CA`, `AU-NSW`. An address without such a
 * part is in none of them; an order without a country is unknown.
 */
export const destinationRegion = textCondition({
  kind: 'destinationRegion',
  group: 'destination',
  fact: 'province',
  of: 'region',
  values: Codes,
  operators: ['anyOf', 'noneOf'],
  normalize: (value) => value.trim().toUpperCase(),
  read: regionOf,
})

function regionOf({ order: { country, province } }: PolicyFacts): string | null {
  if (country === null) return null
  return province === null ? country : `${country}-${province}`.toUpperCase()
}
