import { z } from 'zod'
import type { Words } from '../words.ts'

/** What the shopper may get for the line. The order is the order shown; the original payment always comes first. */
export const Outcome = z.enum(['refund', 'store_credit', 'exchange'])
export type Outcome = z.infer<typeof Outcome>

export const outcomes = {
  schema: z.array(Outcome).min(1).max(3).refine(isWithoutRepeats),
  words: (value: readonly Outcome[]): Words => ({
    key: 'term.outcomes',
    params: {},
    of: Outcome.options
      .filter((option) => value.includes(option))
      .map((option) => ({ key: `outcome.${option}`, params: {} })),
  }),
} as const

function isWithoutRepeats(value: readonly Outcome[]): boolean {
  return new Set(value).size === value.length
}
