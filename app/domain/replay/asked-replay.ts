import { z } from 'zod'
import { Outcome } from '../policy/terms/outcomes.ts'

/** What somebody wants replayed. `day`: past orders have no request, so every line is asked back so many days after its order, or today. */
export const AskedReplay = z.object({
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    /** Orders placed, and returns asked for, from one day to another, both inclusive, in the shop's zone. */
    z
      .object({ kind: z.literal('span'), from: z.iso.date(), to: z.iso.date() })
      .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends before it begins' }),
    /** So many per cent of the orders, always the same ones. */
    z.object({ kind: z.literal('sample'), percent: z.int().min(1).max(99) }),
  ]),
  day: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('today') }),
    z.object({ kind: z.literal('after_order'), days: z.int().min(0).max(3650) }),
  ]),
  /** What is asked for where nobody said it. */
  outcome: Outcome,
  /** Why past orders are asked back: an id of a reason or Shopify's handle. */
  reason: z.string().max(100).default('changed-my-mind'),
})
export type AskedReplay = z.infer<typeof AskedReplay>

/** How many parts a sample cuts the orders into. */
export const buckets = 1000

/** The bucket of an order, from its id (FNV-1a): spread evenly, and the same every time. */
export function bucketOf(orderGid: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < orderGid.length; index += 1) {
    hash ^= orderGid.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return hash % buckets
}
