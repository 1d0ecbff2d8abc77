import { z } from 'zod'

/** What the shopper may get for the line. The order is the order shown; the original payment always comes first. */
export const Outcome = z.enum(['refund', 'store_credit'])
export type Outcome = z.infer<typeof Outcome>

export const outcomes = { schema: z.array(Outcome).min(1).max(2) } as const
