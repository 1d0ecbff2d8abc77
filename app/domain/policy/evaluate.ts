import { addDays, dayOf, isOnOrBefore } from '../dates.ts'
import type { LineFacts, OrderFacts } from '../order.ts'
import { compileCondition, missingFacts } from './condition-tree.ts'
import type { Decision, LineDecision, Reason, RuleTrace, SetBy, WindowResult } from './decision.ts'
import type { FactName, PolicyFacts } from './facts.ts'
import type { Policy, Rule } from './policy.ts'
import { type TermName, termNames, type Terms } from './terms/index.ts'
import type { ReturnWindow } from './terms/return-window.ts'
import type { Truth } from './truth.ts'

/** A policy whose conditions are closures already. Compile once, judge many lines. */
export type CompiledPolicy = {
  readonly baseline: Terms
  readonly rules: readonly CompiledRule[]
}

type CompiledRule = {
  readonly rule: Rule
  readonly holds: (facts: PolicyFacts) => Truth
}

/** Compiles a policy. Rules that are switched off are left out: they set nothing and explain nothing. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const rules = policy.rules
    .filter((rule) => rule.enabled)
    .map((rule) => ({ rule, holds: compileCondition(rule.when) }))
  return { baseline: policy.baseline, rules }
}

export type EvaluateInput = {
  readonly policy: CompiledPolicy
  readonly policyVersion: number
  readonly order: OrderFacts
  /** The reason handle asked with, by line id; lines without one are judged with the reason unknown. */
  readonly reasons?: Readonly<Record<string, string>>
  readonly now: string
  readonly timeZone: string
}

/**
 * Judges every line of an order. Deterministic and total: the same facts give the same decision, and no valid facts make
 * it throw. Per term the first rule that holds and sets it wins; what no rule sets comes from the baseline.
 */
export function evaluate(input: EvaluateInput): Decision {
  const { policy, order, timeZone } = input
  const today = dayOf(input.now, timeZone)
  const lines = order.lines.map((line) => {
    const reasonHandle = input.reasons?.[line.id] ?? null
    return evaluateLine(policy, { order, line, reasonHandle, timeZone, today })
  })
  return { policyVersion: input.policyVersion, judgedAt: input.now, lines }
}

/** Judges one line. */
function evaluateLine(policy: CompiledPolicy, facts: PolicyFacts): LineDecision {
  const held = policy.rules.map((rule) => rule.holds(facts))
  const settled = settleTerms(policy, held)
  const window = windowOf(settled.terms.returnWindow, facts)
  const { verdict, reasons } = judge({ policy, facts, settled, window })
  return {
    lineId: facts.line.id,
    verdict,
    reasons,
    terms: settled.terms,
    setBy: settled.setBy,
    window,
    trace: policy.rules.map(({ rule }, index) => traceOf(rule, held[index] ?? null, facts)),
  }
}

/** The terms as far as the facts tell, who set each, and which values it could still take if a missing fact turned up. */
type SettledTerms = {
  readonly terms: Terms
  readonly setBy: Readonly<Record<TermName, SetBy>>
  /** Rules with a missing fact that come before the winner of some term and would change it. */
  readonly undecided: readonly UndecidedTerm[]
}
type UndecidedTerm = { readonly term: TermName; readonly rule: Rule }

function settleTerms(policy: CompiledPolicy, held: readonly Truth[]): SettledTerms {
  const terms: Record<string, unknown> = { ...policy.baseline }
  const setBy: Partial<Record<TermName, SetBy>> = {}
  const undecided: UndecidedTerm[] = []
  for (const term of termNames) {
    const winner = policy.rules.find(
      ({ rule }, index) => held[index] === true && rule.set[term] !== undefined,
    )
    const value = winner?.rule.set[term] ?? policy.baseline[term]
    terms[term] = value
    setBy[term] = winner ? setByRule(winner.rule) : { kind: 'baseline' }
    for (const [index, candidate] of policy.rules.entries()) {
      if (candidate === winner) break
      const other = candidate.rule.set[term]
      if (held[index] === null && other !== undefined && !isEqual(other, value)) {
        undecided.push({ term, rule: candidate.rule })
      }
    }
  }
  // The loop went through every term name, so both records are whole; TypeScript cannot see a loop fill a record.
  return { terms: terms as Terms, setBy: setBy as Record<TermName, SetBy>, undecided }
}

function setByRule(rule: Rule): SetBy {
  return { kind: 'rule', ruleId: rule.id, ruleName: rule.name }
}

type JudgeInput = {
  readonly policy: CompiledPolicy
  readonly facts: PolicyFacts
  readonly settled: SettledTerms
  readonly window: WindowResult | null
}

