import { describe, expect, it } from 'vitest'
import { addDays, endOfDay } from '#app/domain/dates.ts'
import { money } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { flatChargesOf, restockingPercentOf } from '#app/domain/policy/charges.ts'
import { type CompiledPolicy, compilePolicy } from '#app/domain/policy/compile.ts'
import type { LineDecision } from '#app/domain/policy/decision.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { evaluate } from '#app/domain/policy/evaluate.ts'
import { MerchantReturnPolicy, merchantReturnPolicies } from '#app/domain/policy/json-ld.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { policyPage } from '#app/domain/policy/policy-page.ts'
import { packingSlip, productLine } from '#app/domain/policy/short-lines.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { payerFor } from '#app/domain/policy/terms/return-shipping-payer.ts'
import { lineFacts, orderFacts } from '../../tests/factories/order-facts.ts'
import { type ReadSentence, readSentence } from '../../tests/factories/read-sentence.ts'
import { type PolicyLocale, policyLanguages } from './locales.ts'
import { sayLine, sayPage } from './say-page.ts'
import { sayReasonToShopper } from './sentences.ts'
import { translatorFor } from './translator.ts'

const zone = 'Europe/London'
const day = '2026-11-02'
const noon = `${day}T12:00:00Z`

type Sketch = Omit<Partial<Policy>, 'baseline' | 'rules'> & {
  readonly baseline?: Readonly<Record<string, unknown>>
  readonly rules?: readonly Readonly<Record<string, unknown>>[]
}

function policyOf({ baseline = {}, rules = [], ...rest }: Sketch): CompiledPolicy {
  const sketch = {
    ...defaultPolicy,
    ...rest,
    baseline: { ...defaultPolicy.baseline, ...baseline },
    rules: rules.map((rule, at) => ({ id: `r${at}`, name: `R${at}`, enabled: true, ...rule })),
  }
  return compilePolicy(Policy.parse(sketch))
}

/** Which of the order's days are known, all the same day. */
type Known = 'delivered' | 'fulfilled' | 'placed'

function orderOn(known: Known, some: Partial<OrderFacts> = {}): OrderFacts {
  const line = lineFacts({
    fulfilledAt: known === 'placed' ? null : noon,
    deliveredAt: known === 'delivered' ? noon : null,
  })
  return orderFacts({ placedAt: noon, country: 'US', lines: [line], ...some })
}

/** The engine's word on the last second of the day so many days after, and on the first second after it. */
function around(
  policy: CompiledPolicy,
  order: OrderFacts,
  days: number,
): readonly [LineDecision, LineDecision] {
  const last = addDays(day, days)
  const at = (now: string): LineDecision => {
    const id = order.lines[0]?.id ?? ''
    const requests = { [id]: { reason: 'changed-my-mind', outcome: 'refund', photos: 10 } } as const
    const [line] = evaluate({ policy, policyVersion: 1, order, requests, now, timeZone: zone }).lines
    if (line === undefined) throw new Error('the order has a line')
    return line
  }
  const after = endOfDay(last, zone)
  return [at(new Date(Date.parse(after) - 1000).toISOString()), at(after)]
}

const numberIn = (text: string | undefined) =>
  Number(/\d+(?:[.,]\d+)?/.exec(text ?? '')?.[0].replace(',', '.'))

/** The amount in a text: the number with two decimals. */
const amountIn = (text: string | undefined) => numberIn(/\d+[.,]\d{2}/.exec(text ?? '')?.[0])

