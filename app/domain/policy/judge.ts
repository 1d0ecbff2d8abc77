import type { LineFacts, OrderFacts } from '../order.ts'
import type { CompiledPolicy } from './compile.ts'
import type { LineDecision } from './decision.ts'
import { type FactName, type PolicyFacts, requestFactNames } from './facts.ts'
import { answerTo } from './conditions/answer.ts'
import { boundTerms, lawOf } from './law/index.ts'
import type { LawAnswer, LawRight } from './law/law.ts'
import { type Matched, matchRules, type Settled, settleTerms } from './match.ts'
import type { TermName, Terms } from './terms/index.ts'
import { type Span, spanOf } from './window.ts'

/** Why a line came out as it did, as codes: sentences and parameters are made from them when somebody asks. */
export type RulingReason =
  | 'order_cancelled'
  | 'gift_card'
  | 'not_fulfilled'
  | 'nothing_left'
  | 'denied'
  | 'window_ended'
  | 'unknown'
  | 'request_open'
  | 'evidence_missing'
  | 'review'
  | 'law_right'
  | 'law_doubtful'
  | 'law_unknown'
  | 'fault_rights'
  | 'window_open'

/** A decision before anybody reads it: bits, numbers and codes. `explain` turns it into a `LineDecision`. */
export type Ruling = {
  readonly verdict: LineDecision['verdict']
  readonly reasons: readonly RulingReason[]
  readonly matched: Matched
  readonly settled: Settled
  /** The terms that hold, after the law. */
  readonly terms: Terms
  readonly span: Span | null
  readonly law: LawAnswer
  /** Whether the law, and not the policy, is why the line may come back. */
  readonly lawDecides: boolean
}

/**
 * Judges one part of a request. Deterministic and total: the same facts give the same ruling, and no valid facts make it
 * throw. `floor` false leaves the law out (for figures of the policy alone).
 */
export function judgeLine(policy: CompiledPolicy, facts: PolicyFacts, floor = true): Ruling {
  const matched = matchRules(policy, facts)
  const settled = settleTerms(policy, matched)
  const span = spanOf(settled.terms.returnWindow, facts.days, policy.isClosed)
  const blocked = blockedBy(facts.order, facts.line)
  if (blocked !== null) {
    const { terms } = settled
    return ruling('deny', [blocked], { matched, settled, terms, span, law: noLaw, lawDecides: false })
  }
  const asPolicy = judgeByPolicy(policy, facts, { matched, settled, span })
  const law = floor ? lawOf(facts) : noLaw
  return withLaw(facts, asPolicy, { matched, settled, span, law })
}

const noLaw: LawAnswer = { kind: 'none' }

type Judged = Pick<Ruling, 'verdict' | 'reasons'>
type Parts = Pick<Ruling, 'matched' | 'settled' | 'span' | 'law'>

function ruling(
  verdict: Ruling['verdict'],
  reasons: readonly RulingReason[],
  parts: Omit<Ruling, 'verdict' | 'reasons'>,
): Ruling {
  return { verdict, reasons, ...parts }
}

/** Facts that no policy can change: Shopify would refuse a return of these units. */
function blockedBy(order: OrderFacts, line: LineFacts): RulingReason | null {
  if (order.cancelledAt !== null) return 'order_cancelled'
  if (line.isGiftCard) return 'gift_card'
  if (line.fulfillmentLineItemId === null) return 'not_fulfilled'
  if (line.returnableQuantity <= 0) return 'nothing_left'
  return null
}

