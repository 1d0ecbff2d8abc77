import { z } from 'zod'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z.object({
  kind: z.literal('orderCountry'),
  isOneOf: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(250),
})
type OrderCountry = z.infer<typeof schema>

/** The country the order was sent to (ISO 3166 alpha-2). `unknown` without a shipping address. */
export const orderCountry = {
  schema,
  compile(condition: OrderCountry): (facts: PolicyFacts) => Truth {
    const wanted = new Set(condition.isOneOf)
    return ({ order }) => (order.country === null ? null : wanted.has(order.country))
  },
  fact: (): FactName => 'orderCountry',
  words: (condition: OrderCountry): Words => ({
    key: 'condition.orderCountry',
    params: { countries: condition.isOneOf },
  }),
  blank: (): OrderCountry => ({ kind: 'orderCountry', isOneOf: ['US'] }),
} as const
