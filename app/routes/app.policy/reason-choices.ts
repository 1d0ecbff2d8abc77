import type { ReasonChoice } from '#app/components/policy/editor-context.ts'
import { textIn } from '#app/domain/policy/local-text.ts'
import type { ReasonNode } from '#app/domain/policy/reasons.ts'

/** The reasons that a condition may name: those of the policy's own tree, a part below its whole, then Shopify's. */
export function reasonChoices(
  tree: readonly ReasonNode[],
  handles: readonly ReasonChoice[],
): readonly ReasonChoice[] {
  const own = ownReasons(tree, '')
  const known = new Set(own.map(({ handle }) => handle))
  return [...own, ...handles.filter(({ handle }) => !known.has(handle))]
}

function ownReasons(nodes: readonly ReasonNode[], above: string): readonly ReasonChoice[] {
  return nodes.flatMap(({ id, label, parts }) => {
    const name = `${above}${textIn(label, 'en') || id}`
    return [{ handle: id, name }, ...ownReasons(parts, `${name} › `)]
  })
}