/** Holds the engine to a sentence that was read back from the text; false where the sentence claims nothing to test. */
function holdTo(
  policy: CompiledPolicy,
  order: OrderFacts,
  { key, gaps }: ReadSentence,
  locale: PolicyLocale,
): boolean {
  const [, topic, kind = ''] = key.split('.')
  const [now] = around(policy, order, 0)
  const { t } = translatorFor(locale)
  const charged = { decision: { terms: now.terms, fault: 'buyer' }, units: 1, outcome: 'refund' } as const
  switch (topic) {
    case 'returnWindow':
    case 'returnWindowSameDay': {
      const [open, ended] = around(policy, order, kind === 'unlimited' ? 4000 : Number(gaps.count ?? 0))
      expect(open.verdict).not.toBe('deny')
      if (kind === 'unlimited') expect(ended.verdict).not.toBe('deny')
      else expect(ended.reasons.map((reason) => reason.key)).toContain('window.ended')
      return true
    }
    case 'transit': {
      const days = (policy.policy.baseline.returnWindow.days ?? 0) + Number(gaps.count)
      const [open, ended] = around(policy, orderOn(kind === 'arrival' ? 'fulfilled' : 'placed'), days)
      expect([open.verdict, ended.verdict]).toEqual(['approve', 'deny'])
      return true
    }
    case 'outcomes': {
      const said = gaps.parts ?? gaps.part ?? ''
      const named = Outcome.options.filter((outcome) => said.includes(t(`outcome.${outcome}`)))
      expect([...now.terms.outcomes].sort()).toEqual([...named].sort())
      return true
    }
    case 'bonus':
      expect(numberIn(gaps.percent)).toBe(
        kind === 'exchange' ? now.terms.bonus.exchangePercent : now.terms.bonus.storeCreditPercent,
      )
      return true
    case 'restockingFee':
      expect(restockingPercentOf(charged)).toBe(kind === 'none' ? 0 : numberIn(gaps.parts))
      return true
    case 'returnShippingFee':
    case 'handlingFee': {
      const found = flatChargesOf([charged], 'USD').find(({ fee }) => fee === topic)
      expect(found?.amount.minor ?? 0).toBe(kind === 'none' ? 0 : Math.round(amountIn(gaps.parts) * 100))
      return true
    }
    case 'returnShippingPayer': {
      const payers = ['buyer', 'merchant'] as const
      const paid = payers.map((fault) => payerFor(now.terms.returnShippingPayer, fault))
      expect(paid).toEqual(
        { buyer: ['buyer', 'buyer'], merchant: ['merchant', 'merchant'], by_fault: payers }[kind],
      )
      return true
    }
    case 'evidence':
      expect(now.terms.evidence.photos).toBe(kind === 'photos' ? Number(gaps.count) : 0)
      return true
    case 'eligible':
      if (kind === 'no' || kind === 'noWithGround') expect(now.verdict).toBe('deny')
      return kind !== 'unlessLaw'
    case 'review':
      expect(now.verdict).toBe({ automatic: 'approve', staff: 'review' }[kind])
      return true
    default:
      return false
  }
}

const baselines: Readonly<Record<string, Sketch>> = {
  'thirty days from delivery': {},
  'one day from the last delivery, a fee in per cent': {
    baseline: {
      returnWindow: { days: 1, from: 'lastDelivery', transitDays: 0 },
      restockingFee: { percent: 12.5 },
      returnShippingPayer: 'buyer',
      outcomes: ['refund'],
    },
  },
  'the day of the order only': {
    baseline: { returnWindow: { days: 0, from: 'order', transitDays: 0 }, review: 'staff' },
  },
  'from dispatch, label and handling cost something': {
    baseline: {
      returnWindow: { days: 14, from: 'fulfillment', transitDays: 3 },
      returnShippingPayer: 'buyer',
      returnShippingFee: { amounts: { USD: '4.95' } },
      handlingFee: { amounts: { USD: '1.50' }, per: 'item' },
      outcomes: ['refund', 'store_credit', 'exchange'],
      bonus: { storeCreditPercent: 5, exchangePercent: 7.5 },
    },
  },
  'at any time, with photos, at the shop’s cost': {
    baseline: {
      returnWindow: { days: null, from: 'order', transitDays: 0 },
      evidence: { photos: 2, questions: [] },
      returnShippingPayer: 'merchant',
      outcomes: ['store_credit'],
    },
  },
}

const page = (policy: CompiledPolicy) => policyPage(policy, { countries: [], currency: 'USD', day })

