import { numberCondition } from './families/number-condition.ts'

/** Whole days since the buyer's customer record was made. Unknown for a guest without one. */
export const accountAge = numberCondition({
  kind: 'accountAge',
  group: 'buyer',
  fact: 'accountAge',
  unit: 'days',
  most: 36_500,
  read: ({ days }) => (days.accountMade === null ? null : days.today - days.accountMade),
})