function judgeByPolicy(
  policy: CompiledPolicy,
  facts: PolicyFacts,
  { matched, settled, span }: Pick<Parts, 'matched' | 'settled' | 'span'>,
): Judged {
  const { terms, undecided } = settled
  const isOpen = span === null || facts.days.today <= span.lastDay
  const isEligible = terms.eligible.kind === 'yes'
  if (!isOpen || !isEligible) {
    const isFinal = undecided.length === 0 || !couldStillPass(policy, facts, { settled, isOpen, isEligible })
    if (isFinal) {
      if (isOpen) return deniedByTerm
      return isEligible ? deniedByWindow : deniedByBoth
    }
  }
  if (undecided.length > 0) return dependsOnRequest({ settled, matched }) ? openRequest : unknownFacts
  if (isEvidenceMissing(terms, facts)) return evidenceMissing
  return terms.review === 'automatic' ? approved : toReview
}

const deniedByTerm: Judged = { verdict: 'deny', reasons: ['denied'] }
const deniedByWindow: Judged = { verdict: 'deny', reasons: ['window_ended'] }
const deniedByBoth: Judged = { verdict: 'deny', reasons: ['denied', 'window_ended'] }
const openRequest: Judged = { verdict: 'review', reasons: ['request_open', 'window_open'] }
const unknownFacts: Judged = { verdict: 'review', reasons: ['unknown'] }
const evidenceMissing: Judged = { verdict: 'review', reasons: ['evidence_missing', 'window_open'] }
const toReview: Judged = { verdict: 'review', reasons: ['review', 'window_open'] }
const approved: Judged = { verdict: 'approve', reasons: ['window_open'] }

/** Whether a missing fact could turn the denial: `unknown` never declines. */
function couldStillPass(
  policy: CompiledPolicy,
  facts: PolicyFacts,
  now: { readonly settled: Settled; readonly isOpen: boolean; readonly isEligible: boolean },
): boolean {
  const { undecided } = now.settled
  const eligible =
    now.isEligible ||
    undecided.some(({ term, rule }) => term === 'eligible' && rule.set.eligible?.kind === 'yes')
  if (!eligible || now.isOpen) return eligible
  return undecided.some(({ term, rule }) => {
    if (term !== 'returnWindow' || rule.set.returnWindow === undefined) return false
    const span = spanOf(rule.set.returnWindow, facts.days, policy.isClosed)
    return span === null || facts.days.today <= span.lastDay
  })
}

/** The facts whose absence left rules undecided. */
export function factsMissing({ settled, matched }: Pick<Ruling, 'settled' | 'matched'>): readonly FactName[] {
  return [...new Set(settled.undecided.flatMap(({ compiled }) => compiled.missing(matched.slots)))]
}

/** Whether all that is missing is what the shopper has yet to say. */
function dependsOnRequest(parts: Pick<Ruling, 'settled' | 'matched'>): boolean {
  const missing = factsMissing(parts)
  return missing.length > 0 && missing.every((fact) => requestFactNames.has(fact))
}

/** Whether what the policy wants to be shown is known not to be there. Not asked yet is not missing. */
function isEvidenceMissing({ evidence }: Terms, facts: PolicyFacts): boolean {
  const { request } = facts
  if (request.reason === null && request.outcome === null) return false
  if (evidence.photos > 0 && (request.photos ?? 0) < evidence.photos) return true
  return evidence.questions.some((question) => answerTo(facts, question) === null)
}

