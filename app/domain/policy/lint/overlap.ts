import type { Rule } from '../policy.ts'
import type { TermName } from '../terms/index.ts'
import type { Finding } from './finding.ts'
import { decides } from './decides.ts'
import { differOn, type Subject, termsOf, termWords } from './subject.ts'

/**
 * Rules that can hold together, neither within the other, and say different things: the earlier one decides. That is how rules
 * work, so it is a note; a rule that stands above a wider one on purpose is not named.
 */
export function findOverlaps(subject: Subject): readonly Finding[] {
  return subject.rules.flatMap((rule, place) => {
    const found = subject.rules.slice(0, place).flatMap((earlier) => {
      const terms = overlappingTerms(subject, rule, earlier)
      return terms.length === 0 ? [] : [{ earlier, terms }]
    })
    return found.length === 0 ? [] : [overlap(rule, found)]
  })
}

function overlappingTerms(subject: Subject, rule: Rule, earlier: Rule): readonly TermName[] {
  const terms = termsOf(rule).filter(
    (term) => earlier.set[term] !== undefined && differOn(rule, earlier, term),
  )
  if (terms.length === 0 || subject.isImpossible(rule) || subject.isImpossible(earlier)) return []
  if (subject.implies(rule, earlier) || subject.implies(earlier, rule)) return []
  const { ask, model } = subject
  const both = [model.formula(rule, 'true'), model.formula(earlier, 'true')]
  if (ask(...both).kind !== 'possible') return []
  return terms.filter((term) => ask(...both, ...decides(subject, earlier, term)).kind === 'possible')
}

function overlap(
  rule: Rule,
  found: readonly { readonly earlier: Rule; readonly terms: readonly TermName[] }[],
): Finding {
  const terms = termsOf(rule).filter((term) => found.some((one) => one.terms.includes(term)))
  const [first] = found
  return {
    kind: 'overlap',
    severity: 'note',
    ruleIds: [rule.id, ...found.map(({ earlier }) => earlier.id)],
    terms,
    says: {
      key: 'lint.overlap.rules',
      params: { rule: rule.name, rules: found.map(({ earlier }) => earlier.name) },
      of: termWords(terms),
    },
    mend: {
      says: { key: 'lint.mend.order', params: { rule: rule.name, other: first?.earlier.name ?? '' } },
      change: null,
    },
  }
}
