import { z } from 'zod'
import { epochDay, isoDay } from '../../dates.ts'
import type { PolicyFacts } from '../facts.ts'
import type { Words } from '../words.ts'
import type { ConditionDefinition } from './condition.ts'
import { textAt } from './slots.ts'

/** A day of every year; 29 February is one, and simply does not come in other years. */
const MonthDay = z
  .string()
  .regex(/^\d{2}-\d{2}$/)
  .refine((day) => isDayOfLeapYear(day))
const schema = z.object({
  kind: z.literal('season'),
  day: z.enum(['order', 'today']),
  from: MonthDay,
  to: MonthDay,
})
type Season = z.infer<typeof schema>

const definition: ConditionDefinition<Season> = {
  group: 'time',
  form: { family: 'season' },
  reader: ({ day }) => ({ key: `season.${day}`, read: (facts) => monthDayOf(facts, day) }),
  compile: ({ from, to }, slot) => {
    const isInOneYear = from <= to
    return (slots) => {
      const found = textAt(slots, slot)
      if (found === null) return null
      return isInOneYear ? from <= found && found <= to : found >= from || found <= to
    }
  },
  fact: ({ day }) => (day === 'order' ? 'orderDate' : 'today'),
  found: ({ day }, { days }) => isoDay(day === 'order' ? days.placed : days.today),
  words: ({ day, from, to }): Words => ({ key: `condition.season.${day}`, params: { from, to } }),
  blank: () => ({ kind: 'season', day: 'order', from: '11-15', to: '12-24' }),
}

/** Days of every year, both inclusive, in the shop's zone: of the order or of the request. May go over the turn of the year. */
export const season = { schema, ...definition }

function monthDayOf({ days }: PolicyFacts, day: Season['day']): string {
  return isoDay(day === 'order' ? days.placed : days.today).slice(5)
}

function isDayOfLeapYear(day: string): boolean {
  const epoch = epochDay(`2024-${day}`)
  return Number.isFinite(epoch) && isoDay(epoch) === `2024-${day}`
}
