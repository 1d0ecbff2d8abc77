import { z } from 'zod'

/**
 * What the buyer pays for the way back, once per return: decimal amount by ISO currency code, for example `{ GBP: '4.95' }`.
 * A currency that is not named costs nothing. Where lines differ the highest fee of the return counts once.
 */
export const returnShippingFee = {
  schema: z.object({
    amounts: z.record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^\d{1,7}(\.\d{1,3})?$/)),
  }),
} as const