describe.each(policyLanguages)('what the text says, read back in %s', (locale) => {
  const translator = translatorFor(locale, zone)

  it.each(Object.entries(baselines))('%s: the engine does', (_name, sketch) => {
    const policy = policyOf(sketch)
    const sentences = sayPage(translator, page(policy)).sections.flatMap(({ id, sentences: said }) =>
      id === 'law' ? [] : said,
    )
    const held = sentences.map((text) => {
      const read = readSentence(locale, 'page', text)
      expect(read, text).not.toBeNull()
      return read !== null && holdTo(policy, orderOn('delivered'), read, locale)
        ? read.key.split('.')[1]
        : null
    })
    expect(held).toEqual(
      expect.arrayContaining(
        ['returnWindow', 'outcomes', 'restockingFee', 'review'].filter(
          (topic) => topic !== 'returnWindow' || policy.policy.baseline.returnWindow.days !== 0,
        ),
      ),
    )
  })

  it('holds for a rule where its condition does, and not elsewhere', () => {
    const policy = policyOf({
      rules: [
        {
          when: { kind: 'productTag', is: 'anyOf', values: ['outlet'] },
          set: {
            returnWindow: { days: 7, from: 'delivery', transitDays: 0 },
            restockingFee: { percent: 20 },
          },
        },
        {
          when: { kind: 'productType', is: 'anyOf', values: ['Swimwear'] },
          set: {
            eligible: { kind: 'no', because: { en: 'Worn on the skin', ja: '肌に触れる商品' }, ground: null },
          },
        },
      ],
    })
    const section = sayPage(translator, page(policy)).sections.find(({ id }) => id === 'rules')
    const [outlet, swimwear] = section?.rules ?? []
    const cases = [
      [outlet, { productTags: ['Outlet'] }],
      [swimwear, { productType: 'swimwear' }],
    ] as const
    for (const [rule, some] of cases) {
      const order = orderOn('delivered', {
        lines: [lineFacts({ fulfilledAt: noon, deliveredAt: noon, ...some })],
      })
      const held = rule?.sentences.filter((text) => {
        const read = readSentence(locale, 'page', text)
        return read !== null && holdTo(policy, order, read, locale)
      })
      expect(held?.length).toBeGreaterThan(0)
    }
    expect(outlet?.when).toContain('outlet')
    expect(swimwear?.when).toContain('Swimwear')
    const [, ended] = around(policy, orderOn('delivered'), 7)
    expect(ended.verdict).toBe('approve')
  })

  it.each(['US', 'DE', 'GB', 'BR', 'KR', 'TR', 'CH', 'AU'])(
    'the product line for %s is kept to its last second',
    (country) => {
      for (const sketch of [
        {},
        { baseline: { returnWindow: { days: 5, from: 'delivery', transitDays: 0 } } },
        { baseline: { returnWindow: { days: 21, from: 'order', transitDays: 0 } } },
        { baseline: { eligible: { kind: 'no', because: 'Final sale' } } },
      ] satisfies Sketch[]) {
        const policy = policyOf(sketch)
        const line = productLine(policy, { country, currency: 'USD', day })
        const [first] = line
        const text = first === undefined ? '' : sayLine(translator, [first])
        const read = readSentence(locale, 'line', text)
        const order = orderOn('delivered', { country, province: null })
        if (read?.key === 'line.no') {
          expect(around(policy, order, 0)[0].verdict).toBe('deny')
          continue
        }
        const [open, ended] = around(policy, order, Number(read?.gaps.count))
        expect(open.verdict, `${country}: ${text}`).not.toBe('deny')
        // The law may reach further than it says (closed days); what the policy alone says ends there.
        if (ended.law === null) expect(ended.verdict, `${country}: ${text}`).toBe('deny')
      }
    },
  )
})

describe('a refusal that the law turns', () => {
  it('names the last day of the law’s right, though the policy’s window is longer', () => {
    const policy = policyOf({ baseline: { eligible: { kind: 'no', because: 'Final sale' } } })
    const order = orderOn('delivered', { country: 'DE', province: null })
    const [open, ended] = around(policy, order, 14)
    expect(open.reasons[0]?.params.lastDay).toBe(addDays(day, 14))
    expect(open.window?.lastDay).toBe(addDays(day, 14))
    expect(sayReasonToShopper(translatorFor('en', zone), open.reasons[0] ?? { key: '', params: {} })).toBe(
      'The law gives you the right to return this until Monday, November 16, 2026, end of day.',
    )
    expect(ended.verdict).toBe('deny')
  })
})

