import { faults } from '../reasons.ts'
import { choiceCondition } from './families/choice-condition.ts'

/** Whose fault the reason is. Unknown while none is chosen, and for a reason of which nobody knows. */
export const fault = choiceCondition({
  kind: 'fault',
  group: 'request',
  fact: 'fault',
  options: faults,
  read: ({ reason }) => reason.fault,
})
