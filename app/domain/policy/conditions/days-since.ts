import { z } from 'zod'
import { dayOf, daysBetween } from '../../dates.ts'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z.object({
  kind: z.literal('daysSince'),
  since: z.enum(['order', 'fulfillment', 'delivery']),
  is: z.enum(['atMost', 'moreThan']),
  days: z.number().int().min(0).max(3650),
})
type DaysSince = z.infer<typeof schema>

/** Whole calendar days (shop's zone) since the order was placed, the line was fulfilled or delivered. `unknown` without that date. */
export const daysSince = {
  schema,
  compile(condition: DaysSince): (facts: PolicyFacts) => Truth {
    const { since, days } = condition
    const wantsAtMost = condition.is === 'atMost'
    return (facts) => {
      const instant = instantOf(facts, since)
      if (instant === null) return null
      const isAtMost = daysBetween(dayOf(instant, facts.timeZone), facts.today) <= days
      return isAtMost === wantsAtMost
    }
  },
  fact: (condition: DaysSince): FactName =>
    condition.since === 'delivery' ? 'deliveryDate' : 'fulfillmentDate',
  words: (condition: DaysSince): Words => ({
    key: `condition.daysSince.${condition.since}.${condition.is}`,
    params: { count: condition.days },
  }),
  blank: (): DaysSince => ({ kind: 'daysSince', since: 'order', is: 'moreThan', days: 30 }),
} as const

function instantOf({ order, line }: PolicyFacts, since: DaysSince['since']): string | null {
  if (since === 'order') return order.placedAt
  return since === 'fulfillment' ? line.fulfilledAt : line.deliveredAt
}
