import { defaultPolicy } from '../default-policy.ts'
import { Policy } from '../policy.ts'
import { askForSeal, faulty, notFaulty, sealBroken, sealQuestion, texts } from './texts.ts'

/** Care and make-up: sealed goods come back, opened ones do not, sets come back whole; a reaction or a fault is a person's matter. */
export const cosmetics: Policy = Policy.parse({
  ...defaultPolicy,
  baseline: {
    ...defaultPolicy.baseline,
    outcomes: ['refund', 'store_credit'],
    bonus: { storeCreditPercent: 10 },
    bundles: 'whole',
  },
  questions: [sealQuestion],
  rules: [
    {
      ...faulty,
      note: 'The buyer keeps it: nobody can sell it again.',
      set: { ...faulty.set, keepItem: true, payWhen: 'on_approval' },
    },
    askForSeal,
    {
      id: 'opened',
      name: 'Opened',
      note: 'The seal must have been there and said what opening it means.',
      enabled: true,
      when: { kind: 'all', of: [sealBroken, notFaulty] },
      set: { eligible: { kind: 'no', because: texts.opened, ground: 'hygiene_unsealed' } },
    },
  ],
})
