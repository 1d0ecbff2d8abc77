import { z } from 'zod'

/** The reason asked with, by Shopify's reason handle, e.g. `damaged-or-defective`. `unknown` while no reason is chosen. */
export const returnReason = {
  schema: z.object({
    kind: z.literal('returnReason'),
    isOneOf: z.array(z.string().trim().min(1).max(100)).min(1).max(60),
  }),
} as const
