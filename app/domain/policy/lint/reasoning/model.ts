import { askLeaf, conditionOf, type LeafCondition } from '../../conditions/index.ts'
import { leavesOf } from '../../condition-tree.ts'
import type { Policy, Rule } from '../../policy.ts'
import type { Truth } from '../../truth.ts'
import type { SlotValue } from '../../conditions/slots.ts'
import { type Cell, cellsOf, foldedValues } from './cells.ts'
import { always, type Formula, formulaOf, type Mode } from './formula.ts'
import { reasonCells } from './reason-cells.ts'

/** One fact of a policy's conditions, cut into cells that no condition tells apart. */
export type Axis = {
  /** The leaf that it was first seen in: says which fact it is. */
  readonly leaf: LeafCondition
  /** `one`: the fact has one value. Of a fact with several, `known` says whether it is there and `member` whether a value is in it. */
  readonly role: 'one' | 'known' | 'member' | 'reason'
  readonly cells: readonly SlotValue[]
}

/** A policy's conditions as formulas over axes: what the linter reasons with. */
export type Model = {
  readonly axes: readonly Axis[]
  /** By axis a bit for every cell. */
  readonly all: readonly bigint[]
  readonly formula: (rule: Rule, mode: Mode) => Formula
  readonly leafFormula: (leaf: LeafCondition, mode: Mode) => Formula
}

/** Cuts the facts that the rules look at into cells. `extra` leaves can be asked about too. */
export function modelOf(policy: Policy, rules: readonly Rule[], extra: readonly LeafCondition[] = []): Model {
  const building: Building = { axes: [], formulas: new Map() }
  for (const leaves of groupsOf([...rules.flatMap((rule) => leavesOf(rule.when)), ...extra]).values()) {
    const [first] = leaves
    if (first === undefined) continue
    if (isReasonLeaf(first)) addReasons(building, leaves, policy)
    else if (conditionOf(first.kind).form.family === 'set') addSet(building, leaves)
    else addAxis(building, { leaf: first, role: 'one' }, leaves, cellsOf(leaves))
  }
  const leafFormula = (leaf: LeafCondition, mode: Mode) =>
    building.formulas.get(JSON.stringify(leaf))?.[mode] ?? always
  const known: Readonly<Record<Mode, Map<Rule, Formula>>> = {
    true: new Map(),
    false: new Map(),
    notTrue: new Map(),
    notFalse: new Map(),
  }
  return {
    axes: building.axes,
    all: building.axes.map(({ cells }) => (1n << BigInt(cells.length)) - 1n),
    leafFormula,
    formula: (rule, mode) => {
      const formula = known[mode].get(rule) ?? formulaOf(rule.when, mode, leafFormula)
      known[mode].set(rule, formula)
      return formula
    },
  }
}

type Building = { readonly axes: Axis[]; readonly formulas: Map<string, Readonly<Record<Mode, Formula>>> }

/** Leaves that look at the same fact, each once. */
function groupsOf(leaves: readonly LeafCondition[]): ReadonlyMap<string, readonly LeafCondition[]> {
  const once = new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf]))
  const groups = new Map<string, LeafCondition[]>()
  for (const leaf of once.values()) {
    const key = factKeyOf(leaf)
    groups.set(key, [...(groups.get(key) ?? []), leaf])
  }
  return groups
}

/** Leaves of one family that read the same look at the same fact; others are taken for independent, which claims too little only. */
export function factKeyOf(leaf: LeafCondition): string {
  if (isReasonLeaf(leaf)) return 'reason'
  const { form, reader } = conditionOf(leaf.kind)
  return `${form.family} ${reader(leaf).key}`
}

/** The reason asked with decides whose fault it is: both are one fact. */
function isReasonLeaf(leaf: LeafCondition): boolean {
  return leaf.kind === 'returnReason' || leaf.kind === 'fault'
}

