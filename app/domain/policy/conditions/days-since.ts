import { z } from 'zod'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Words } from '../words.ts'
import type { ConditionDefinition } from './condition.ts'

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
  compile: ({ since, is, days }) => {
    const wantsAtMost = is === 'atMost'
    return (facts) => {
      const from = startOf(facts, since)
      return from === null ? null : facts.days.today - from <= days === wantsAtMost
    }
  },
  fact: ({ since }) => factOf[since],
  found: ({ since }, facts) => {
    const from = startOf(facts, since)
    return from === null ? null : facts.days.today - from
  },
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

function startOf({ days }: PolicyFacts, since: DaysSince['since']): number | null {
  switch (since) {
    case 'order':
      return days.placed
    case 'fulfillment':
      return days.fulfilled
    case 'delivery':
      return days.delivered
    case 'lastDelivery':
      return days.lastDelivered
  }
}
