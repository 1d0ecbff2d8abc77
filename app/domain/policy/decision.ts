import type { Terms } from './terms/index.ts'

/** Who set a term of a decision. `blocked` is a fact that no policy can change: cancelled order, gift card, nothing left to return. */
export type SetBy =
  | { readonly kind: 'baseline' }
  | { readonly kind: 'rule'; readonly ruleId: string; readonly ruleName: string }
  | { readonly kind: 'law'; readonly statute: string }

/** A reason as key and parameters; sentences live in `i18n/`. `key` is for example `window.ended`, `rule.denied`, `fact.unknown`. */
export type Reason = { readonly key: string; readonly params: Readonly<Record<string, string | number>> }

/** The last day (inclusive, in the shop's zone) on which the line may be asked back, and the evidence it was counted from. */
export type WindowResult = {
  readonly days: number
  /** Days given on top because the window was counted from an earlier fact than the policy names. */
  readonly transitDays: number
  /** What the window was really counted from, after the fallback chain. */
  readonly countedFrom: 'delivery' | 'fulfillment' | 'order'
  readonly from: string
  /** ISO calendar day, inclusive, shop's zone. */
  readonly lastDay: string
  readonly open: boolean
}

/** What a rule's condition came to for this line. `unknown` names the missing facts. */
export type RuleTrace = {
  readonly ruleId: string
  readonly ruleName: string
  readonly result: 'true' | 'false' | 'unknown'
  readonly missing: readonly string[]
}

/**
 * The decision for one line. `approve`: may be returned and no person need look. `review`: may be asked for, a person decides.
 * `deny`: not returnable, with reasons. Every term names who set it: that is the whole explanation.
 */
export type LineDecision = {
  readonly lineId: string
  readonly verdict: 'approve' | 'review' | 'deny'
  readonly reasons: readonly Reason[]
  readonly terms: Terms
  readonly setBy: Readonly<Record<keyof Terms, SetBy>>
  readonly window: WindowResult | null
  readonly trace: readonly RuleTrace[]
}

/** The decision for an order: one per line, with the policy version that judged and the instant it was judged at. */
export type Decision = {
  readonly policyVersion: number
  readonly judgedAt: string
  readonly lines: readonly LineDecision[]
}
