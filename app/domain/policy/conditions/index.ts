import { z } from 'zod'
import type { FactName, FactValue, PolicyFacts } from '../facts.ts'
import type { Truth } from '../truth.ts'
import type { Words } from '../words.ts'
import type { ConditionDefinition } from './condition.ts'
import { customerTag } from './customer-tag.ts'
import { daysSince } from './days-since.ts'
import { discountShare } from './discount-share.ts'
import { orderCountry } from './order-country.ts'
import { price } from './price.ts'
import { productTag } from './product-tag.ts'
import { productType } from './product-type.ts'
import { quantity } from './quantity.ts'
import { returnReason } from './return-reason.ts'
import type { SlotTable, Test } from './slots.ts'
import { vendor } from './vendor.ts'

/** Every condition over one fact, one file each. All / any / not combine them below. */
export const conditions = {
  daysSince,
  productTag,
  productType,
  vendor,
  quantity,
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
  vendor.schema,
  quantity.schema,
  price.schema,
  discountShare.schema,
  orderCountry.schema,
  customerTag.schema,
  returnReason.schema,
] as const
export type LeafCondition = z.infer<(typeof leaves)[number]>
export type LeafKind = LeafCondition['kind']

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

/** All kinds of condition, in the order in which the editor lists them. */
// The keys of the registry are exactly the kinds: a leaf of an unknown kind is refused by the schema above.
export const conditionKinds = Object.keys(conditions) as readonly LeafKind[]

/** The definition of a kind, typed for any leaf: call its functions with leaves of that kind only. */
export function conditionOf(kind: LeafKind): ConditionDefinition<LeafCondition> {
  // Each entry takes exactly the leaf of its own kind; the compiler cannot follow that through the lookup.
  return conditions[kind] as unknown as ConditionDefinition<LeafCondition>
}

/** A leaf's closure over the slot that the table gives its fact. */
export function compileLeaf(leaf: LeafCondition, table: SlotTable): Test {
  const definition = conditionOf(leaf.kind)
  return definition.compile(leaf, table.slotOf(definition.reader(leaf)))
}

/** Asks one leaf by itself: for tools that look at single conditions; rules are compiled. */
export function askLeaf(leaf: LeafCondition, facts: PolicyFacts): Truth {
  const definition = conditionOf(leaf.kind)
  return definition.compile(leaf, 0)([definition.reader(leaf).read(facts)])
}

/** The fact that a leaf looks at. */
export function factOfLeaf(leaf: LeafCondition): FactName {
  return conditionOf(leaf.kind).fact(leaf)
}

/** What that fact is for these facts; null when it is missing. */
export function foundByLeaf(leaf: LeafCondition, facts: PolicyFacts): FactValue | null {
  return conditionOf(leaf.kind).found(leaf, facts)
}

/** A leaf as words. */
export function wordsOfLeaf(leaf: LeafCondition): Words {
  return conditionOf(leaf.kind).words(leaf)
}
