import { z } from 'zod'
import type { Words } from '../words.ts'
import { feeShape, type FlatFee, wordsOfFee } from './fee.ts'

/** A flat fee for handling the return. */
export const handlingFee = {
  schema: z.object(feeShape),
  words: (value: FlatFee): Words => wordsOfFee('handlingFee', value),
} as const
