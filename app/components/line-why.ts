import type { LineDecision } from '#app/domain/policy/decision.ts'
import { termNames, wordsOfTerm } from '#app/domain/policy/terms/index.ts'
import { sayReason, saySetBy, sayWords } from '#app/i18n/sentences.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** Why a line was decided as it was: one sentence per reason, every term with who set it, every rule with what came of it. */
export type Why = {
  readonly reasons: readonly string[]
  readonly terms: readonly { readonly name: string; readonly value: string; readonly setBy: string }[]
  readonly rules: readonly { readonly name: string; readonly result: string; readonly missing: string }[]
}

/** Writes out the whole explanation of a line's decision. */
export function whyOfLine(decision: LineDecision, translator: Translator): Why {
  const { t } = translator
  return {
    reasons: decision.reasons.map((reason) => sayReason(translator, reason)),
    terms: termNames.map((name) => ({
      name: t(`termName.${name}`),
      value: sayWords(translator, wordsOfTerm(name, decision.terms[name])),
      setBy: saySetBy(translator, decision.setBy[name]),
    })),
    rules: decision.trace.map(({ ruleName, result, missing }) => ({
      name: ruleName,
      result: t(`ruleResult.${result}`),
      missing: missing.map((fact) => t(`fact.${fact}`)).join(', '),
    })),
  }
}
