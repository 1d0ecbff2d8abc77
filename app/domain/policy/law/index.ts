export { boundTerms } from './bound-terms.ts'
export { lawNeeds, lawOf } from './law-of.ts'
export { statutes, statutesFor } from './statutes/index.ts'

/** The version of the statutes: the day on which they were last checked. */
export const lawVersion = '2026-11-22'