function addReasons(building: Building, leaves: readonly LeafCondition[], policy: Policy): void {
  const [leaf] = leaves
  if (leaf === undefined) return
  const cells = reasonCells(leaves, policy).map(({ reason, facts }) => {
    const truths = new Map(leaves.map((one) => [one, askLeaf(one, facts)]))
    return { value: reason, truthOf: (one: LeafCondition) => truths.get(one) ?? null }
  })
  addAxis(building, { leaf, role: 'reason' }, leaves, cells)
}

/** Adds an axis; cells that all its leaves see in the same way become one. */
function addAxis(
  building: Building,
  axis: Pick<Axis, 'leaf' | 'role'>,
  leaves: readonly LeafCondition[],
  cells: readonly Cell[],
): void {
  const place = building.axes.length
  const distinct = new Map<string, Cell>()
  for (const cell of cells) {
    const seen = leaves.map((leaf) => String(cell.truthOf(leaf))).join(' ')
    if (!distinct.has(seen)) distinct.set(seen, cell)
  }
  const kept = [...distinct.values()]
  building.axes.push({ ...axis, cells: kept.map(({ value }) => value) })
  for (const leaf of leaves) {
    const where = (isWanted: (truth: Truth) => boolean): Formula => {
      let bits = 0n
      for (const [index, cell] of kept.entries())
        if (isWanted(cell.truthOf(leaf))) bits |= 1n << BigInt(index)
      return { kind: 'among', axis: place, cells: bits }
    }
    building.formulas.set(JSON.stringify(leaf), {
      true: where((truth) => truth === true),
      false: where((truth) => truth === false),
      notTrue: where((truth) => truth !== true),
      notFalse: where((truth) => truth !== false),
    })
  }
}

/**
 * A fact with several values (tags, codes): one axis for whether it is known, one per value for whether it is among them.
 * Values that stand in the same leaves, and in none that asks for all of its values, count as one: "some of them is there".
 */
function addSet(building: Building, leaves: readonly LeafCondition[]): void {
  const [leaf] = leaves
  if (leaf === undefined) return
  const values = new Map<string, string>()
  for (const one of leaves) {
    for (const value of new Set(foldedValues(one))) {
      const isWhole = 'is' in one && one.is === 'allOf'
      values.set(value, `${values.get(value) ?? ''} ${isWhole ? `all of ${value}` : leaves.indexOf(one)}`)
    }
  }
  const known = building.axes.length
  building.axes.push({ leaf, role: 'known', cells: [true, null] })
  const isKnown: Formula = { kind: 'among', axis: known, cells: 1n }
  const isMissing: Formula = { kind: 'among', axis: known, cells: 2n }
  const places = new Map<string, number>()
  for (const [value, seenBy] of values) {
    if (places.has(seenBy)) continue
    places.set(seenBy, building.axes.length)
    building.axes.push({ leaf, role: 'member', cells: [value, null] })
  }
  for (const one of leaves) {
    const members = new Set(foldedValues(one).map((value) => places.get(values.get(value) ?? '') ?? -1))
    const among = (cells: bigint) => [...members].map((axis): Formula => ({ kind: 'among', axis, cells }))
    const some: Formula = { kind: 'any', of: among(1n) }
    const every: Formula = { kind: 'all', of: among(1n) }
    const none: Formula = { kind: 'all', of: among(2n) }
    const notEvery: Formula = { kind: 'any', of: among(2n) }
    const is = 'is' in one ? one.is : 'anyOf'
    const [holds, fails] = is === 'allOf' ? [every, notEvery] : is === 'noneOf' ? [none, some] : [some, none]
    building.formulas.set(JSON.stringify(one), {
      true: { kind: 'all', of: [isKnown, holds] },
      false: { kind: 'all', of: [isKnown, fails] },
      notTrue: { kind: 'any', of: [isMissing, fails] },
      notFalse: { kind: 'any', of: [isMissing, holds] },
    })
  }
}
