import { z } from 'zod'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Words } from '../words.ts'
import type { ConditionDefinition } from './condition.ts'
import { numberAt } from './slots.ts'

const starts = ['order', 'fulfillment', 'delivery', 'lastDelivery'] as const
const schema = z.object({
  kind: z.literal('daysSince'),
  since: z.enum(starts),
  is: z.enum(['atMost', 'moreThan']),
  days: z.number().int().min(0).max(3650),
})
type DaysSince = z.infer<typeof schema>

const definition: ConditionDefinition<DaysSince> = {
  group: 'time',
  form: { family: 'daysSince' },
  reader: ({ since }) => ({ key: `daysSince.${since}`, read: (facts) => ageOf(facts, since) }),
  compile: ({ is, days }, slot) => {
    const wantsAtMost = is === 'atMost'
    return (slots) => {
      const age = numberAt(slots, slot)
      return age === null ? null : age <= days === wantsAtMost
    }
  },
  fact: ({ since }) => factOf[since],
  found: ({ since }, facts) => ageOf(facts, since),
  words: ({ since, is, days }): Words => ({
    key: `condition.daysSince.${since}.${is}`,
    params: { count: days },
  }),
  blank: () => ({ kind: 'daysSince', since: 'order', is: 'moreThan', days: 30 }),
}

/** Whole calendar days (shop's zone) since the order was placed, the line was dispatched or delivered, or its last part arrived. */
export const daysSince = { schema, ...definition }

const factOf: Readonly<Record<DaysSince['since'], FactName>> = {
  order: 'orderDate',
  fulfillment: 'fulfillmentDate',
  delivery: 'deliveryDate',
  lastDelivery: 'lastDeliveryDate',
}

function ageOf({ days }: PolicyFacts, since: DaysSince['since']): number | null {
  const start = {
    order: days.placed,
    fulfillment: days.fulfilled,
    delivery: days.delivered,
    lastDelivery: days.lastDelivered,
  }[since]
  return start === null ? null : days.today - start
}
