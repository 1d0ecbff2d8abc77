import type { Formula } from './formula.ts'

/**
 * Whether some facts meet all formulas. `impossible` is a proof; `possible` gives the cells left per axis (any choice of one
 * cell each meets them); `unsure` means that the search was cut off, and nothing may be claimed.
 */
export type Answer =
  | { readonly kind: 'impossible' }
  | { readonly kind: 'possible'; readonly left: readonly bigint[] }
  | { readonly kind: 'unsure' }

/** Steps after which a search is cut off: a merchant's rules need a few hundred. */
const mostSteps = 20_000

/** Steps that all searches for one policy have together: an editor checks while somebody types. */
export type Budget = { steps: number }

/** A new budget: two hundred ordinary rules need half of it. What comes after its end is `unsure`, the same each time. */
export function fullBudget(): Budget {
  return { steps: 30_000_000 }
}

/** Searches for cells that meet all formulas; `all` holds every cell of each axis. What it takes is taken off the budget. */
export function solve(all: readonly bigint[], formulas: readonly Formula[], budget = fullBudget()): Answer {
  const allowed = Math.min(mostSteps, budget.steps)
  const search: Search = { steps: allowed }
  const left = allowed > 0 ? explore(search, [...all], formulas) : null
  budget.steps -= allowed - search.steps
  if (search.steps <= 0) return { kind: 'unsure' }
  return left === null ? { kind: 'impossible' } : { kind: 'possible', left }
}

type Search = { steps: number }

/** Narrows the axes as far as the formulas force it, then tries the options of the smallest choice that is left. */
function explore(search: Search, left: bigint[], formulas: readonly Formula[]): bigint[] | null {
  let choices = formulas
  for (;;) {
    const narrowed = narrow(search, left, choices)
    if (narrowed === null) return null
    choices = narrowed.choices
    if (!narrowed.hasChanged) break
  }
  const smallest = choices.reduce<Formula | null>(
    (least, choice) => (least === null || sizeOf(choice) < sizeOf(least) ? choice : least),
    null,
  )
  if (smallest === null) return left
  const others = choices.filter((choice) => choice !== smallest)
  for (const option of mostUsefulFirst(smallest, choices)) {
    if (search.steps <= 0) return null
    const found = explore(search, [...left], [option, ...others])
    if (found !== null) return found
  }
  return null
}

/** The options of a choice; first those on facts that most other choices ask for too, so that one step meets many of them. */
function mostUsefulFirst(choice: Formula, choices: readonly Formula[]): readonly Formula[] {
  if (choice.kind !== 'any') return [choice]
  const uses = new Map<number, number>()
  for (const { of } of choices.filter((one) => one.kind === 'any')) {
    for (const option of of) {
      if (option.kind === 'among') uses.set(option.axis, (uses.get(option.axis) ?? 0) + 1)
    }
  }
  const usesOf = (option: Formula) => (option.kind === 'among' ? (uses.get(option.axis) ?? 0) : 0)
  return [...choice.of].sort((a, b) => usesOf(b) - usesOf(a))
}

/** Applies what must be so to `left`; answers the choices that remain, or null when nothing is left of some axis. */
function narrow(
  search: Search,
  left: bigint[],
  formulas: readonly Formula[],
): { readonly choices: readonly Formula[]; readonly hasChanged: boolean } | null {
  const choices: Formula[] = []
  const waiting = [...formulas].reverse()
  let hasChanged = false
  for (let formula = waiting.pop(); formula !== undefined; formula = waiting.pop()) {
    const reduced = reduce(search, left, formula)
    if (reduced === false || search.steps <= 0) return null
    if (reduced === true) continue
    if (reduced.kind === 'among') {
      left[reduced.axis] = (left[reduced.axis] ?? 0n) & reduced.cells
      hasChanged = true
    } else if (reduced.kind === 'all') waiting.push(...reduced.of)
    else choices.push(reduced)
  }
  return { choices, hasChanged }
}

/** A formula under what is left: already met, no longer possible, or what is still to be met. */
function reduce(search: Search, left: readonly bigint[], formula: Formula): Formula | boolean {
  search.steps -= 1
  if (formula.kind === 'among') {
    const now = left[formula.axis] ?? 0n
    const both = now & formula.cells
    return both === 0n ? false : both === now ? true : formula
  }
  const stop = formula.kind === 'any'
  const open: Formula[] = []
  for (const part of formula.of) {
    const reduced = reduce(search, left, part)
    if (reduced === stop) return stop
    if (typeof reduced !== 'boolean') open.push(reduced)
  }
  const [only] = open
  if (only === undefined) return !stop
  return open.length === 1 ? only : { kind: formula.kind, of: open }
}

function sizeOf(formula: Formula): number {
  return formula.kind === 'any' ? formula.of.length : 0
}
