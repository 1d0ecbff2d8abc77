import { z } from 'zod'

/** What a shop wants of a publication of its policy. */
export const PolicySettings = z.object({
  /** Whether a version needs a second person before it is published. */
  secondPerson: z.boolean().default(false),
})
export type PolicySettings = z.infer<typeof PolicySettings>
