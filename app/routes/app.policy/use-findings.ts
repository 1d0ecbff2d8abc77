import { useDeferredValue, useMemo } from 'react'
import { type Finding, type LintContext } from '#app/domain/policy/lint/finding.ts'
import { lintPolicy } from '#app/domain/policy/lint/index.ts'
import { titledIn } from '#app/domain/policy/own-titles.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import type { TermName } from '#app/domain/policy/terms/index.ts'
import type { Translator } from '#app/i18n/translator.ts'

/** What the linter finds in the policy as it stands in the form, in the order of the linter; null while it is not complete. */
export function useFindings(
  policy: Policy,
  context: LintContext,
  translator: Translator,
): readonly Finding[] | null {
  const settled = useDeferredValue(policy)
  return useMemo(() => {
    const valid = Policy.safeParse(settled)
    return valid.success ? lintPolicy(titledIn(valid.data, translator.locale), context) : null
  }, [settled, context, translator])
}

/** The findings about a rule: those that name it first. Those that name it beside another stand with the other. */
export function findingsOfRule(findings: readonly Finding[] | null, ruleId: string): readonly Finding[] {
  return (findings ?? []).filter(({ ruleIds }) => ruleIds[0] === ruleId)
}

/** The findings about a term of the baseline. */
export function findingsOfTerm(findings: readonly Finding[] | null, term: TermName): readonly Finding[] {
  return (findings ?? []).filter(({ ruleIds, terms }) => ruleIds.length === 0 && terms[0] === term)
}

/** The findings that belong to no rule and no term: missing texts of reasons and questions, and the like. */
export function otherFindings(findings: readonly Finding[] | null): readonly Finding[] {
  return (findings ?? []).filter(({ ruleIds, terms }) => ruleIds.length === 0 && terms.length === 0)
}
