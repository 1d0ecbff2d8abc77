import { leavesOf } from './condition-tree.ts'
import { factOfLeaf } from './conditions/index.ts'
import type { FactName } from './facts.ts'
import type { Policy } from './policy.ts'

/** What must be read of an order so that some policies can judge it: what costs something is read only when it is here. */
export type OrderNeeds = {
  readonly facts: ReadonlySet<FactName>
  /** GIDs of collections and `namespace.key`s of product metafields that conditions name. */
  readonly collections: ReadonlySet<string>
  readonly metafields: ReadonlySet<string>
}

/** The needs of nobody: what every reading of an order answers anyway. */
export const noNeeds: OrderNeeds = { facts: new Set(), collections: new Set(), metafields: new Set() }

/** What the rules of these policies that are switched on look at. */
export function orderNeedsOf(policies: readonly Policy[]): OrderNeeds {
  const facts = new Set<FactName>()
  const collections = new Set<string>()
  const metafields = new Set<string>()
  for (const { baseline, rules } of policies) {
    const enabled = rules.filter((rule) => rule.enabled)
    if ([baseline, ...enabled.map(({ set }) => set)].some(({ bundles }) => bundles === 'whole'))
      facts.add('bundle')
    for (const leaf of enabled.flatMap((rule) => leavesOf(rule.when))) {
      facts.add(factOfLeaf(leaf))
      if (leaf.kind === 'collection') for (const gid of leaf.values) collections.add(gid)
      if (leaf.kind === 'metafield') metafields.add(leaf.key)
    }
  }
  return { facts, collections, metafields }
}

/** Whether what was read for some needs is enough for others. */
export function coversNeeds(read: OrderNeeds, wanted: OrderNeeds): boolean {
  return (
    isSubset(wanted.facts, read.facts) &&
    isSubset(wanted.collections, read.collections) &&
    isSubset(wanted.metafields, read.metafields)
  )
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((one) => whole.has(one))
}