function withLaw(facts: PolicyFacts, judged: Judged, parts: Parts): Ruling {
  const { law, settled, span } = parts
  const asPolicy = { ...parts, terms: settled.terms, lawDecides: false }
  if (law.kind === 'none') return ruling(judged.verdict, judged.reasons, asPolicy)
  if (law.kind === 'unknown') {
    // The law could turn a refusal, and nobody can say whether it does: a person decides.
    if (judged.verdict === 'deny') return ruling('review', ['law_unknown'], asPolicy)
    return ruling(judged.verdict, judged.reasons, asPolicy)
  }
  const { right } = law
  if (right === null || !right.open) return withFaultRights(facts, judged, asPolicy)
  if (isOnGround(settled.terms, right.bounds.grounds)) {
    return judged.verdict === 'deny' && couldLoseGround(settled, right.bounds.grounds)
      ? ruling('review', [whatIsOpen(parts)], asPolicy)
      : withFaultRights(facts, judged, asPolicy)
  }
  const raised = boundTerms(settled.terms, right.bounds, facts)
  // Where the policy refuses, its window says nothing: only the law's counts, even where the policy's is longer.
  const lawDecides = judged.verdict === 'deny'
  const counted = lawDecides ? spanOfRight(right) : longerSpan(span, right)
  const bounded = { ...parts, terms: raised, span: counted, lawDecides }
  const byReview = raised.review === 'automatic' ? 'approve' : 'review'
  if (judged === evidenceMissing && raised.evidence !== settled.terms.evidence) {
    // The policy waits for photos or answers that this right does not hang on.
    return ruling(byReview, byReview === 'approve' ? approved.reasons : toReview.reasons, bounded)
  }
  if (judged.verdict !== 'deny') return ruling(judged.verdict, judged.reasons, bounded)
  // A ground that we are not sure of neither refuses nor is overruled.
  const isDoubtful = isOnGround(settled.terms, right.bounds.doubtfulGrounds)
  if (isDoubtful) return ruling('review', ['law_doubtful'], bounded)
  // What is still open, or not shown, counts as it does where the policy lets the line come back: a longer window loses nothing.
  if (settled.undecided.length > 0) return ruling('review', ['law_right', whatIsOpen(parts)], bounded)
  if (isEvidenceMissing(raised, facts)) return ruling('review', ['law_right', 'evidence_missing'], bounded)
  return ruling(byReview, byReview === 'approve' ? ['law_right'] : ['law_right', 'review'], bounded)
}

function whatIsOpen(parts: Pick<Ruling, 'settled' | 'matched'>): RulingReason {
  return dependsOnRequest(parts) ? 'request_open' : 'unknown'
}

/** Whether a rule that is still open could take the ground from a refusal: then the law would not let it stand. */
function couldLoseGround({ terms, undecided }: Settled, grounds: readonly string[]): boolean {
  return undecided.some(({ term, rule }) => {
    const { eligible } = rule.set
    return term === 'eligible' && eligible !== undefined && !isOnGround({ ...terms, eligible }, grounds)
  })
}

/** Once nobody may change their mind any more, faulty goods may still come back, and at the terms that the law has for them. */
function withFaultRights(
  facts: PolicyFacts,
  judged: Judged,
  asPolicy: Omit<Ruling, 'verdict' | 'reasons'>,
): Ruling {
  const { law } = asPolicy
  if (law.kind !== 'statute' || !law.faultRights || facts.reason.fault !== 'merchant') {
    return ruling(judged.verdict, judged.reasons, asPolicy)
  }
  const terms = law.faultBounds === null ? asPolicy.terms : boundTerms(asPolicy.terms, law.faultBounds, facts)
  const bounded = { ...asPolicy, terms }
  return judged.verdict === 'deny'
    ? ruling('review', ['fault_rights'], bounded)
    : ruling(judged.verdict, judged.reasons, bounded)
}

function isOnGround({ eligible }: Terms, grounds: readonly string[]): boolean {
  return eligible.kind === 'no' && eligible.ground !== null && grounds.includes(eligible.ground)
}

function longerSpan(span: Span | null, right: LawRight): Span | null {
  return span === null || span.lastDay >= right.lastDay ? span : spanOfRight(right)
}

function spanOfRight({ days, lastDay, from, countedFrom }: LawRight): Span {
  return { days, transitDays: 0, countedFrom, from, lastDay, extendedBy: 'law' }
}

/** The names of terms that the law raised in a ruling. */
export function raisedTerms({ terms, settled, span }: Ruling): readonly TermName[] {
  const raised: TermName[] = []
  if (terms !== settled.terms) {
    // The keys of a set of terms are exactly the names.
    for (const name of Object.keys(terms) as TermName[])
      if (terms[name] !== settled.terms[name]) raised.push(name)
  }
  if (span?.extendedBy === 'law') raised.push('returnWindow')
  return raised
}
