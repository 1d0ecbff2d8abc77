import { defaultPolicy } from '../default-policy.ts'
import { Policy } from '../policy.ts'
import { faulty, notFaulty, texts } from './texts.ts'

/** Food and drink: what goes off does not come back; what arrived spoilt is paid on a photo and kept. */
export const food: Policy = Policy.parse({
  ...defaultPolicy,
  baseline: {
    ...defaultPolicy.baseline,
    returnWindow: { days: 14, from: 'delivery', transitDays: 5 },
    outcomes: ['refund', 'store_credit'],
    bonus: { storeCreditPercent: 5 },
  },
  rules: [
    {
      ...faulty,
      name: 'Arrived spoilt, broken or wrong',
      note: 'Paid on a photo; nobody sends spoilt food around.',
      set: { ...faulty.set, keepItem: true, payWhen: 'on_approval' },
    },
    {
      id: 'perishable',
      name: 'Goes off quickly',
      note: 'Tag such products “perishable”.',
      enabled: true,
      when: {
        kind: 'all',
        of: [{ kind: 'productTag', is: 'anyOf', values: ['perishable', 'fresh', 'frozen'] }, notFaulty],
      },
      set: { eligible: { kind: 'no', because: texts.perishable, ground: 'perishable' } },
    },
  ],
})
