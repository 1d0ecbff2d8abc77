import type { Policy } from '../policy.ts'
import { findBelowLaw } from './below-law.ts'
import { findContradictions } from './contradiction.ts'
import { type Finding, type LintContext, severities } from './finding.ts'
import { findForgottenCurrencies } from './forgotten-currency.ts'
import { findGaps } from './gap.ts'
import { findImpossible } from './impossible.ts'
import { findMissingReferences } from './missing-reference.ts'
import { findMissingTexts } from './missing-text.ts'
import { findOverlaps } from './overlap.ts'
import { type Subject, subjectOf } from './subject.ts'
import { findUnreachable } from './unreachable.ts'

/** Every check, one file each. */
const checks: readonly ((subject: Subject) => readonly Finding[])[] = [
  findImpossible,
  findUnreachable,
  findContradictions,
  findGaps,
  findForgottenCurrencies,
  findMissingReferences,
  findBelowLaw,
  findMissingTexts,
  // Notes, and the most pairs to compare: they have what the others leave of the budget.
  findOverlaps,
]

/**
 * Everything about a policy that its author should know, the worst first, then in the order of the rules. What is said about
 * conditions is proved for every order that there can be; where a proof would take too long nothing is said.
 */
export function lintPolicy(policy: Policy, context: LintContext): readonly Finding[] {
  const subject = subjectOf(policy, context)
  const places = new Map(policy.rules.map(({ id }, place) => [id, place]))
  const placeOf = ({ ruleIds }: Finding) => places.get(ruleIds[0] ?? '') ?? -1
  return checks
    .flatMap((check) => check(subject))
    .sort(
      (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || placeOf(a) - placeOf(b),
    )
}
