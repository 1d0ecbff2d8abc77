import { z } from 'zod'
import type { Words } from '../words.ts'
import { feeShape, wordsOfFee } from './fee.ts'

const schema = z.object({ percent: z.number().min(0).max(100).multipleOf(0.01), ...feeShape })
export type RestockingFee = z.infer<typeof schema>

/**
 * For taking the goods back into stock: per cent of the line's price after discounts (Shopify's restocking fee knows only a
 * percentage, two decimals at most), a flat amount, or both.
 */
export const restockingFee = {
  schema,
  words: (value: RestockingFee): Words => wordsOfFee('restockingFee', value),
} as const
