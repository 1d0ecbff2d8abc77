import type { LocalText } from './local-text.ts'
import type { ReasonNode } from './reasons.ts'

/** A reason of a policy's own tree that can be chosen: one without parts. */
export type OwnReason = {
  readonly id: string
  /** Its label and those above it, the outermost first. */
  readonly path: readonly LocalText[]
  /** The handle that Shopify keeps for it. */
  readonly shopifyReason: string
}

/** The reasons of a tree that can be chosen, in the merchant's order; none where the policy uses Shopify's list. */
export function ownReasons(
  tree: readonly ReasonNode[],
  above: readonly LocalText[] = [],
): readonly OwnReason[] {
  return tree.flatMap(({ id, label, shopifyReason, parts }) => {
    const path = [...above, label]
    return parts.length === 0 ? [{ id, path, shopifyReason }] : ownReasons(parts, path)
  })
}

/** What a reason of a tree that can be chosen is called; null where the tree has none of that id. */
export function labelOfReason(tree: readonly ReasonNode[], id: string): LocalText | null {
  return (
    ownReasons(tree)
      .find((own) => own.id === id)
      ?.path.at(-1) ?? null
  )
}
