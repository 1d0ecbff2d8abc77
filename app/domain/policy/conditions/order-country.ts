import { z } from 'zod'
import { textCondition } from './families/text-condition.ts'

const Codes = z
  .array(z.string().regex(/^\s*[A-Za-z]{2}\s*$/))
  .min(1)
  .max(250)

/** The country that the order was sent to, ISO 3166-1 alpha-2. */
export const orderCountry = textCondition({
  kind: 'orderCountry',
  group: 'destination',
  fact: 'orderCountry',
  of: 'country',
  values: Codes,
  normalize: (value) => value.trim().toUpperCase(),
  read: ({ order }) => order.country,
})
