import type { LineDecision } from '#app/domain/policy/decision.ts'
import { sayAlternativeToShopper, sayReasonToShopper } from './sentences.ts'
import type { Translator } from './translator.ts'

/** A decision as a shopper reads it: what, because (rule and evidence, until when), and what else is possible. */
export type Explanation = {
  readonly what: string
  readonly because: readonly string[]
  readonly instead: readonly string[]
}

/** Explains a line's decision to the shopper: no names of rules, nothing of the shop's own affairs. */
export function explainToShopper(translator: Translator, decision: LineDecision): Explanation {
  // Decisions that were stored before alternatives were worked out have none.
  const { alternatives }: Partial<LineDecision> = decision
  return {
    what: translator.t(`shopperVerdict.${decision.verdict}`),
    because: [...new Set(decision.reasons.map((reason) => sayReasonToShopper(translator, reason)))],
    instead: (alternatives ?? []).map((alternative) => sayAlternativeToShopper(translator, alternative)),
  }
}
