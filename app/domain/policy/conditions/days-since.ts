import { z } from 'zod'

/** Whole calendar days (shop's zone) since the order was placed, the line was fulfilled or delivered. `unknown` without that date. */
export const daysSince = {
  schema: z.object({
    kind: z.literal('daysSince'),
    since: z.enum(['order', 'fulfillment', 'delivery']),
    is: z.enum(['atMost', 'moreThan']),
    days: z.number().int().min(0).max(3650),
  }),
} as const
