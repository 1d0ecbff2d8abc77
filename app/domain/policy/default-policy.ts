import { Policy } from './policy.ts'

/**
 * The terms that a policy is begun from: 30 days from delivery (5 days for the way where only the dispatch is known), refund or store
 * credit with 10 % on top, no fees, decided at once, paid when the goods are back.
 */
export const defaultPolicy: Policy = Policy.parse({
  baseline: {
    eligible: { kind: 'yes' },
    returnWindow: { days: 30, from: 'delivery', transitDays: 5 },
    outcomes: ['refund', 'store_credit'],
    restockingFee: { percent: 0 },
    returnShippingFee: {},
    bonus: { storeCreditPercent: 10 },
    review: 'automatic',
    payWhen: 'on_receipt',
  },
  rules: [],
})
