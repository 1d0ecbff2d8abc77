import { compileCondition, compileMissing, type TracedLeaf, traceLeaves } from './condition-tree.ts'
import { type Slots, slotTable, type SlotTable, type Test } from './conditions/slots.ts'
import type { FactName } from './facts.ts'
import type { Policy, Rule } from './policy.ts'
import { type ReasonFacts, reasonLookup } from './reasons.ts'
import { type TermName, termNames } from './terms/index.ts'
import { type ClosedDays, closedDaysOf } from './window.ts'

/** A policy whose conditions are closures. Compile once, judge many lines. */
export type CompiledPolicy = {
  readonly policy: Policy
  /** How the facts that the conditions look at are read: each once per line. */
  readonly readers: SlotTable['readers']
  /** Rules that are switched on, in their order; the others set nothing and explain nothing. */
  readonly rules: readonly CompiledRule[]
  /** By term, which rules set it, and which of their values are the same. */
  readonly terms: readonly CompiledTerm[]
  readonly reasonFacts: (reason: string | null) => ReasonFacts
  readonly isClosed: ClosedDays
}

export type CompiledRule = {
  readonly rule: Rule
  readonly holds: Test
  /** Made on first use, as is the next: most lines are judged without a trace. */
  readonly leaves: () => readonly TracedLeaf[]
  /** The facts whose absence leaves the rule unknown. */
  readonly missing: (slots: Slots) => readonly FactName[]
}

export type CompiledTerm = {
  readonly name: TermName
  /** A bit per rule, 32 to a word: the rules that set this term. */
  readonly mask: Int32Array
  /** By rule the number of the value that it sets; 0 is the baseline's, equal values have equal numbers. */
  readonly valueIds: Int32Array
}

/** Compiles a policy. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const enabled = policy.rules.filter((rule) => rule.enabled)
  const table = slotTable()
  return {
    policy,
    readers: table.readers,
    rules: enabled.map((rule) => {
      let leaves: readonly TracedLeaf[] | null = null
      let missing: CompiledRule['missing'] | null = null
      return {
        rule,
        holds: compileCondition(rule.when, table),
        leaves: () => (leaves ??= traceLeaves(rule.when, table)),
        missing: (slots: Slots) => (missing ??= compileMissing(rule.when, table))(slots),
      }
    }),
    terms: termNames.map((name) => compileTerm(name, policy, enabled)),
    reasonFacts: reasonLookup(policy.reasons),
    isClosed: closedDaysOf(policy.calendar),
  }
}

function compileTerm(name: TermName, policy: Policy, rules: readonly Rule[]): CompiledTerm {
  const mask = new Int32Array(Math.max(1, Math.ceil(rules.length / 32)))
  const valueIds = new Int32Array(rules.length)
  // Terms are plain JSON written by one schema, so equal values have equal texts.
  const ids = new Map([[JSON.stringify(policy.baseline[name]), 0]])
  for (const [index, rule] of rules.entries()) {
    const value = rule.set[name]
    if (value === undefined) continue
    mask[index >> 5] = (mask[index >> 5] ?? 0) | (1 << (index & 31))
    const text = JSON.stringify(value)
    const id = ids.get(text) ?? ids.size
    ids.set(text, id)
    valueIds[index] = id
  }
  return { name, mask, valueIds }
}
