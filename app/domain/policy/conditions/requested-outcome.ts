import { choiceCondition } from './families/choice-condition.ts'

/** What the shopper wants: a refund, store credit or an exchange. Unknown while nothing is chosen. */
export const requestedOutcome = choiceCondition({
  kind: 'requestedOutcome',
  group: 'request',
  fact: 'requestedOutcome',
  options: ['refund', 'store_credit', 'exchange'],
  read: ({ request }) => request.outcome,
})
