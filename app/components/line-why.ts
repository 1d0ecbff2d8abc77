import type { LineDecision } from '#app/domain/policy/decision.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { termNames, type Terms, wordsOfTerm } from '#app/domain/policy/terms/index.ts'
import { sayReason, saySetBy, sayWords } from '#app/i18n/sentences.ts'
import { type SaidRule, sayCircumstances, sayTrace } from '#app/i18n/trace-words.ts'
import type { Translator } from '#app/i18n/translator.ts'
import { nameLocations } from './policy/name-locations.ts'

/**
 * Why a line was decided as it was: one sentence per reason, how window, fault and law came out, every term with who set it,
 * every rule with its conditions and the values they found.
 */
export type Why = {
  readonly reasons: readonly string[]
  readonly circumstances: readonly string[]
  readonly terms: readonly { readonly name: string; readonly value: string; readonly setBy: string }[]
  readonly rules: readonly SaidRule[]
}

/** Writes out the whole explanation of a line's decision. `policy` is the version that judged it; null where it is not at hand. */
export function whyOfLine(decision: LineDecision, policy: Policy | null, translator: Translator): Why {
  const { t } = translator
  // A decision that was stored before a term existed says nothing of it.
  const terms: Partial<Terms> = decision.terms
  return {
    reasons: decision.reasons.map((reason) => sayReason(translator, reason)),
    circumstances: sayCircumstances(translator, decision),
    terms: termNames.flatMap((name) => {
      const value = terms[name]
      if (value === undefined) return []
      return {
        name: t(`termName.${name}`),
        value: sayWords(translator, nameLocations(wordsOfTerm(name, value), [])),
        setBy: saySetBy(translator, decision.setBy[name]),
      }
    }),
    rules: sayTrace(translator, decision, policy),
  }
}
