import { z } from 'zod'
import { LocalText } from './local-text.ts'

/** Who is to answer for a return: it decides about fees and who pays the way back. */
export const faults = ['buyer', 'merchant', 'carrier', 'nobody'] as const
export const Fault = z.enum(faults)
export type Fault = z.infer<typeof Fault>

/** A reason of the tree. One without parts can be chosen; `shopifyReason` is the handle that Shopify keeps for it. */
export type ReasonNode = {
  readonly id: string
  readonly label: LocalText
  readonly fault: Fault
  readonly shopifyReason: string
  readonly parts: readonly ReasonNode[]
}

const node = (depth: number): z.ZodType<ReasonNode> =>
  z.object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
    label: LocalText,
    fault: Fault,
    shopifyReason: z.string().min(1).max(100),
    parts: depth === 0 ? z.array(z.never()).max(0) : z.array(z.lazy(() => node(depth - 1))).max(30),
  })

/** The merchant's tree of reasons, at most three levels. Empty = Shopify's own list with the usual faults. */
export const ReasonTree = z.array(node(2)).max(30)

/** Every reason of a tree, those with parts too. */
export function allReasons(tree: readonly ReasonNode[]): readonly ReasonNode[] {
  return tree.flatMap((node) => [node, ...allReasons(node.parts)])
}

/** What the policy knows of the reason asked with. */
export type ReasonFacts = {
  readonly fault: Fault | null
  /** The reason and those above it, and Shopify's handle: a condition on any of them holds. Null while none is chosen. */
  readonly names: readonly string[] | null
}

/** Shopify's standard reason handles and whose fault each usually is. Handles that are not here are nobody's known fault. */
export const usualFaults: Readonly<Record<string, Fault>> = {
  'arrived-late': 'carrier',
  'changed-my-mind': 'buyer',
  color: 'buyer',
  comfort: 'buyer',
  'damaged-or-defective': 'merchant',
  'item-not-as-described': 'merchant',
  'received-the-wrong-item': 'merchant',
  style: 'buyer',
  'too-big': 'buyer',
  'too-long': 'buyer',
  'too-loose': 'buyer',
  'too-short': 'buyer',
  'too-small': 'buyer',
  'too-tight': 'buyer',
}

/** Handles come from outside: one that is called like a part of every object ("constructor") is still none of these. */
function usualFaultOf(handle: string): Fault | null {
  return Object.hasOwn(usualFaults, handle) ? (usualFaults[handle] ?? null) : null
}

const noReason: ReasonFacts = { fault: null, names: null }

/** Looks reasons up in a tree: by the tree's ids first, then by Shopify's handles. */
export function reasonLookup(tree: readonly ReasonNode[]): (reason: string | null) => ReasonFacts {
  const known = new Map<string, ReasonFacts>()
  const walk = (nodes: readonly ReasonNode[], above: readonly string[]) => {
    for (const { id, fault, shopifyReason, parts } of nodes) {
      const names = [...new Set([id, ...above, shopifyReason])]
      known.set(id, { fault, names })
      walk(parts, [id, ...above])
    }
  }
  walk(tree, [])
  return (reason) => {
    if (reason === null) return noReason
    return known.get(reason) ?? { fault: usualFaultOf(reason), names: [reason] }
  }
}
