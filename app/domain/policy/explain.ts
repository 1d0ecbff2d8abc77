import { isoDay } from '../dates.ts'
import type { CompiledPolicy } from './compile.ts'
import type {
  Alternative,
  LawNote,
  LineDecision,
  Reason,
  RuleTrace,
  SetBy,
  WindowResult,
} from './decision.ts'
import type { PolicyFacts } from './facts.ts'
import { factsMissing, raisedTerms, type Ruling, type RulingReason } from './judge.ts'
import type { TermName } from './terms/index.ts'
import { windowResult } from './window.ts'

/** Writes a ruling out: reasons with parameters, who set each term, the window, and the trace of every rule and condition. */
export function explainRuling(
  policy: CompiledPolicy,
  facts: PolicyFacts,
  explained: { readonly ruling: Ruling; readonly alternatives: readonly Alternative[] },
): LineDecision {
  const { ruling, alternatives } = explained
  const setBy = settersOf(policy, ruling)
  const window = ruling.span === null ? null : windowResult(ruling.span, facts.days.today)
  return {
    lineId: facts.line.id,
    verdict: ruling.verdict,
    reasons: ruling.reasons.map((code) => reasonOf(code, { policy, facts, ruling, setBy, window })),
    terms: ruling.terms,
    setBy,
    window,
    law: lawNote(ruling, facts),
    fault: facts.reason.fault,
    alternatives,
    trace: traceOf(policy, facts, ruling),
  }
}

/** What every rule and every condition of it came to, in the order of the policy. */
function traceOf(policy: CompiledPolicy, facts: PolicyFacts, { matched }: Ruling): RuleTrace[] {
  return policy.rules.map((compiled, index) => {
    const word = index >> 5
    const bit = 1 << (index & 31)
    const isHeld = ((matched.held[word] ?? 0) & bit) !== 0
    const isUnknown = !isHeld && ((matched.unknown?.[word] ?? 0) & bit) !== 0
    return {
      ruleId: compiled.rule.id,
      ruleName: compiled.rule.name,
      result: isHeld ? 'true' : isUnknown ? 'unknown' : 'false',
      missing: isUnknown ? [...new Set(compiled.missing(matched.slots))] : noFacts,
      leaves: compiled
        .leaves()
        .map(({ fact, holds, found }) => ({ fact, holds: holds(matched.slots), found: found(facts) })),
    }
  })
}

const noFacts: RuleTrace['missing'] = []
const baseline: SetBy = { kind: 'baseline' }

function settersOf(policy: CompiledPolicy, ruling: Ruling): LineDecision['setBy'] {
  const setBy: Partial<Record<TermName, SetBy>> = {}
  for (const [place, { name }] of policy.terms.entries()) {
    const winner = policy.rules[ruling.settled.winners[place] ?? -1]
    setBy[name] = winner ? { kind: 'rule', ruleId: winner.rule.id, ruleName: winner.rule.name } : baseline
  }
  if (ruling.law.kind === 'statute') {
    for (const name of raisedTerms(ruling)) setBy[name] = { kind: 'law', statute: ruling.law.statute }
  }
  // The loop went through every term; TypeScript cannot see a loop fill a record.
  return setBy as LineDecision['setBy']
}

type Telling = {
  readonly policy: CompiledPolicy
  readonly facts: PolicyFacts
  readonly ruling: Ruling
  readonly setBy: LineDecision['setBy']
  readonly window: WindowResult | null
}

function reasonOf(code: RulingReason, telling: Telling): Reason {
  const { facts, ruling, setBy, window } = telling
  switch (code) {
    case 'order_cancelled':
    case 'gift_card':
    case 'not_fulfilled':
      return { key: `fact.${code}`, params: {} }
    case 'nothing_left':
      return { key: 'fact.nothing_left', params: { count: facts.line.quantity } }
    case 'denied':
      return denialReason(ruling, setBy.eligible)
    case 'window_ended':
      return { key: 'window.ended', params: windowParams(window) }
    case 'window_open':
      return window === null
        ? { key: 'window.unlimited', params: {} }
        : { key: 'window.open', params: windowParams(window) }
    case 'unknown':
      return unknownReason(telling)
    case 'law_unknown': {
      const { law } = ruling
      return { key: 'law.unknown', params: { facts: law.kind === 'unknown' ? law.missing.join(',') : '' } }
    }
    case 'request_open':
      return { key: 'request.open', params: { facts: factsMissing(ruling).join(',') } }
    case 'evidence_missing':
      return { key: 'evidence.missing', params: { count: ruling.terms.evidence.photos } }
    case 'review':
      return setBy.review.kind === 'rule'
        ? { key: 'review.rule', params: { rule: setBy.review.ruleName } }
        : { key: 'review.baseline', params: {} }
    case 'law_right':
    case 'law_doubtful':
    case 'fault_rights': {
      const statute = ruling.law.kind === 'statute' ? ruling.law.statute : ''
      return { key: lawReasonKeys[code], params: { statute, ...windowParams(window) } }
    }
  }
}

const lawReasonKeys = {
  law_right: 'law.right',
  law_doubtful: 'law.doubtful',
  fault_rights: 'law.fault_rights',
} as const

function denialReason({ settled }: Ruling, by: SetBy): Reason {
  const { eligible } = settled.terms
  const because = eligible.kind === 'no' ? eligible.because : {}
  if (by.kind === 'rule') return { key: 'rule.denied', params: { because, rule: by.ruleName } }
  return { key: 'baseline.denied', params: { because } }
}

function unknownReason({ ruling }: Telling): Reason {
  const { settled } = ruling
  const rules = new Set(settled.undecided.map(({ rule }) => rule.name))
  const missing = factsMissing(ruling)
  return { key: 'fact.unknown', params: { facts: missing.join(','), rule: [...rules].join(', ') } }
}

function windowParams(window: WindowResult | null): Reason['params'] {
  if (window === null) return {}
  const { lastDay, days, transitDays, countedFrom, from } = window
  return { lastDay, days, transitDays, countedFrom, from }
}

function lawNote({ law, lawDecides }: Ruling, { order, days }: PolicyFacts): LawNote | null {
  // Where the country is not known the statute only stood in, to tell whether it matters.
  if (law.kind !== 'statute' || order.country === null) return null
  const { statute, right } = law
  return {
    statute,
    orderedOn: isoDay(days.placed),
    lastDay: right === null ? null : isoDay(right.lastDay),
    open: right?.open ?? false,
    decides: lawDecides,
  }
}
