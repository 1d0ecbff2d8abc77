export { boundTerms } from './bound-terms.ts'
export { lawOf } from './law-of.ts'
export { statutes } from './statutes/index.ts'

/** The version of the statutes: the day on which they were last checked. */
export const lawVersion = '2026-11-22'
