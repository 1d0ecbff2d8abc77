import { z } from 'zod'

/** The product carries one of these tags (case is ignored, as in Shopify). `unknown` when the product is deleted. */
export const productTag = {
  schema: z.object({
    kind: z.literal('productTag'),
    isOneOf: z.array(z.string().trim().min(1).max(255)).min(1).max(100),
  }),
} as const
