import { z } from 'zod'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z.object({
  kind: z.literal('productType'),
  isOneOf: z.array(z.string().trim().min(1).max(255)).min(1).max(100),
})
type ProductType = z.infer<typeof schema>

/** The product's type is one of these (case is ignored). `unknown` when the product is deleted. */
export const productType = {
  schema,
  compile(condition: ProductType): (facts: PolicyFacts) => Truth {
    const wanted = new Set(condition.isOneOf.map((type) => type.toLowerCase()))
    return ({ line }) => (line.productType === null ? null : wanted.has(line.productType.toLowerCase()))
  },
  fact: (): FactName => 'productType',
  words: (condition: ProductType): Words => ({
    key: 'condition.productType',
    params: { types: condition.isOneOf },
  }),
  blank: (): ProductType => ({ kind: 'productType', isOneOf: ['Underwear'] }),
} as const
