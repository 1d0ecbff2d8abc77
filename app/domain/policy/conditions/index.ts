import { z } from 'zod'
import { customerTag } from './customer-tag.ts'
import { daysSince } from './days-since.ts'
import { discountShare } from './discount-share.ts'
import { orderCountry } from './order-country.ts'
import { price } from './price.ts'
import { productTag } from './product-tag.ts'
import { productType } from './product-type.ts'
import { returnReason } from './return-reason.ts'

/** Every condition over one fact. One file each; all / any / not combine them below. */
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

const Leaf = z.discriminatedUnion('kind', [
  daysSince.schema,
  productTag.schema,
  productType.schema,
  price.schema,
  discountShare.schema,
  orderCountry.schema,
  customerTag.schema,
  returnReason.schema,
])
export type LeafCondition = z.infer<typeof Leaf>

/** A tree of all / any / not over typed facts. An empty `all` is true, an empty `any` is false. Depth at most 8. */
export type Condition =
  | LeafCondition
  | { kind: 'all'; of: Condition[] }
  | { kind: 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition }

const node = (depth: number): z.ZodType<Condition> =>
  depth === 0
    ? Leaf
    : z.union([
        Leaf,
        z.object({ kind: z.enum(['all', 'any']), of: z.array(z.lazy(() => node(depth - 1))).max(50) }),
        z.object({ kind: z.literal('not'), of: z.lazy(() => node(depth - 1)) }),
      ])

export const Condition: z.ZodType<Condition> = node(8)
