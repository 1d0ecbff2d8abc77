import { flagCondition } from './families/flag-condition.ts'

/** Whether the line was sold by a selling plan: a subscription, a pre-order. */
export const subscription = flagCondition({
  kind: 'subscription',
  group: 'line',
  fact: 'subscription',
  read: ({ line }) => line.isSubscription,
})
