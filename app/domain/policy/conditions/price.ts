import { z } from 'zod'

/** The unit price after discounts, compared in the order's currency. `unknown` when the order is in another currency. */
export const price = {
  schema: z.object({
    kind: z.literal('price'),
    is: z.enum(['atLeast', 'below']),
    amount: z.string().regex(/^\d{1,9}(\.\d{1,3})?$/),
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
} as const
