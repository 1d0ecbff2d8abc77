import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.enum(['automatic', 'staff', 'manager'])
export type Review = z.infer<typeof schema>

/** Who decides when the line is eligible: the policy at once, a person, or a manager. */
export const review = {
  schema,
  words: (value: Review): Words => ({ key: `term.review.${value}`, params: {} }),
} as const
