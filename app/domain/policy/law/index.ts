import type { PolicyFacts } from '../facts.ts'
import type { Terms } from '../terms/index.ts'
import type { LawAnswer, LawBounds } from './law.ts'

/** The version of the statutes: the day on which they were last checked. */
export const lawVersion = '2026-11-22'

/** What the law of the destination says of one line. */
export function lawOf(_facts: PolicyFacts): LawAnswer {
  return { kind: 'none' }
}

/** The terms with every one that falls below the law raised to it. Answers the same object where nothing had to be raised. */
export function boundTerms(terms: Terms, _bounds: LawBounds, _facts: PolicyFacts): Terms {
  return terms
}
