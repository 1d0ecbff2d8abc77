import { defaultPolicy } from '../default-policy.ts'
import { Policy } from '../policy.ts'
import { faulty, notFaulty, texts } from './texts.ts'

/** Trade: companies by the terms of trade, each return agreed by a person; consumers by the usual ones. */
export const business: Policy = Policy.parse({
  ...defaultPolicy,
  baseline: {
    ...defaultPolicy.baseline,
    outcomes: ['refund', 'store_credit'],
    bonus: { storeCreditPercent: 0 },
  },
  rules: [
    {
      id: 'made-to-order',
      name: 'Made to order',
      note: 'Tag such products “made-to-order”.',
      enabled: true,
      when: { kind: 'productTag', is: 'anyOf', values: ['made-to-order'] },
      set: { eligible: { kind: 'no', because: texts.madeToOrder, ground: 'made_to_order' } },
    },
    faulty,
    {
      id: 'company',
      name: 'Bought by a company',
      note: 'Terms of trade; a manager agrees to each.',
      enabled: true,
      when: {
        kind: 'all',
        of: [{ kind: 'businessOrder', is: true }, notFaulty],
      },
      set: {
        returnWindow: { days: 14, from: 'delivery', transitDays: 5, rollover: 'business_day' },
        outcomes: ['store_credit'],
        restockingFee: { percent: 20 },
        returnShippingPayer: 'buyer',
        review: 'manager',
        payWhen: 'on_inspection',
      },
    },
  ],
})