function judge(input: JudgeInput): Pick<LineDecision, 'verdict' | 'reasons'> {
  const { facts, settled, window } = input
  const blocked = blockedBy(facts.order, facts.line)
  if (blocked !== null) return { verdict: 'deny', reasons: [blocked] }

  const denials = denialsOf(settled, window)
  const unknown = unknownReason(settled.undecided, facts)
  if (denials.length > 0 && !couldStillPass(input)) return { verdict: 'deny', reasons: denials }
  if (unknown !== null) return { verdict: 'review', reasons: [unknown] }
  const opened = windowReason(window)
  if (settled.terms.review === 'staff')
    return { verdict: 'review', reasons: [reviewReason(settled.setBy.review), opened] }
  return { verdict: 'approve', reasons: [opened] }
}

/** Facts that no policy can change: Shopify would refuse a return of these units. */
function blockedBy(order: OrderFacts, line: LineFacts): Reason | null {
  if (order.cancelledAt !== null) return { key: 'fact.order_cancelled', params: {} }
  if (line.isGiftCard) return { key: 'fact.gift_card', params: {} }
  if (line.fulfillmentLineItemId === null) return { key: 'fact.not_fulfilled', params: {} }
  if (line.returnableQuantity <= 0) return { key: 'fact.nothing_left', params: { count: line.quantity } }
  return null
}

function denialsOf({ terms, setBy }: SettledTerms, window: WindowResult | null): Reason[] {
  const denials: Reason[] = []
  if (terms.eligible.kind === 'no') {
    const by = setBy.eligible
    const params = { because: terms.eligible.because, ...(by.kind === 'rule' ? { rule: by.ruleName } : {}) }
    denials.push({ key: by.kind === 'rule' ? 'rule.denied' : 'baseline.denied', params })
  }
  if (window !== null && !window.open) denials.push({ key: 'window.ended', params: windowParams(window) })
  return denials
}

/** Whether a missing fact could turn the denial: `unknown` never declines. */
function couldStillPass({ facts, settled, window }: JudgeInput): boolean {
  const { terms, undecided } = settled
  const valuesOf = <Name extends TermName>(term: Name) =>
    undecided.flatMap((open) => {
      const value = open.term === term ? open.rule.set[term] : undefined
      return value === undefined ? [] : [value]
    })
  const eligible = terms.eligible.kind === 'yes' || valuesOf('eligible').some((value) => value.kind === 'yes')
  const isOpen = (result: WindowResult | null) => result === null || result.open
  const open = isOpen(window) || valuesOf('returnWindow').some((value) => isOpen(windowOf(value, facts)))
  return eligible && open
}

function unknownReason(undecided: readonly UndecidedTerm[], facts: PolicyFacts): Reason | null {
  if (undecided.length === 0) return null
  const missing = new Set<FactName>(undecided.flatMap(({ rule }) => missingFacts(rule.when, facts)))
  const rules = new Set(undecided.map(({ rule }) => rule.name))
  return { key: 'fact.unknown', params: { facts: [...missing].join(','), rule: [...rules].join(', ') } }
}

function reviewReason(by: SetBy): Reason {
  if (by.kind === 'rule') return { key: 'review.rule', params: { rule: by.ruleName } }
  return { key: 'review.baseline', params: {} }
}

function windowReason(window: WindowResult | null): Reason {
  if (window === null) return { key: 'window.unlimited', params: {} }
  return { key: 'window.open', params: windowParams(window) }
}

function windowParams({ lastDay, days, transitDays, countedFrom, from }: WindowResult) {
  return { lastDay, days, transitDays, countedFrom, from }
}

/**
 * Counts the window of a line: whole calendar days in the shop's zone, the last one inclusive to its end. `null` = no
 * limit. A date that is missing is replaced by the next in the chain delivery → fulfillment → order, the order's always known.
 */
function windowOf(term: ReturnWindow, { order, line, timeZone, today }: PolicyFacts): WindowResult | null {
  if (term.days === null) return null
  const chain = [
    { countedFrom: 'delivery', from: line.deliveredAt },
    { countedFrom: 'fulfillment', from: line.fulfilledAt },
    { countedFrom: 'order', from: order.placedAt },
  ] as const
  const start = chain.findIndex(({ countedFrom }) => countedFrom === term.from)
  const found = chain.findIndex(({ from }, index) => index >= start && from !== null)
  const { countedFrom, from } = chain[found] ?? chain[2]
  const counted = from ?? order.placedAt
  const transitDays = (found - start) * term.transitDays
  const lastDay = addDays(dayOf(counted, timeZone), term.days + transitDays)
  return {
    days: term.days,
    transitDays,
    countedFrom,
    from: counted,
    lastDay,
    open: isOnOrBefore(today, lastDay),
  }
}

function traceOf(rule: Rule, held: Truth, facts: PolicyFacts): RuleTrace {
  const result = held === null ? 'unknown' : held ? 'true' : 'false'
  const missing = held === null ? [...new Set(missingFacts(rule.when, facts))] : []
  return { ruleId: rule.id, ruleName: rule.name, result, missing }
}

/** Terms are plain JSON written by one schema, so equal values have equal texts. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
