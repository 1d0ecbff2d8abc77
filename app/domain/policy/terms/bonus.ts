import { z } from 'zod'

/** Extra on top for choosing store credit, per cent of the refunded amount of the line. Paid as its own intent after the refund settled. */
export const bonus = {
  schema: z.object({ storeCreditPercent: z.number().min(0).max(100).multipleOf(0.01) }),
} as const
