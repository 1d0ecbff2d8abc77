import { flagCondition } from './families/flag-condition.ts'

/** Whether the line is a gift card. */
export const giftCard = flagCondition({
  kind: 'giftCard',
  group: 'line',
  fact: 'giftCard',
  read: ({ line }) => line.isGiftCard,
})
