import { z } from 'zod'

/** Whether the line may be returned at all. A refusal carries the merchant's own words for the shopper (plain text). */
export const eligible = {
  schema: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('yes') }),
    z.object({ kind: z.literal('no'), because: z.string().trim().min(1).max(200) }),
  ]),
} as const
