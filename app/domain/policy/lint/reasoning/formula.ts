import type { Condition, LeafCondition } from '../../conditions/index.ts'

/**
 * What must be so of the facts, without negation: the value on an axis lies in some of its cells, all of several parts, any of
 * them. An axis is one fact that conditions look at; a cell is a set of its values that no condition tells apart.
 */
export type Formula =
  | { readonly kind: 'among'; readonly axis: number; readonly cells: bigint }
  | { readonly kind: 'all'; readonly of: readonly Formula[] }
  | { readonly kind: 'any'; readonly of: readonly Formula[] }

/** What a condition may come to: exactly true or false, or anything but one of them (a missing fact makes it neither). */
export type Mode = 'true' | 'false' | 'notTrue' | 'notFalse'

/** Holds for all facts. */
export const always: Formula = { kind: 'all', of: [] }

/** The formula of a condition coming to what `mode` says; `ofLeaf` gives those of its leaves. */
export function formulaOf(
  condition: Condition,
  mode: Mode,
  ofLeaf: (leaf: LeafCondition, mode: Mode) => Formula,
): Formula {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const of = condition.of.map((part) => formulaOf(part, mode, ofLeaf))
      // "All" is true, or not false, when every part is; it is false, or not true, when some part is. "Any" mirrors that.
      const asksEvery = (mode === 'true' || mode === 'notFalse') === (condition.kind === 'all')
      return of.length === 1 && of[0] ? of[0] : { kind: asksEvery ? 'all' : 'any', of }
    }
    case 'not':
      return formulaOf(condition.of, mirrored[mode], ofLeaf)
    default:
      return ofLeaf(condition, mode)
  }
}

const mirrored: Readonly<Record<Mode, Mode>> = {
  true: 'false',
  false: 'true',
  notTrue: 'notFalse',
  notFalse: 'notTrue',
}
