import type { FactName, FactValue } from './facts.ts'
import type { Fault } from './reasons.ts'
import type { Outcome } from './terms/outcomes.ts'
import type { Terms } from './terms/index.ts'
import type { WindowStart } from './terms/return-window.ts'

/** Who set a term of a decision. `law` names the statute by its code in `law/`, e.g. `EU`. */
export type SetBy =
  | { readonly kind: 'baseline' }
  | { readonly kind: 'rule'; readonly ruleId: string; readonly ruleName: string }
  | { readonly kind: 'law'; readonly statute: string }

/** A reason as key and parameters; sentences live in `i18n/`. `key` is for example `window.ended`, `rule.denied`, `fact.unknown`. */
export type Reason = {
  readonly key: string
  readonly params: Readonly<Record<string, string | number | Readonly<Record<string, string>>>>
}

/** The last day (inclusive, in the shop's zone) on which the line may be asked back, and the evidence it was counted from. */
export type WindowResult = {
  readonly days: number
  /** Days given on top because the window was counted from an earlier fact than the policy names. */
  readonly transitDays: number
  /** What the window was really counted from, after the fallback chain. */
  readonly countedFrom: WindowStart
  /** The day it was counted from: ISO calendar day, shop's zone. */
  readonly from: string
  /** ISO calendar day, inclusive, shop's zone. */
  readonly lastDay: string
  /** Why the last day is later than the count: a closed day, a season, the law. */
  readonly extendedBy: 'business_day' | 'season' | 'law' | null
  readonly open: boolean
}

/** What one condition of a rule came to, in the reading order of the rule's conditions; words come from the policy version. */
export type LeafTrace = {
  readonly fact: FactName
  /** null = the fact was missing. */
  readonly holds: boolean | null
  readonly found: FactValue | null
}

/** What a rule's condition came to for this line. `unknown` names the missing facts. */
export type RuleTrace = {
  readonly ruleId: string
  readonly ruleName: string
  readonly result: 'true' | 'false' | 'unknown'
  readonly missing: readonly FactName[]
  readonly leaves: readonly LeafTrace[]
}

/** The buyer's statutory right to change their mind, where one applies to the line. */
export type LawNote = {
  readonly statute: string
  /** ISO calendar day of the order in the shop's zone: the version of the statute in force then counts. */
  readonly orderedOn: string
  /** ISO calendar day, inclusive; null while nothing has arrived. */
  readonly lastDay: string | null
  readonly open: boolean
  /** Whether the law, and not the policy, is why the line may come back. */
  readonly decides: boolean
}

/** What the policy does allow when it says no as asked. */
export type Alternative =
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly verdict: 'approve' | 'review' }
  | { readonly kind: 'channel'; readonly channel: 'store'; readonly verdict: 'approve' | 'review' }
  | { readonly kind: 'whole_bundle' }
  | { readonly kind: 'fault_claim' }
  | { readonly kind: 'exception' }

/**
 * The decision for one line. `approve`: may be returned and no person need look. `review`: may be asked for, a person decides.
 * `deny`: not returnable, with reasons. Every term names who set it: that is the whole explanation.
 */
export type LineDecision = {
  readonly lineId: string
  /** The version that judged this line, where it is a later one than the decision's: better for the buyer. */
  readonly policyVersion?: number
  readonly verdict: 'approve' | 'review' | 'deny'
  readonly reasons: readonly Reason[]
  readonly terms: Terms
  readonly setBy: Readonly<Record<keyof Terms, SetBy>>
  readonly window: WindowResult | null
  readonly law: LawNote | null
  readonly fault: Fault | null
  readonly alternatives: readonly Alternative[]
  readonly trace: readonly RuleTrace[]
}

/** The decision for an order: one per line, with the policy version that judged and the instant it was judged at. */
export type Decision = {
  readonly policyVersion: number
  readonly judgedAt: string
  /** The version of the statutes in `law/` that was applied; null when the law's floor was switched off. */
  readonly lawVersion: string | null
  readonly lines: readonly LineDecision[]
}
