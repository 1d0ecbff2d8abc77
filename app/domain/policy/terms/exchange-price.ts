import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.enum(['difference', 'even_only', 'price_paid'])
export type ExchangePrice = z.infer<typeof schema>

/** What an exchange costs: the difference is paid or given back; only goods of the same price; or the price paid counts for any variant. */
export const exchangePrice = {
  schema,
  words: (value: ExchangePrice): Words => ({ key: `term.exchangePrice.${value}`, params: {} }),
} as const