describe('the policy page', () => {
  const en = translatorFor('en', zone)

  it('reads as a shop would write it', () => {
    const { sections } = sayPage(
      en,
      policyPage(policyOf({}), { countries: ['DE', 'FR', 'US'], currency: 'USD', day }),
    )
    expect(sections.map(({ sentences }) => sentences.join(' '))).toEqual([
      'You can return items within 30 days of delivery, to the end of the last day. Where we do not know the day of delivery, ' +
        'we count from dispatch and add 5 days.',
      'You choose: a refund or store credit. If you choose store credit, you get 10% more.',
      "There is no restocking fee. You pay for sending items back. If the mistake is ours or the carrier's, we pay.",
      'You can return items in a parcel of your own.',
      'Requests that meet these terms are approved at once. You get your money when the items have arrived.',
      expect.stringMatching(
        /^Germany and France: by law you can change your mind within 14 days of .*not legal advice\.$/,
      ),
    ])
  })

  it('does not lay open whom the shop watches', () => {
    const policy = policyOf({
      rules: [
        { when: { kind: 'customerTag', is: 'anyOf', values: ['wardrober'] }, set: { review: 'manager' } },
        { when: { kind: 'orderTag', is: 'anyOf', values: ['fraud'] }, set: { review: 'staff' } },
        { when: { kind: 'any', of: [] }, set: { review: 'staff' } },
        {
          enabled: false,
          when: { kind: 'price', is: 'below', amounts: { USD: '5' } },
          set: { keepItem: true },
        },
      ],
    })
    const built = page(policy)
    expect(built.hiddenRules).toEqual(['r0', 'r1'])
    expect(built.rules).toEqual([])
    const text = JSON.stringify(sayPage(en, built))
    expect(text).not.toMatch(/wardrober|fraud|\$5/)
    expect(text).toContain('For some orders other terms apply.')
  })

  it('never leaves a gap open, in any language', () => {
    const policy = policyOf({
      rules: [
        { when: { kind: 'all', of: [] }, set: { keepItem: true, bundles: 'whole', payWhen: 'on_scan' } },
        {
          when: { kind: 'orderCountry', is: 'anyOf', values: ['CH'] },
          set: {
            eligible: { kind: 'no', because: 'Sealed', ground: 'hygiene_unsealed' },
            handlingFee: { amounts: { CHF: '5' } },
            bonus: { storeCreditPercent: 0, storeCreditAmounts: { CHF: '5' }, exchangeAmounts: { CHF: '2' } },
            returnWindow: {
              days: 3,
              from: 'order',
              transitDays: 0,
              rollover: 'business_day',
              notBefore: '2027-01-31',
            },
            exchangePrice: 'even_only',
          },
        },
      ],
    })
    for (const locale of policyLanguages) {
      const said = JSON.stringify(sayPage(translatorFor(locale, zone), page(policy)))
      expect(said).not.toMatch(/{{|undefined|\[object|\b(page|fee|term|outcome|returnMethod)\.\w/)
    }
  })
})

describe('the packing slip', () => {
  const en = translatorFor('en', zone)
  const at = { day, address: 'shop.example/returns' }
  const policy = policyOf({
    rules: [
      {
        when: { kind: 'productTag', is: 'anyOf', values: ['final-sale'] },
        set: { eligible: { kind: 'no', because: 'Final sale' } },
      },
    ],
  })
  const line = (title: string, productTags: readonly string[]) => lineFacts({ id: title, title, productTags })

  it('names what cannot be returned, and where to start', () => {
    const order = orderFacts({ country: 'US', lines: [line('Hat', []), line('Scarf', ['final-sale'])] })
    expect(sayLine(en, packingSlip(policy, order, at))).toBe(
      'You can return items within 30 days of delivery. Not returnable: Scarf. ' +
        'Start your return at shop.example/returns with your order number #1001.',
    )
    expect(sayLine(translatorFor('ja'), packingSlip(policy, order, at))).toContain('30日以内')
  })

  it('promises a German what the law gives, whatever the policy says', () => {
    const order = orderFacts({ country: 'DE', province: null, lines: [line('Scarf', ['final-sale'])] })
    const [first] = packingSlip(policy, order, at)
    expect(first?.params.count).toBe(14)
  })

  it('says so where there is nothing to return', () => {
    const order = orderFacts({ country: 'US', lines: [line('Scarf', ['final-sale'])] })
    expect(sayLine(en, packingSlip(policy, order, at))).toBe('The items of this parcel cannot be returned.')
  })
})

describe('schema.org data', () => {
  const of = (
    policy: CompiledPolicy,
    countries: readonly string[],
    link = 'https://shop.example/apps/returns/policy',
  ) => merchantReturnPolicies(policy, { countries, currency: 'USD', day, link })

  it.each(Object.entries(baselines))('%s: is valid and what the engine does', (_name, sketch) => {
    const policy = policyOf(sketch)
    for (const entry of of(policy, ['US', 'DE', 'CH'])) {
      expect(MerchantReturnPolicy.parse(entry)).toEqual(entry)
      for (const country of entry.applicableCountry) {
        const order = orderOn('delivered', { country, province: null })
        if (entry.merchantReturnDays === undefined) continue
        const [open, ended] = around(policy, order, entry.merchantReturnDays)
        expect(open.verdict).not.toBe('deny')
        if (ended.law === null) expect(ended.verdict).toBe('deny')
      }
    }
  })

  it('splits countries where the law asks for more', () => {
    const policy = policyOf({ baseline: { eligible: { kind: 'no', because: 'Final sale' } } })
    const [unitedStates, germany] = of(policy, ['US', 'DE'])
    expect(unitedStates).toMatchObject({
      applicableCountry: ['US'],
      returnPolicyCategory: 'https://schema.org/MerchantReturnNotPermitted',
    })
    expect(germany).toMatchObject({
      applicableCountry: ['DE'],
      returnPolicyCategory: 'https://schema.org/MerchantReturnFiniteReturnWindow',
      merchantReturnDays: 14,
    })
  })

  it('says fees by fault and amounts as decimals', () => {
    const policy = policyOf(baselines['from dispatch, label and handling cost something'] ?? {})
    const delivered = policyOf({
      baseline: { ...policy.policy.baseline, returnWindow: { days: 14, from: 'delivery', transitDays: 0 } },
    })
    expect(of(delivered, ['US'])).toEqual([
      {
        '@context': 'https://schema.org',
        '@type': 'MerchantReturnPolicy',
        applicableCountry: ['US'],
        returnPolicyCategory: 'https://schema.org/MerchantReturnFiniteReturnWindow',
        merchantReturnDays: 14,
        merchantReturnLink: 'https://shop.example/apps/returns/policy',
        returnMethod: ['https://schema.org/ReturnByMail'],
        returnLabelSource: 'https://schema.org/ReturnLabelCustomerResponsibility',
        customerRemorseReturnFees: 'https://schema.org/ReturnShippingFees',
        customerRemorseReturnShippingFeesAmount: {
          '@type': 'MonetaryAmount',
          value: '6.45',
          currency: 'USD',
        },
        itemDefectReturnFees: 'https://schema.org/ReturnFeesCustomerResponsibility',
        refundType: [
          'https://schema.org/FullRefund',
          'https://schema.org/StoreCreditRefund',
          'https://schema.org/ExchangeRefund',
        ],
      },
    ])
  })

  it('links to the page where days do not count from an arrival, and says nothing without a link', () => {
    const policy = policyOf({ baseline: { returnWindow: { days: 14, from: 'order', transitDays: 0 } } })
    expect(of(policy, ['US'])).toEqual([
      {
        '@context': 'https://schema.org',
        '@type': 'MerchantReturnPolicy',
        applicableCountry: ['US'],
        merchantReturnLink: 'https://shop.example/apps/returns/policy',
      },
    ])
    expect(merchantReturnPolicies(policy, { countries: ['US'], currency: 'USD', day })).toEqual([])
  })

  it('knows a product', () => {
    const policy = policyOf({
      rules: [
        {
          when: { kind: 'productType', is: 'anyOf', values: ['Swimwear'] },
          set: { eligible: { kind: 'no', because: 'Worn' } },
        },
        { when: { kind: 'price', is: 'below', amounts: { USD: '10' } }, set: { keepItem: true } },
      ],
    })
    const product = { productType: 'Swimwear', discountedUnitPrice: money(900, 'USD') }
    const at = { countries: ['US'], currency: 'USD', day }
    expect(merchantReturnPolicies(policy, { ...at, product })[0]?.returnPolicyCategory).toContain(
      'NotPermitted',
    )
    expect(merchantReturnPolicies(policy, at)[0]?.returnPolicyCategory).toContain('FiniteReturnWindow')
  })
})
