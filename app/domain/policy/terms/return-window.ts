import { z } from 'zod'

/**
 * How long the line may be returned: whole calendar days in the shop's zone, the last one inclusive to its end.
 * Counted from `from`; where that instant is not known the next in the chain delivery → fulfillment → order stands in, with
 * `transitDays` added for every step down from delivery. `null` days = no limit.
 */
export const returnWindow = {
  schema: z.object({
    days: z.number().int().min(0).max(3650).nullable(),
    from: z.enum(['delivery', 'fulfillment', 'order']),
    transitDays: z.number().int().min(0).max(60),
  }),
} as const
