import { z } from 'zod'
import { compare, isCurrency, parseDecimal, tryParseDecimal } from '../../money.ts'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z
  .object({
    kind: z.literal('price'),
    is: z.enum(['atLeast', 'below']),
    amount: z.string().regex(/^\d{1,9}(\.\d{1,3})?$/),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .refine(isCurrency),
  })
  .refine((price) => tryParseDecimal(price.amount, price.currency) !== null, { path: ['amount'] })
type Price = z.infer<typeof schema>

/** The unit price after discounts, compared in the order's currency. `unknown` when the order is in another currency. */
export const price = {
  schema,
  compile(condition: Price): (facts: PolicyFacts) => Truth {
    const limit = parseDecimal(condition.amount, condition.currency)
    const wantsAtLeast = condition.is === 'atLeast'
    return ({ line }) => {
      if (line.discountedUnitPrice.currency !== limit.currency) return null
      return compare(line.discountedUnitPrice, limit) >= 0 === wantsAtLeast
    }
  },
  fact: (): FactName => 'price',
  words: (condition: Price): Words => ({
    key: `condition.price.${condition.is}`,
    params: { amount: parseDecimal(condition.amount, condition.currency) },
  }),
  blank: (): Price => ({ kind: 'price', is: 'below', amount: '10', currency: 'USD' }),
} as const
