import { epochDay, isoDay } from '../../../dates.ts'
import { type Money, parseDecimal } from '../../../money.ts'
import { type LeafCondition, conditionOf, factOfLeaf } from '../../conditions/index.ts'
import type { LeafShape, LeafShapes } from '../../conditions/leaf-shapes.ts'
import { factNames, type FactName } from '../../facts.ts'
import type { Truth } from '../../truth.ts'

/** A value that stands for all values of its cell; null = the fact is missing, undefined = no value can be named. */
export type CellValue = null | undefined | number | string | boolean | Money

/**
 * A part of what a fact can be, and what each leaf that looks at the fact comes to there. Every value that a valid fact can
 * have lies in one of the cells of its axis: that is what makes "impossible" a proof.
 */
export type Cell = { readonly value: CellValue; readonly truthOf: (leaf: LeafCondition) => Truth }

/** Facts that an order always has: their axis has no cell for a missing one. */
const alwaysKnown: ReadonlySet<FactName> = new Set(factNames.slice(factNames.indexOf('orderDate')))

/** A leaf as its family has it. Call it with the leaf's own family only. */
export function shapeOf<Family extends keyof LeafShapes>(
  leaf: LeafCondition,
  _family: Family,
): LeafShape<Family> {
  // All leaves of a family have its shape beside their kind; the union of all kinds does not say so.
  return leaf as unknown as LeafShape<Family>
}

/** The cells of an axis with one value per line, by the family of its leaves. */
export function cellsOf(leaves: readonly LeafCondition[]): readonly Cell[] {
  const [first] = leaves
  if (first === undefined) return []
  const { form } = conditionOf(first.kind)
  const cells = knownCellsOf(leaves, first)
  if (cells === null) return opaqueCells
  const isNeverMissing = alwaysKnown.has(factOfLeaf(first)) && form.family !== 'money'
  return isNeverMissing ? cells : [...cells, { value: null, truthOf: () => null }]
}

function knownCellsOf(leaves: readonly LeafCondition[], first: LeafCondition): readonly Cell[] | null {
  const { form } = conditionOf(first.kind)
  switch (form.family) {
    case 'flag':
      return [true, false].map((value) => ({ value, truthOf: (leaf) => shapeOf(leaf, 'flag').is === value }))
    case 'choice':
      return form.options.map((value) => ({ value, truthOf: (leaf) => isListed(leaf, value) }))
    case 'text':
      return textCells(leaves)
    case 'number':
      return numberCells(leaves, form.unit)
    case 'daysSince':
      return numberCells(leaves, 'days')
    case 'period':
      return periodCells(leaves)
    case 'season':
      return seasonCells()
    case 'money':
      return moneyCells(leaves)
    default:
      return null
  }
}

/** Of a leaf whose family is not reasoned about: it may come to anything, but to one thing at a time. */
const opaqueCells: readonly Cell[] = [true, false, null].map((truth) => ({
  value: undefined,
  truthOf: () => truth,
}))

/** Whether a list leaf holds for a value in the form in which it is compared. */
export function isListed(leaf: LeafCondition, value: string): boolean {
  if (!('values' in leaf)) return false
  const values = foldedValues(leaf)
  switch (leaf.is) {
    case 'noneOf':
      return !values.includes(value)
    case 'startsWith':
      return values.some((start) => value.startsWith(start))
    default:
      return values.includes(value)
  }
}

/** The values of a list leaf in the form in which they are compared. */
export function foldedValues(leaf: LeafCondition): readonly string[] {
  if (!('values' in leaf)) return []
  const { fold } = conditionOf(leaf.kind)
  return fold === undefined ? leaf.values : leaf.values.map(fold)
}

/** Every text that is named, for every beginning one that goes on otherwise, and one that nobody named. */
function textCells(leaves: readonly LeafCondition[]): readonly Cell[] {
  const named = new Set(leaves.flatMap(foldedValues))
  const values = [...named]
  for (const start of ['', ...named]) values.push(unnamed(named, start))
  return values.map((value) => ({ value, truthOf: (leaf) => isListed(leaf, value) }))
}

/** A text that begins with another, is not named, and begins with nothing longer that is named. */
function unnamed(named: ReadonlySet<string>, start: string): string {
  const longer = [...named].filter((text) => text.length > start.length && text.startsWith(start))
  // Letters, digits, and characters that no shop writes: one of them goes on otherwise than all that are named.
  for (const letter of 'zxqvj0123456789abcdefghiklmnoprstuwy~^|¦¬§') {
    const next = `${start}${letter}`
    if (!longer.some((text) => text.startsWith(next))) return next
  }
  return `${start}\u{10FFFD}`
}

