import type { ConditionForm } from './conditions/condition.ts'
import {
  type Condition,
  compileLeaf,
  conditionOf,
  factOfLeaf,
  foundByLeaf,
  type LeafCondition,
  wordsOfLeaf,
} from './conditions/index.ts'
import type { Slots, SlotTable, Test } from './conditions/slots.ts'
import type { FactName, FactValue, PolicyFacts } from './facts.ts'
import type { Truth } from './truth.ts'
import type { Words } from './words.ts'

/**
 * Compiles a condition tree to one closure. `all` is false as soon as one part is, unknown when a part is unknown and none
 * false; `any` mirrors that; `not` keeps unknown. Since order does not matter to either, cheap parts are asked first.
 */
export function compileCondition(condition: Condition, table: SlotTable): Test {
  switch (condition.kind) {
    case 'all':
      return joined(
        false,
        cheapFirst(condition.of).map((part) => compileCondition(part, table)),
      )
    case 'any':
      return joined(
        true,
        cheapFirst(condition.of).map((part) => compileCondition(part, table)),
      )
    case 'not': {
      const holds = compileCondition(condition.of, table)
      return (slots) => {
        const truth = holds(slots)
        return truth === null ? null : !truth
      }
    }
    default:
      return compileLeaf(condition, table)
  }
}

/** The leaves of a condition, in reading order: the order of `LeafTrace`s of a rule. */
export function leavesOf(condition: Condition): readonly LeafCondition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(leavesOf)
    case 'not':
      return leavesOf(condition.of)
    default:
      return [condition]
  }
}

/** Compiles to the facts whose absence makes a condition unknown; none when it is not unknown. */
export function compileMissing(
  condition: Condition,
  table: SlotTable,
): (slots: Slots) => readonly FactName[] {
  const holds = compileCondition(condition, table)
  const parts = partsOf(condition).map((part) => compileMissing(part, table))
  const own = isLeaf(condition) ? [factOfLeaf(condition)] : []
  return (slots) => (holds(slots) === null ? [...own, ...parts.flatMap((missing) => missing(slots))] : [])
}

/** A leaf made ready to be traced. */
export type TracedLeaf = {
  readonly fact: FactName
  readonly holds: Test
  readonly found: (facts: PolicyFacts) => FactValue | null
}

/** Makes the leaves of a condition ready to be traced, in reading order. */
export function traceLeaves(condition: Condition, table: SlotTable): readonly TracedLeaf[] {
  return leavesOf(condition).map((leaf) => ({
    fact: factOfLeaf(leaf),
    holds: compileLeaf(leaf, table),
    found: (facts) => foundByLeaf(leaf, facts),
  }))
}

function isLeaf(condition: Condition): condition is LeafCondition {
  return condition.kind !== 'all' && condition.kind !== 'any' && condition.kind !== 'not'
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'not') return [condition.of]
  return condition.kind === 'all' || condition.kind === 'any' ? condition.of : []
}

/** A condition as words: the leaf's own, or the parts joined. */
export function wordsOfCondition(condition: Condition): Words {
  switch (condition.kind) {
    case 'all':
    case 'any':
      if (condition.of.length === 1 && condition.of[0]) return wordsOfCondition(condition.of[0])
      return {
        key: condition.of.length === 0 ? `condition.${condition.kind}.empty` : `condition.${condition.kind}`,
        params: {},
        of: condition.of.map(wordsOfCondition),
      }
    case 'not':
      return { key: 'condition.not', params: {}, of: [wordsOfCondition(condition.of)] }
    default:
      return wordsOfLeaf(condition)
  }
}

function joined(stop: boolean, parts: readonly Test[]): Test {
  const [first, second, third] = parts
  // The common sizes without a loop: most conditions of a policy are small, and this runs for every rule of every line.
  if (parts.length === 1 && first) return first
  if (parts.length === 2 && first && second) {
    return (slots) => {
      const one = first(slots)
      if (one === stop) return stop
      const two = second(slots)
      return two === stop ? stop : one === null ? null : two
    }
  }
  if (parts.length === 3 && first && second && third) {
    return (slots) => {
      const one = first(slots)
      if (one === stop) return stop
      const two = second(slots)
      if (two === stop) return stop
      const three = third(slots)
      return three === stop ? stop : one === null || two === null ? null : three
    }
  }
  return (slots) => {
    let truth: Truth = !stop
    for (const part of parts) {
      const value = part(slots)
      if (value === stop) return stop
      if (value === null) truth = null
    }
    return truth
  }
}

function cheapFirst(parts: readonly Condition[]): readonly Condition[] {
  return [...parts].sort((a, b) => costOf(a) - costOf(b))
}

function costOf(condition: Condition): number {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return 4 + condition.of.length
    case 'not':
      return costOf(condition.of)
    default:
      return costs[conditionOf(condition.kind).form.family] ?? 1
  }
}

/** What asking a leaf costs, about, beside a comparison of two numbers. */
const costs: Readonly<Partial<Record<ConditionForm['family'], number>>> = {
  set: 3,
  text: 2,
  metafield: 3,
  answer: 2,
}
