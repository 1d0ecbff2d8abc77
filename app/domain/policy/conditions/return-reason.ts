import { z } from 'zod'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

const schema = z.object({
  kind: z.literal('returnReason'),
  isOneOf: z.array(z.string().trim().min(1).max(100)).min(1).max(60),
})
type ReturnReason = z.infer<typeof schema>

/** The reason asked with, by Shopify's reason handle, e.g. `damaged-or-defective`. `unknown` while no reason is chosen. */
export const returnReason = {
  schema,
  compile(condition: ReturnReason): (facts: PolicyFacts) => Truth {
    const wanted = new Set(condition.isOneOf)
    return ({ reasonHandle }) => (reasonHandle === null ? null : wanted.has(reasonHandle))
  },
  fact: (): FactName => 'returnReason',
  words: (condition: ReturnReason): Words => ({
    key: 'condition.returnReason',
    params: { reasons: condition.isOneOf },
  }),
  blank: (): ReturnReason => ({ kind: 'returnReason', isOneOf: ['damaged-or-defective'] }),
} as const
