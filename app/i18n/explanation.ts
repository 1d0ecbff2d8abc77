import type { Alternative, LineDecision } from '#app/domain/policy/decision.ts'
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
  return {
    what: translator.t(`shopperVerdict.${decision.verdict}`),
    because: [...new Set(decision.reasons.map((reason) => sayReasonToShopper(translator, reason)))],
    instead: alternativesOf(decision).map((alternative) => sayAlternativeToShopper(translator, alternative)),
  }
}

/** The alternatives of a decision; one that was stored before they were worked out has none. */
export function alternativesOf({
  alternatives,
}: Partial<Pick<LineDecision, 'alternatives'>>): readonly Alternative[] {
  return alternatives ?? []
}
