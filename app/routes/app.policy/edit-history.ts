import type { Policy } from '#app/domain/policy/policy.ts'

/** What was edited, step by step. Typing on at one place is one step. */
export type EditHistory = {
  readonly past: readonly Policy[]
  readonly present: Policy
  readonly future: readonly Policy[]
  /** The place of the last edit and when it was made; null when the next edit begins a new step in any case. */
  readonly last: { readonly place: string; readonly at: number } | null
}

/** As many steps as anybody remembers. */
const mostSteps = 100
/** A pause of this many milliseconds ends a step. */
const pause = 1500

/** A history that begins with what is stored. */
export function historyOf(present: Policy): EditHistory {
  return { past: [], present, future: [], last: null }
}

/** Takes an edit in. `at` is in milliseconds. */
export function edited(history: EditHistory, next: Policy, at: number): EditHistory {
  const { past, present, last } = history
  const place = placeOf(present, next)
  const goesOn = place !== null && last?.place === place && at - last.at < pause
  return {
    past: goesOn ? past : [...past, present].slice(-mostSteps),
    present: next,
    future: [],
    last: place === null ? null : { place, at },
  }
}

/** One step back; the same history where there is none. */
export function undone(history: EditHistory): EditHistory {
  const { past, present, future } = history
  const before = past.at(-1)
  if (before === undefined) return history
  return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null }
}

/** One step forward again. */
export function redone(history: EditHistory): EditHistory {
  const { past, present, future } = history
  const [next, ...rest] = future
  if (next === undefined) return history
  return { past: [...past, present], present: next, future: rest, last: null }
}

/** The one place that an edit changed: a term of the baseline, a part of a rule, …; null where it changed more than one. */
function placeOf(before: Policy, after: Policy): string | null {
  const changed = changedKeys(before, after)
  const [key] = changed
  if (changed.length !== 1 || key === undefined) return null
  if (key === 'baseline') return placeIn(key, before.baseline, after.baseline)
  if (key !== 'rules') return key
  const isSameOrder =
    before.rules.length === after.rules.length &&
    before.rules.every((rule, index) => rule.id === after.rules[index]?.id)
  const rules = after.rules.filter((rule, index) => rule !== before.rules[index])
  const [rule] = rules
  if (!isSameOrder || rules.length !== 1 || rule === undefined) return null
  const old = before.rules.find(({ id }) => id === rule.id)
  return old === undefined ? null : placeIn(`rule ${rule.id}`, old, rule)
}

function placeIn(name: string, before: object, after: object): string | null {
  const changed = changedKeys(before, after)
  return changed.length === 1 ? `${name} ${changed.join('')}` : null
}

function changedKeys(before: object, after: object): readonly string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key))
}
