import { type LocalText, textIn } from '#app/domain/policy/local-text.ts'
import { ownReasons } from '#app/domain/policy/own-reasons.ts'
import type { ReasonNode } from '#app/domain/policy/reasons.ts'
import type { ReturnReasonDefinition } from '#app/shopify/return-reasons.server.ts'

/** A reason to choose from: one of the policy's own, or Shopify's where it has none. */
export type ReasonOption = {
  /** The id of the policy's own reason, else Shopify's handle. */
  readonly handle: string
  /** In the shop's language. */
  readonly name: string
  /** What Shopify keeps it as. */
  readonly definitionGid: string
  /** The labels of a reason of the policy's own and of those above it, the outermost first. */
  readonly path?: readonly LocalText[]
}

/** What Shopify keeps a reason as whose handle it does not have any more. */
const catchAll = ['other-reason', 'unknown']

/**
 * What shoppers choose from: the reasons of the policy's own tree, each with the one that Shopify keeps for it; Shopify's list
 * where the tree is empty. `locale` is the shop's.
 */
export function reasonOptions(
  tree: readonly ReasonNode[],
  definitions: readonly ReturnReasonDefinition[],
  locale: string,
): readonly ReasonOption[] {
  if (tree.length === 0) return definitions
  const byHandle = new Map(definitions.map((one) => [one.handle, one]))
  return ownReasons(tree).flatMap(({ id, path, shopifyReason }) => {
    const kept = [shopifyReason, ...catchAll].flatMap((handle) => byHandle.get(handle) ?? [])[0]
    if (kept === undefined) return []
    return [{ handle: id, name: textIn(path.at(-1) ?? {}, locale), definitionGid: kept.definitionGid, path }]
  })
}
