import { z } from 'zod'
import type { Words } from '../words.ts'
import { feeShape, type FlatFee, wordsOfFee } from './fee.ts'

/** What the shop takes from the buyer for the way back when the shop sends the label. Counts only where the buyer pays for it. */
export const returnShippingFee = {
  schema: z.object(feeShape),
  words: (value: FlatFee): Words => wordsOfFee('returnShippingFee', value),
} as const
