import { z } from 'zod'
import { times, compare, sub } from '../../money.ts'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z.object({
  kind: z.literal('discountShare'),
  is: z.enum(['atLeast', 'below']),
  percent: z.number().min(0).max(100).multipleOf(0.01),
})
type DiscountShare = z.infer<typeof schema>

/** How much cheaper than its original price the unit was sold, in per cent. `unknown` when the original price is zero. */
export const discountShare = {
  schema,
  compile(condition: DiscountShare): (facts: PolicyFacts) => Truth {
    const hundredths = Math.round(condition.percent * 100)
    const wantsAtLeast = condition.is === 'atLeast'
    return ({ line }) => {
      if (line.originalUnitPrice.minor <= 0) return null
      // Cross-multiplied, so that no division can round a line over the edge.
      const saved = times(sub(line.originalUnitPrice, line.discountedUnitPrice), 10_000)
      return compare(saved, times(line.originalUnitPrice, hundredths)) >= 0 === wantsAtLeast
    }
  },
  fact: (): FactName => 'originalPrice',
  words: (condition: DiscountShare): Words => ({
    key: `condition.discountShare.${condition.is}`,
    params: { percent: condition.percent },
  }),
  blank: (): DiscountShare => ({ kind: 'discountShare', is: 'atLeast', percent: 50 }),
} as const
