import { z } from 'zod'

/** Per line, in per cent of the line's price after discounts (Shopify knows only a percentage), two decimals at most. */
export const restockingFee = {
  schema: z.object({ percent: z.number().min(0).max(100).multipleOf(0.01) }),
} as const
