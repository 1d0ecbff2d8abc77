import { z } from 'zod'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z.object({
  kind: z.literal('productTag'),
  isOneOf: z.array(z.string().trim().min(1).max(255)).min(1).max(100),
})
type ProductTag = z.infer<typeof schema>

/** The product carries one of these tags (case is ignored, as in Shopify). `unknown` when the product is deleted. */
export const productTag = {
  schema,
  compile(condition: ProductTag): (facts: PolicyFacts) => Truth {
    const wanted = new Set(condition.isOneOf.map((tag) => tag.toLowerCase()))
    return ({ line }) => line.productTags?.some((tag) => wanted.has(tag.toLowerCase())) ?? null
  },
  fact: (): FactName => 'productTags',
  words: (condition: ProductTag): Words => ({
    key: 'condition.productTag',
    params: { tags: condition.isOneOf },
  }),
  blank: (): ProductTag => ({ kind: 'productTag', isOneOf: ['final-sale'] }),
} as const
