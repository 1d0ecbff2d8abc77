import { z } from 'zod'

/** The customer carries one of these tags (case is ignored). `unknown` for an order without a customer. */
export const customerTag = {
  schema: z.object({
    kind: z.literal('customerTag'),
    isOneOf: z.array(z.string().trim().min(1).max(255)).min(1).max(100),
  }),
} as const
