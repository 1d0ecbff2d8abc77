import { z } from 'zod'

/** The product's type is one of these (case is ignored). `unknown` when the product is deleted. */
export const productType = {
  schema: z.object({
    kind: z.literal('productType'),
    isOneOf: z.array(z.string().trim().min(1).max(255)).min(1).max(100),
  }),
} as const
