import { epochDay, isoDay } from '../../../dates.ts'
import { parseDecimal } from '../../../money.ts'
import { conditionOf, factOfLeaf, type LeafCondition } from '../../conditions/index.ts'
import type { LeafShape, LeafShapes } from '../../conditions/leaf-shapes.ts'
import type { SlotValue } from '../../conditions/slots.ts'
import { factNames, type FactName } from '../../facts.ts'
import type { Truth } from '../../truth.ts'

/**
 * A part of what a fact can be, and what each leaf that looks at the fact comes to there. Every value that a valid fact can
 * have lies in one of the cells of its axis: that is what makes "impossible" a proof.
 */
export type Cell = {
  /** A value that stands for the cell, as a condition finds it in its slot. */
  readonly value: SlotValue
  readonly truthOf: (leaf: LeafCondition) => Truth
}

/** Facts that an order always has: their axis has no cell for a missing one. */
const alwaysKnown: ReadonlySet<FactName> = new Set(factNames.slice(factNames.indexOf('orderDate')))

/** A leaf as its family has it. Call it with the leaf's own family only. */
export const shapeOf: <Family extends keyof LeafShapes>(
  leaf: LeafCondition,
  family: Family,
) => LeafShape<Family> = (leaf) =>
  // All leaves of a family have its shape beside their kind; the union of all kinds does not say so.
  leaf as never

/** A value for every part of a fact with one value that some leaf can tell from the others, in their order where they have one. */
export function valuesAlong(leaves: readonly LeafCondition[]): readonly SlotValue[] {
  const [first] = leaves
  return first === undefined ? [] : (valuesOf(leaves, first) ?? [])
}

/** The cells of a fact with one value, by the family of the leaves that look at it. */
export function cellsOf(leaves: readonly LeafCondition[]): readonly Cell[] {
  const [first] = leaves
  if (first === undefined) return []
  const values = valuesOf(leaves, first)
  if (values === null) return opaqueCells
  const all = alwaysKnown.has(factOfLeaf(first)) ? values : [...values, null]
  return all.map((value) => ({ value, truthOf: (leaf) => truthAt(leaf, value) }))
}

/** What a leaf comes to for a value: by the very closure that judges orders. */
export function truthAt(leaf: LeafCondition, value: SlotValue): Truth {
  return conditionOf(leaf.kind).compile(leaf, 0)([value])
}

/** A value for every part of the fact that some leaf could tell from the others; null for what is not reasoned about. */
function valuesOf(leaves: readonly LeafCondition[], first: LeafCondition): readonly SlotValue[] | null {
  const { form } = conditionOf(first.kind)
  switch (form.family) {
    case 'flag':
      return [true, false]
    case 'choice':
      return form.options
    case 'text':
    case 'answer':
      return textValues(leaves)
    case 'metafield':
      // The empty text is a field that is not set.
      return ['', ...textValues(leaves)]
    case 'number': {
      const limits = leaves.map((leaf) => shapeOf(leaf, 'number').value)
      if (form.unit === 'percent') return realValues(limits)
      const values = wholeValues(limits)
      // A count is never negative. Days may be: a clock may stand before the day that it counts from.
      return form.unit === 'count' ? values.filter((value) => value >= 0) : values
    }
    case 'daysSince':
      return wholeValues(leaves.map((leaf) => shapeOf(leaf, 'daysSince').days))
    case 'period':
      return periodValues(leaves)
    case 'season':
      return seasonValues()
    case 'money':
      return moneyValues(leaves)
    default:
      return null
  }
}

/** Of a family that is not reasoned about here: its leaf may come to anything, but to one thing at a time. */
const opaqueCells: readonly Cell[] = [true, false, null].map((truth) => ({
  value: null,
  truthOf: () => truth,
}))

/** The values of a list leaf in the form in which they are compared, each once. */
export function foldedValues(leaf: LeafCondition): readonly string[] {
  const { fold } = conditionOf(leaf.kind)
  const { values } = shapeOf(leaf, 'text')
  return [...new Set(fold === undefined ? values : values.map(fold))]
}

/** Every text that is named, for every named one a longer text that goes on otherwise, and one that nobody named. */
function textValues(leaves: readonly LeafCondition[]): readonly string[] {
  const named = new Set(leaves.flatMap(foldedValues))
  return [...named, ...['', ...named].map((start) => unnamed(named, start))]
}

/** A text that begins with another, is not named, and begins with nothing longer that is named. */
function unnamed(named: ReadonlySet<string>, start: string): string {
  const longer = [...named].filter((text) => text.length > start.length && text.startsWith(start))
  for (const letter of 'zxqvj0123456789abcdefghiklmnoprstuwy~^|¦¬§') {
    const next = `${start}${letter}`
    if (!longer.some((text) => text.startsWith(next))) return next
  }
  // A character that no shop writes.
  return `${start}\u{10FFFD}`
}

/** Whole numbers: every limit and its neighbours. Between two limits further apart nothing changes. */
function wholeValues(limits: readonly number[]): readonly number[] {
  return sortedOnce(limits.flatMap((limit) => [limit - 1, limit, limit + 1]))
}

/** Any numbers: every limit, one between every two, and one beyond either end. */
function realValues(limits: readonly number[]): readonly number[] {
  const sorted = sortedOnce(limits)
  const before = sorted.slice(0, 1).map((limit) => limit - 0.005)
  return [
    ...before,
    ...sorted.flatMap((limit, place) => {
      const next = sorted[place + 1]
      return [limit, next === undefined ? limit + 0.005 : (limit + next) / 2]
    }),
  ]
}

function sortedOnce(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

function periodValues(leaves: readonly LeafCondition[]): readonly number[] {
  const ends = leaves.flatMap((leaf) => {
    const { from, to } = shapeOf(leaf, 'period')
    return [from, to].flatMap((day) => (day === null ? [] : epochDay(day)))
  })
  return wholeValues(ends)
}

/** Every day of a year, the leap day too. */
function seasonValues(): readonly string[] {
  const leapYear = epochDay('2024-01-01')
  return Array.from({ length: 366 }, (_, offset) => isoDay(leapYear + offset).slice(5))
}

/** Per currency that is named the amounts around every limit, and one in a currency that nobody named. */
function moneyValues(leaves: readonly LeafCondition[]): readonly SlotValue[] {
  const limits = new Map<string, number[]>()
  for (const leaf of leaves) {
    for (const [currency, amount] of Object.entries(shapeOf(leaf, 'money').amounts)) {
      const { minor } = parseDecimal(amount, currency)
      limits.set(currency, [...(limits.get(currency) ?? []), minor])
    }
  }
  const named = [...limits].flatMap(([currency, minors]) =>
    // No amount that a condition looks at is ever negative.
    wholeValues(minors).flatMap((minor) => (minor < 0 ? [] : { minor, currency })),
  )
  return [...named, { minor: 0, currency: 'XXX' }]
}
