import { z } from 'zod'

/** How much cheaper than its original price the unit was sold, in per cent. `unknown` when the original price is zero. */
export const discountShare = {
  schema: z.object({
    kind: z.literal('discountShare'),
    is: z.enum(['atLeast', 'below']),
    percent: z.number().min(0).max(100),
  }),
} as const
