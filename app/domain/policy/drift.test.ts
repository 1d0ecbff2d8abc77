import { describe, expect, it } from 'vitest'
import { defaultPolicy } from './default-policy.ts'
import { findDrift, textOfHtml } from './drift.ts'
import { Policy } from './policy.ts'

const policy = defaultPolicy
const with30 = (text: string) => findDrift(policy, `<p>${text}</p>`)
const shopifyUsual =
  '<p>We have a 30-day return policy, which means you have 30 days after receiving your item to request a return.</p><p>If approved, you’ll be automatically refunded on your original payment method within 10 business days.</p>'

describe('what a written refund policy says otherwise', () => {
  it.each([
    ['You can return items within 14 days of delivery.', [14]],
    ['Returns are accepted for 60-days.', [60]],
    ['Sie können Ihre Ware innerhalb von 14 Tagen zurücksenden.', [14]],
    ['Vous disposez de 14 jours.', [14]],
    ['Two weeks? No: 2 weeks.', [14]],
    ['You have fourteen days to change your mind.', [14]],
    ['返品は14日以内です。', [14]],
  ])('names the days of “%s”', (text, theirs) => {
    expect(with30(text)).toEqual([{ kind: 'days', theirs, ours: 30 }])
  })

  it('finds nothing in Shopify’s usual text for the same window', () => {
    expect(findDrift(policy, shopifyUsual)).toEqual([])
  })

  it('says when no number of days is named, and when there is no text at all', () => {
    expect(with30('Write to us and we will find a way.')).toEqual([{ kind: 'no_days', ours: 30 }])
    expect(findDrift(policy, '<p>&nbsp;</p><style>p { width: 14days }</style>')).toEqual([{ kind: 'empty' }])
  })

  it('holds restocking fees against each other', () => {
    expect(with30('30 days. We charge a restocking fee of 15%.')).toEqual([{ kind: 'no_fee' }])
    expect(with30('30 days, no restocking fee.')).toEqual([])
    const fee = Policy.parse({
      ...policy,
      baseline: { ...policy.baseline, restockingFee: { ...policy.baseline.restockingFee, percent: 20 } },
    })
    expect(findDrift(fee, '30 days, no restocking fee.')).toEqual([{ kind: 'fee', theirs: [], ours: [20] }])
    expect(findDrift(fee, '30 days, restocking fee 15 %.')).toEqual([
      { kind: 'fee', theirs: [15], ours: [20] },
    ])
    expect(findDrift(fee, '30 days, a 20% restocking fee applies.')).toEqual([])
  })

  it('tells promises that the policy does not keep', () => {
    expect(with30('30 days. Exchanges are welcome.')).toEqual([{ kind: 'exchange', theirs: true }])
    expect(with30('30 days. Free returns for everybody.')).toEqual([{ kind: 'free_return' }])
    const exchange = Policy.parse({
      ...policy,
      baseline: { ...policy.baseline, outcomes: ['refund', 'exchange'] },
    })
    expect(findDrift(exchange, '30 days. We do not offer exchanges.')).toEqual([
      { kind: 'exchange', theirs: false },
    ])
  })

  it.each([
    ['All sales are final.', { kind: 'final_sale', all: true }],
    ['We cannot accept returns on sale items or gift cards.', { kind: 'final_sale', all: false }],
    ['Final sale items stay with you.', { kind: 'final_sale', all: false }],
    ['Reduzierte Ware ist vom Umtausch ausgeschlossen.', { kind: 'final_sale', all: false }],
    ['Returns are for store credit only.', { kind: 'refund', theirs: false }],
    ['We do not offer refunds.', { kind: 'refund', theirs: false }],
  ])('reads what does not come back, and what is not paid back: “%s”', (text, drift) => {
    expect(with30(`30 days. ${text}`)).toEqual([drift])
  })

  it('finds refusals, refunds and ways back in line where the policy says the same', () => {
    const strict = Policy.parse({
      ...policy,
      baseline: { ...policy.baseline, outcomes: ['store_credit'], returnShippingPayer: 'merchant' },
      rules: [
        {
          id: 'final',
          name: 'Final',
          enabled: true,
          when: { kind: 'productTag', is: 'anyOf', values: ['sale'] },
          set: { eligible: { kind: 'no', because: { en: 'Final sale' } } },
        },
      ],
    })
    const inLine = '30 days. Sale items are final sale. Store credit only. Free returns.'
    expect(findDrift(strict, inLine)).toEqual([])
    expect(findDrift(strict, '30 days. You will get a full refund.')).toEqual([
      { kind: 'refund', theirs: true },
    ])
    expect(findDrift(strict, '30 days. You are responsible for return shipping.')).toEqual([
      { kind: 'paid_return' },
    ])
    expect(with30('30 days. You will be responsible for paying the cost of return shipping.')).toEqual([])
  })

  it('takes a text that was written from the policy as in line, whatever marks stand around it', () => {
    const ours = '<h2>Returns</h2><p>Within a month &amp; a day</p>'
    expect(findDrift(policy, '<div><h2>Returns</h2>\n<p>Within a month & a day</p></div>', [ours])).toEqual(
      [],
    )
  })

  it('reads a text without its marks', () => {
    expect(textOfHtml('<p>Within <b>5 days</b>.</p><blockquote>Or so</blockquote>')).toBe(
      'Within 5 days. Or so',
    )
    expect(textOfHtml('<p>14</p><p>days</p><script>30 days</script> &lt;b&gt;')).toBe('14 days <b>')
  })
})
