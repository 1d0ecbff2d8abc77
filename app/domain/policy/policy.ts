import { z } from 'zod'
import { Condition } from './conditions/index.ts'
import { Terms } from './terms/index.ts'

/** A rule sets some terms for the lines whose facts meet its condition. Earlier rules win, term by term. */
export const Rule = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  enabled: z.boolean(),
  when: Condition,
  set: Terms.partial(),
})
export type Rule = z.infer<typeof Rule>

/** A whole policy: a complete baseline of terms and an ordered list of rules. */
export const Policy = z.object({
  baseline: Terms,
  rules: z.array(Rule).max(200),
})
export type Policy = z.infer<typeof Policy>
