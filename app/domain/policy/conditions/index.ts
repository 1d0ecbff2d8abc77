import { z } from 'zod'
import { customerTag } from './customer-tag.ts'
import { daysSince } from './days-since.ts'
import { discountShare } from './discount-share.ts'
import { orderCountry } from './order-country.ts'
import { price } from './price.ts'
import { productTag } from './product-tag.ts'
import { productType } from './product-type.ts'
import { returnReason } from './return-reason.ts'
import type { FactName, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'

/**
 * Every condition over one fact. One file each: its schema, its closure (`null` = the fact is missing), the fact it needs,
 * its words, and a blank one for the editor. All / any / not combine them below.
 */
export const conditions = {
  daysSince,
  productTag,
  productType,
  price,
  discountShare,
  orderCountry,
  customerTag,
  returnReason,
} as const

const leaves = [
  daysSince.schema,
  productTag.schema,
  productType.schema,
  price.schema,
  discountShare.schema,
  orderCountry.schema,
  customerTag.schema,
  returnReason.schema,
] as const
export type LeafCondition = z.infer<(typeof leaves)[number]>

/** A tree of all / any / not over typed facts. An empty `all` is true, an empty `any` is false. Depth at most 8. */
export type Condition =
  | LeafCondition
  | { kind: 'all'; of: Condition[] }
  | { kind: 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition }

// One discriminated union per depth: a wrong part is then named by its own path, not by that of the whole tree.
const node = (depth: number): z.ZodType<Condition> => {
  if (depth === 0) return z.discriminatedUnion('kind', leaves)
  const child = z.lazy(() => node(depth - 1))
  return z.discriminatedUnion('kind', [
    ...leaves,
    z.object({ kind: z.literal('all'), of: z.array(child).max(50) }),
    z.object({ kind: z.literal('any'), of: z.array(child).max(50) }),
    z.object({ kind: z.literal('not'), of: child }),
  ])
}

export const Condition: z.ZodType<Condition> = node(8)

/** A leaf's own parts, with the type of condition and definition tied together by the registry. */
export type LeafDefinition = {
  readonly holds: (facts: PolicyFacts) => Truth
  readonly fact: FactName
  readonly words: Words
}

/** Looks a leaf up in the registry and answers its closure, the fact that it needs and its words. */
export function defineLeaf(leaf: LeafCondition): LeafDefinition {
  // Each entry takes exactly the leaf of its own kind; the compiler cannot follow that through the lookup.
  const definition = conditions[leaf.kind] as unknown as {
    compile: (leaf: LeafCondition) => (facts: PolicyFacts) => Truth
    fact: (leaf: LeafCondition) => FactName
    words: (leaf: LeafCondition) => Words
  }
  return { holds: definition.compile(leaf), fact: definition.fact(leaf), words: definition.words(leaf) }
}