function numberCells(leaves: readonly LeafCondition[], unit: 'count' | 'percent' | 'days'): readonly Cell[] {
  const points = leaves.map(limitOf)
  const isWhole = unit !== 'percent'
  const values = isWhole ? wholeCells(points) : realCells(points)
  // A count is never negative. Days may be: a clock may stand before the day that it counts from.
  const possible = unit === 'count' ? values.filter((value) => value >= 0) : values
  return possible.map((value) => ({ value, truthOf: (leaf) => compares(leaf, value) }))
}

function limitOf(leaf: LeafCondition): number {
  if ('days' in leaf) return leaf.days
  return 'value' in leaf && typeof leaf.value === 'number' ? leaf.value : 0
}

function compares(leaf: LeafCondition, value: number): boolean {
  const limit = limitOf(leaf)
  if (!('is' in leaf)) return false
  switch (leaf.is) {
    case 'atLeast':
      return value >= limit
    case 'below':
      return value < limit
    case 'atMost':
      return value <= limit
    case 'above':
    case 'moreThan':
      return value > limit
    default:
      return value === limit
  }
}

/** Whole numbers: every limit, one between two limits where there is one, and one beyond either end. */
function wholeCells(limits: readonly number[]): number[] {
  const sorted = sortedOnce(limits)
  return sortedOnce(sorted.flatMap((limit) => [limit - 1, limit, limit + 1]))
}

/** Any numbers: the same, with one between every two limits. */
function realCells(limits: readonly number[]): number[] {
  const sorted = sortedOnce(limits)
  const values: number[] = []
  for (const [place, limit] of sorted.entries()) {
    const next = sorted[place + 1]
    if (place === 0) values.push(limit - 0.005)
    values.push(limit, next === undefined ? limit + 0.005 : (limit + next) / 2)
  }
  return values
}

function sortedOnce(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

function periodCells(leaves: readonly LeafCondition[]): readonly Cell[] {
  const periods = new Map(leaves.map((leaf) => [leaf, periodOf(shapeOf(leaf, 'period'))]))
  const limits = [...periods.values()].flatMap(({ first, last }) => [first, last]).filter(Number.isFinite)
  return wholeCells(limits).map((value) => ({
    value,
    truthOf: (leaf) => {
      const period = periods.get(leaf)
      return period === undefined ? null : value >= period.first && value <= period.last
    },
  }))
}

function periodOf({ from, to }: LeafShape<'period'>): { readonly first: number; readonly last: number } {
  return { first: from === null ? -Infinity : epochDay(from), last: to === null ? Infinity : epochDay(to) }
}

/** Every day of a year, the leap day too: `MM-DD` is compared as text. */
function seasonCells(): readonly Cell[] {
  const leapYear = epochDay('2024-01-01')
  return Array.from({ length: 366 }, (_, offset) => isoDay(leapYear + offset).slice(5)).map((value) => ({
    value,
    truthOf: (leaf) => {
      const { from, to } = shapeOf(leaf, 'season')
      return from <= to ? from <= value && value <= to : value >= from || value <= to
    },
  }))
}

/** Per currency that is named the amounts around every limit, and an amount in a currency that nobody named. */
function moneyCells(leaves: readonly LeafCondition[]): readonly Cell[] {
  const limits = new Map<LeafCondition, Map<string, number>>()
  const byCurrency = new Map<string, number[]>()
  for (const leaf of leaves) {
    if (!('amounts' in leaf)) continue
    const own = new Map<string, number>()
    for (const [currency, amount] of Object.entries(leaf.amounts)) {
      const { minor } = parseDecimal(amount, currency)
      own.set(currency, minor)
      byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), minor])
    }
    limits.set(leaf, own)
  }
  const cells: Cell[] = []
  for (const [currency, minors] of byCurrency) {
    for (const minor of wholeCells(minors)) {
      // No amount that a condition looks at is ever negative.
      if (minor < 0) continue
      cells.push({
        value: { minor, currency },
        truthOf: (leaf) => {
          const limit = limits.get(leaf)?.get(currency)
          if (limit === undefined || !('is' in leaf)) return null
          return minor >= limit === (leaf.is === 'atLeast')
        },
      })
    }
  }
  return cells
}
