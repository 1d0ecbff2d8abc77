import { defaultPolicy } from '../default-policy.ts'
import { Policy } from '../policy.ts'
import { faulty, texts, withoutRightOfWithdrawal } from './texts.ts'

/** Clothes and shoes: exchanges first, longer before Christmas, underwear only sealed, final sale where the law allows it. */
export const fashion: Policy = Policy.parse({
  ...defaultPolicy,
  baseline: {
    ...defaultPolicy.baseline,
    outcomes: ['refund', 'store_credit', 'exchange'],
    bonus: { storeCreditPercent: 10, exchangePercent: 5 },
    exchangePrice: 'difference',
  },
  rules: [
    {
      id: 'hygiene',
      name: 'Underwear and swimwear',
      note: 'Tag such products “hygiene”.',
      enabled: true,
      when: { kind: 'productTag', is: 'anyOf', values: ['hygiene'] },
      set: { eligible: { kind: 'no', because: texts.hygiene, ground: 'hygiene_unsealed' } },
    },
    {
      id: 'final-sale',
      name: 'Final sale',
      note: 'Only where no statute gives a right to return.',
      enabled: true,
      when: {
        kind: 'all',
        of: [
          { kind: 'productTag', is: 'anyOf', values: ['final-sale'] },
          { kind: 'not', of: { kind: 'productTag', is: 'anyOf', values: ['hygiene'] } },
          withoutRightOfWithdrawal,
        ],
      },
      set: { eligible: { kind: 'no', because: texts.finalSale } },
    },
    {
      id: 'season',
      name: 'Gifts before Christmas',
      note: 'Whoever gets a gift can send it back in the new year.',
      enabled: true,
      when: { kind: 'season', day: 'order', from: '11-15', to: '12-24' },
      set: { returnWindow: { days: 60, from: 'delivery', transitDays: 5 } },
    },
    faulty,
    {
      id: 'often',
      name: 'Sends back most of it',
      note: 'A person looks; nothing is refused by itself.',
      enabled: true,
      when: {
        kind: 'all',
        of: [
          { kind: 'customerReturns', is: 'atLeast', value: 5 },
          { kind: 'returnRate', is: 'above', value: 80 },
        ],
      },
      set: { review: 'staff' },
    },
  ],
})
