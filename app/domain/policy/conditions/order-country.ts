import { z } from 'zod'

/** The country the order was sent to (ISO 3166 alpha-2). `unknown` without a shipping address. */
export const orderCountry = {
  schema: z.object({
    kind: z.literal('orderCountry'),
    isOneOf: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .min(1)
      .max(250),
  }),
} as const
