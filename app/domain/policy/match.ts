import type { CompiledPolicy, CompiledRule, CompiledTerm } from './compile.ts'
import { readSlots, type Slots } from './conditions/slots.ts'
import type { PolicyFacts } from './facts.ts'
import type { Rule } from './policy.ts'
import type { TermName, Terms } from './terms/index.ts'

/** What the rules came to for one line: a bit per rule, 32 to a word. This is all that deciding keeps. */
export type Matched = {
  /** The facts as they were compared. */
  readonly slots: Slots
  readonly held: Int32Array
  /** Null where every rule could say. */
  readonly unknown: Int32Array | null
}

/** Asks every rule's condition. */
export function matchRules(policy: CompiledPolicy, facts: PolicyFacts): Matched {
  const { rules } = policy
  const slots = readSlots(policy.readers, facts)
  const words = Math.max(1, (rules.length + 31) >> 5)
  const held = new Int32Array(words)
  let unknown: Int32Array | null = null
  for (let index = 0; index < rules.length; index += 1) {
    const truth = rules[index]?.holds(slots)
    if (truth === false) continue
    const bits = truth === true ? held : (unknown ??= new Int32Array(words))
    bits[index >> 5] = (bits[index >> 5] ?? 0) | (1 << (index & 31))
  }
  return { slots, held, unknown }
}

/** The ids of the rules that held, in their order. */
export function matchedRuleIds(policy: CompiledPolicy, matched: Matched): string[] {
  const ids: string[] = []
  eachBit(matched.held, (index) => {
    const rule = policy.rules[index]
    if (rule) ids.push(rule.rule.id)
  })
  return ids
}

/** The terms as far as the facts tell, who set each, and what could still change if a missing fact turned up. */
export type Settled = {
  readonly terms: Terms
  /** By term (in the order of `termNames`) the index of the rule that set it; -1 = the baseline. */
  readonly winners: readonly number[]
  /** Rules with a missing fact that come before the winner of some term and would change it. */
  readonly undecided: readonly UndecidedTerm[]
}
export type UndecidedTerm = { readonly term: TermName; readonly compiled: CompiledRule; readonly rule: Rule }

/** Per term the first rule that holds and sets it wins; what no rule sets comes from the baseline. */
export function settleTerms(policy: CompiledPolicy, matched: Matched): Settled {
  const { baseline } = policy.policy
  // Copied when the first rule sets something: many lines keep the baseline whole.
  let terms: Record<string, unknown> = baseline
  const winners: number[] = []
  let undecided: UndecidedTerm[] | null = null
  for (const term of policy.terms) {
    const winner = firstSet(matched.held, term.mask)
    winners.push(winner)
    if (winner >= 0) {
      if (terms === baseline) terms = { ...baseline }
      terms[term.name] = policy.rules[winner]?.rule.set[term.name]
    }
    if (matched.unknown !== null)
      undecided = addUndecided(policy, matched.unknown, { term, winner, undecided })
  }
  // Every value came from the baseline or a rule's own term; TypeScript cannot see a loop fill a record.
  return { terms: terms as Terms, winners, undecided: undecided ?? nothing }
}

const nothing: readonly UndecidedTerm[] = []

function addUndecided(
  policy: CompiledPolicy,
  unknown: Int32Array,
  at: { readonly term: CompiledTerm; readonly winner: number; readonly undecided: UndecidedTerm[] | null },
): UndecidedTerm[] | null {
  let { undecided } = at
  const { term, winner } = at
  const wins = winner < 0 ? 0 : term.valueIds[winner]
  eachBit(unknown, (index) => {
    if (winner >= 0 && index > winner) return
    const setsIt = ((term.mask[index >> 5] ?? 0) & (1 << (index & 31))) !== 0
    const candidate = policy.rules[index]
    if (!setsIt || candidate === undefined || term.valueIds[index] === wins) return
    undecided ??= []
    undecided.push({ term: term.name, compiled: candidate, rule: candidate.rule })
  })
  return undecided
}

/** The place of the first bit that is set in both; -1 when there is none. */
function firstSet(bits: Int32Array, mask: Int32Array): number {
  for (let word = 0; word < bits.length; word += 1) {
    const both = (bits[word] ?? 0) & (mask[word] ?? 0)
    if (both !== 0) return (word << 5) + (31 - Math.clz32(both & -both))
  }
  return -1
}

/** Calls back with the place of every bit that is set, from the first. */
export function eachBit(bits: Int32Array, callback: (index: number) => void): void {
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word] ?? 0
    while (rest !== 0) {
      const lowest = rest & -rest
      callback((word << 5) + (31 - Math.clz32(lowest)))
      rest ^= lowest
    }
  }
}
