import { z } from 'zod'
import type { Words } from '../words.ts'

export const windowStarts = ['lastDelivery', 'delivery', 'fulfillment', 'order'] as const
export type WindowStart = (typeof windowStarts)[number]

const schema = z.object({
  days: z.number().int().min(0).max(3650).nullable(),
  from: z.enum(windowStarts),
  transitDays: z.number().int().min(0).max(60),
  rollover: z.enum(['none', 'business_day']).default('none'),
  // A day that is still one after it moved on: years of five digits have another form.
  notBefore: z.iso
    .date()
    .refine((day) => day < '2200')
    .nullable()
    .default(null),
})
export type ReturnWindow = z.infer<typeof schema>

/**
 * How long the line may be returned: whole calendar days in the shop's zone, the last one inclusive to its end.
 * Counted from `from`; where that day is not known the next in the chain lastDelivery → delivery → fulfillment → order stands
 * in, with `transitDays` added where an arrival is counted from a departure. `null` days = no limit. `rollover`: a last day on
 * which the shop is closed moves to the next open one. `notBefore`: the window does not end before this day (seasons).
 */
export const returnWindow = {
  schema,
  words: (value: ReturnWindow): Words => {
    const { days, from, transitDays, rollover, notBefore } = value
    if (days === null) return { key: 'term.returnWindow.unlimited', params: {} }
    const extras: Words[] = []
    if (transitDays > 0 && from !== 'order') {
      extras.push({ key: 'term.returnWindow.transit', params: { count: transitDays } })
    }
    if (rollover === 'business_day') extras.push({ key: 'term.returnWindow.rollover', params: {} })
    if (notBefore !== null) extras.push({ key: 'term.returnWindow.notBefore', params: { day: notBefore } })
    return { key: `term.returnWindow.${from}`, params: { count: days }, of: extras }
  },
} as const
