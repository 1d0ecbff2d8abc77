import { z } from 'zod'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z.object({
  kind: z.literal('customerTag'),
  isOneOf: z.array(z.string().trim().min(1).max(255)).min(1).max(100),
})
type CustomerTag = z.infer<typeof schema>

/** The customer carries one of these tags (case is ignored). `unknown` for an order without a customer. */
export const customerTag = {
  schema,
  compile(condition: CustomerTag): (facts: PolicyFacts) => Truth {
    const wanted = new Set(condition.isOneOf.map((tag) => tag.toLowerCase()))
    return ({ order }) => order.customer?.tags.some((tag) => wanted.has(tag.toLowerCase())) ?? null
  },
  fact: (): FactName => 'customerTags',
  words: (condition: CustomerTag): Words => ({
    key: 'condition.customerTag',
    params: { tags: condition.isOneOf },
  }),
  blank: (): CustomerTag => ({ kind: 'customerTag', isOneOf: ['vip'] }),
} as const
