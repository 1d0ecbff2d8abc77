import { z } from 'zod'
import type { Words } from '../words.ts'

const schema = z.object({
  days: z.number().int().min(0).max(3650).nullable(),
  from: z.enum(['delivery', 'fulfillment', 'order']),
  transitDays: z.number().int().min(0).max(60),
})
export type ReturnWindow = z.infer<typeof schema>

/**
 * How long the line may be returned: whole calendar days in the shop's zone, the last one inclusive to its end.
 * Counted from `from`; where that instant is not known the next in the chain delivery → fulfillment → order stands in, with
 * `transitDays` added for every step taken down from `from`. `null` days = no limit.
 */
export const returnWindow = {
  schema,
  words: ({ days, from }: ReturnWindow): Words =>
    days === null
      ? { key: 'term.returnWindow.unlimited', params: {} }
      : { key: `term.returnWindow.${from}`, params: { count: days } },
} as const
