import { z } from 'zod'

/** Who decides when the line is eligible: the policy at once, or a person. */
export const review = { schema: z.enum(['automatic', 'staff']) } as const
