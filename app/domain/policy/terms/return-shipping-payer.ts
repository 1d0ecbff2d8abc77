import { z } from 'zod'
import type { Fault } from '../reasons.ts'
import type { Words } from '../words.ts'

const schema = z.enum(['buyer', 'merchant', 'by_fault'])
export type ReturnShippingPayer = z.infer<typeof schema>

/** Who pays the way back. `by_fault`: the merchant where the merchant or the carrier is at fault, else the buyer. */
export const returnShippingPayer = {
  schema,
  words: (value: ReturnShippingPayer): Words => ({ key: `term.returnShippingPayer.${value}`, params: {} }),
} as const

/** Who pays in this case; while the reason is open `by_fault` counts as the buyer. */
export function payerFor(payer: ReturnShippingPayer, fault: Fault | null): 'buyer' | 'merchant' {
  if (payer !== 'by_fault') return payer
  return fault === 'merchant' || fault === 'carrier' ? 'merchant' : 'buyer'
}
