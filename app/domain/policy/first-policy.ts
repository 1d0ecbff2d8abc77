import { defaultPolicy } from './default-policy.ts'
import { Policy } from './policy.ts'

/**
 * What a shop starts with: the default terms, but a person decides (nothing is approved in a merchant's name before they
 * said so), and products tagged `final-sale`, the trade's usual tag, cannot be returned.
 */
export const firstPolicy: Policy = Policy.parse({
  ...defaultPolicy,
  baseline: { ...defaultPolicy.baseline, review: 'staff' },
  rules: [
    {
      id: 'final-sale',
      name: 'Final sale',
      enabled: true,
      when: { kind: 'productTag', is: 'anyOf', values: ['final-sale'] },
      set: { eligible: { kind: 'no', because: { en: 'Final sale items cannot be returned' } } },
    },
  ],
})
