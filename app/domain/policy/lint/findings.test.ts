import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../default-policy.ts'
import { Policy } from '../policy.ts'
import { applyChange, type Finding, type LintContext } from './finding.ts'
import { lintPolicy } from './index.ts'

const context: LintContext = {
  languages: ['en'],
  currencies: ['USD'],
  countries: ['US'],
  today: '2026-11-22',
}
const denied = { eligible: { kind: 'no', because: { en: 'No' } } } as const

type Planted = { id: string; when: unknown; set?: object }
function policyOf(rules: readonly Planted[], other: object = {}): Policy {
  return Policy.parse({
    ...defaultPolicy,
    ...other,
    rules: rules.map((rule) => ({ name: rule.id, enabled: true, set: denied, ...rule })),
  })
}
const withBaseline = (terms: object) => ({ baseline: { ...defaultPolicy.baseline, ...terms } })

function findings(
  policy: Policy,
  kind: Finding['kind'],
  more: Partial<LintContext> = {},
): readonly Finding[] {
  return lintPolicy(policy, { ...context, ...more }).filter((finding) => finding.kind === kind)
}

/** Every finding of the kind that has a change is gone once the changes are made. */
function expectMended(policy: Policy, kind: Finding['kind'], more: Partial<LintContext> = {}) {
  let mended = policy
  for (const { mend } of findings(policy, kind, more)) {
    expect(mend.change).not.toBeNull()
    if (mend.change) mended = applyChange(mended, mend.change)
  }
  expect(() => Policy.parse(mended)).not.toThrow()
  expect(findings(mended, kind, more)).toEqual([])
}

const tagged = (...values: string[]) => ({ kind: 'productTag', is: 'anyOf', values })
const price = (is: 'atLeast' | 'below', amounts: Record<string, string>) => ({ kind: 'price', is, amounts })
const all = (...of: unknown[]) => ({ kind: 'all', of })
const flat = (amounts: Record<string, string>) => ({ amounts })

describe('a policy that says nothing odd', () => {
  it('has no findings', () => {
    expect(lintPolicy(defaultPolicy, { ...context, countries: ['US', 'DE', 'GB'] })).toEqual([])
    const usual = policyOf([
      { id: 'final', when: all(tagged('final-sale'), tagged('clearance')) },
      { id: 'sale', when: tagged('final-sale'), set: { keepItem: false } },
    ])
    expect(lintPolicy(usual, context)).toEqual([])
  })
})

describe('a contradiction', () => {
  it('is found in two rules for the same lines', () => {
    const policy = policyOf([
      { id: 'first', when: tagged('a') },
      {
        id: 'second',
        when: { kind: 'not', of: { kind: 'productTag', is: 'noneOf', values: ['A'] } },
        set: { eligible: { kind: 'yes' } },
      },
    ])
    expect(findings(policy, 'contradiction')).toMatchObject([
      { ruleIds: ['second', 'first'], terms: ['eligible'], severity: 'fault' },
    ])
    expectMended(policy, 'contradiction')
  })

  it('is none where both say the same, or where one is an exception to the other', () => {
    const same = policyOf([
      { id: 'first', when: tagged('a') },
      { id: 'second', when: tagged('a') },
    ])
    expect(findings(same, 'contradiction')).toEqual([])
    const exception = policyOf([
      { id: 'first', when: all(tagged('a'), tagged('b')), set: { eligible: { kind: 'yes' } } },
      { id: 'second', when: tagged('a') },
    ])
    expect(findings(exception, 'contradiction')).toEqual([])
  })

  it('is found in terms that take each other’s sense', () => {
    const cases: readonly [string, object][] = [
      ['kept_but_paid_later', withBaseline({ keepItem: true, payWhen: 'on_receipt' })],
      ['never_scanned', withBaseline({ returnMethods: ['in_store'], payWhen: 'on_scan' })],
      [
        'free_but_charged',
        withBaseline({ returnShippingPayer: 'merchant', returnShippingFee: flat({ USD: '5' }) }),
      ],
      [
        'fee_without_outcome',
        withBaseline({
          outcomes: ['refund'],
          bonus: { storeCreditPercent: 0 },
          restockingFee: { percent: 5, outcomes: ['exchange'] },
        }),
      ],
      [
        'fee_without_outcome',
        withBaseline({
          outcomes: ['refund'],
          bonus: { storeCreditPercent: 0 },
          handlingFee: { ...flat({ USD: '5' }), outcomes: ['exchange'] },
        }),
      ],
      ['bonus_without_outcome', withBaseline({ outcomes: ['refund'] })],
    ]
    for (const [name, terms] of cases) {
      const policy = policyOf([], terms)
      expect(findings(policy, 'contradiction').map(({ says }) => says.key)).toEqual([
        `lint.contradiction.${name}.baseline`,
      ])
      expectMended(policy, 'contradiction')
    }
  })

  it('is found between a rule and the baseline where both decide for one line, and mended in the rule', () => {
    const policy = policyOf([{ id: 'cheap', when: tagged('cheap'), set: { keepItem: true } }])
    expect(findings(policy, 'contradiction')).toMatchObject([
      {
        ruleIds: ['cheap'],
        mend: { change: { kind: 'set_terms', ruleId: 'cheap', terms: { payWhen: 'on_approval' } } },
      },
    ])
    expectMended(policy, 'contradiction')
    // Every line that is kept is paid on approval by the rule above.
    const paid = policyOf([
      { id: 'paid', when: tagged('cheap', 'x'), set: { payWhen: 'on_approval' } },
      { id: 'cheap', when: tagged('cheap'), set: { keepItem: true } },
    ])
    expect(findings(paid, 'contradiction')).toEqual([])
  })
})

describe('an overlap', () => {
  const yes = { eligible: { kind: 'yes' } }
  it('is noted where neither rule stands within the other', () => {
    const policy = policyOf([
      { id: 'sale', when: tagged('sale') },
      { id: 'vip', when: { kind: 'customerTag', is: 'anyOf', values: ['vip'] }, set: yes },
    ])
    expect(findings(policy, 'overlap')).toMatchObject([
      { ruleIds: ['vip', 'sale'], terms: ['eligible'], severity: 'note' },
    ])
  })

  it('is none where the rules exclude each other, agree, or an exception stands first', () => {
    const cases: readonly (readonly Planted[])[] = [
      [
        { id: 'a', when: price('below', { USD: '50' }) },
        { id: 'b', when: price('atLeast', { USD: '50' }), set: yes },
      ],
      [
        { id: 'a', when: tagged('a') },
        { id: 'b', when: tagged('b') },
      ],
      [
        { id: 'a', when: all(tagged('a'), tagged('b')), set: yes },
        { id: 'b', when: tagged('a') },
      ],
    ]
    for (const rules of cases) expect(findings(policyOf(rules), 'overlap')).toEqual([])
  })
})

describe('a gap', () => {
  const restocking = (percent: number) => ({ restockingFee: { percent } })
  it('is found between the steps of a price scale, with its first and last amount', () => {
    const policy = policyOf([
      { id: 'low', when: price('below', { USD: '50' }), set: restocking(5) },
      { id: 'high', when: price('atLeast', { USD: '100' }), set: restocking(10) },
    ])
    expect(findings(policy, 'gap')).toMatchObject([
      {
        ruleIds: ['high', 'low'],
        terms: ['restockingFee'],
        says: {
          of: [
            { params: { amount: { minor: 5000, currency: 'USD' } } },
            { params: { amount: { minor: 9999, currency: 'USD' } } },
            {},
          ],
        },
      },
    ])
  })

  it('is found between days, and within the same other conditions only', () => {
    const since = (is: string, days: number) => ({ kind: 'daysSince', since: 'delivery', is, days })
    const scale = (beside: string) => [
      { id: 'early', when: all(tagged('a'), since('atMost', 14)), set: restocking(0) },
      { id: 'late', when: all(tagged(beside), since('moreThan', 15)), set: restocking(20) },
    ]
    expect(findings(policyOf(scale('a')), 'gap')).toMatchObject([
      { says: { of: [{ params: { count: 15 } }, { params: { count: 15 } }, {}] } },
    ])
    expect(findings(policyOf(scale('b')), 'gap')).toEqual([])
  })

  it('is none where the steps meet, or another rule decides in between', () => {
    const low = { id: 'low', when: price('below', { USD: '50' }), set: restocking(5) }
    const high = (from: string) => ({
      id: 'high',
      when: price('atLeast', { USD: from }),
      set: restocking(10),
    })
    expect(findings(policyOf([low, high('50')]), 'gap')).toEqual([])
    const rest = { id: 'rest', when: all(), set: restocking(7) }
    expect(findings(policyOf([low, high('100'), rest]), 'gap')).toEqual([])
  })

  it('is found where amounts forget a currency that the shop sells in', () => {
    const policy = policyOf(
      [
        {
          id: 'dear',
          when: price('atLeast', { USD: '100' }),
          set: { handlingFee: flat({ USD: '3', EUR: '3' }) },
        },
      ],
      withBaseline({ returnShippingFee: flat({ USD: '5' }) }),
    )
    const found = findings(policy, 'gap', { currencies: ['USD', 'EUR'] })
    expect(found.map(({ says }) => [says.key, says.params.currencies])).toEqual([
      ['lint.gap.baselineAmount', ['EUR']],
      ['lint.gap.condition', ['EUR']],
    ])
    expect(findings(policy, 'gap')).toEqual([])
  })
})

describe('a reference to what the policy does not have', () => {
  const questions = [
    {
      id: 'tags-on',
      text: 'Are the tags on?',
      answers: [
        { id: 'yes', text: 'Yes' },
        { id: 'no', text: 'No' },
      ],
    },
  ]
  it('is found in evidence and mended', () => {
    const policy = policyOf([], {
      questions,
      ...withBaseline({ evidence: { photos: 0, questions: ['tags-on', 'gone'] } }),
    })
    expect(findings(policy, 'missing_reference')).toMatchObject([{ says: { params: { values: ['gone'] } } }])
    expectMended(policy, 'missing_reference')
  })

  it('is found in conditions on answers and reasons', () => {
    const reasons = [{ id: 'too-big', label: 'Too big', fault: 'buyer', shopifyReason: 'too-big', parts: [] }]
    const answer = (question: string, value: string) => ({
      kind: 'answer',
      question,
      is: 'anyOf',
      values: [value],
    })
    const reason = (value: string) => ({ kind: 'returnReason', is: 'anyOf', values: [value] })
    const policy = policyOf(
      [
        { id: 'question', when: answer('gone', 'yes') },
        { id: 'answer', when: answer('tags-on', 'maybe') },
        { id: 'reason', when: reason('too-tiny') },
        { id: 'fine', when: all(answer('tags-on', 'no'), reason('too-big')) },
        { id: 'usual', when: reason('damaged-or-defective') },
      ],
      { questions, reasons },
    )
    expect(findings(policy, 'missing_reference').map(({ ruleIds, says }) => [ruleIds[0], says.key])).toEqual([
      ['question', 'lint.missing_reference.question'],
      ['answer', 'lint.missing_reference.answer'],
      ['reason', 'lint.missing_reference.reason'],
    ])
  })

  it('a reason and another fault exclude each other', () => {
    const when = all(
      { kind: 'returnReason', is: 'anyOf', values: ['too-big'] },
      { kind: 'fault', is: 'anyOf', values: ['merchant'] },
    )
    expect(findings(policyOf([{ id: 'rule', when }]), 'impossible')).toHaveLength(1)
    const reasons = [
      { id: 'too-big', label: 'Too big', fault: 'merchant', shopifyReason: 'other', parts: [] },
    ]
    expect(findings(policyOf([{ id: 'rule', when }], { reasons }), 'impossible')).toEqual([])
  })
})

describe('a term below the law', () => {
  const europe = { countries: ['DE'], currencies: ['EUR'] }
  it('is found for a short window, and mended with one that is long enough', () => {
    const short = withBaseline({ returnWindow: { days: 7, from: 'delivery', transitDays: 0 } })
    const policy = policyOf([], short)
    expect(findings(policy, 'below_law', europe)).toMatchObject([{ ruleIds: [], terms: ['returnWindow'] }])
    expectMended(policy, 'below_law', europe)
    expect(findings(policy, 'below_law', { countries: ['US'] })).toEqual([])
  })

  it('is found for a refusal without a legal ground, and not for one with it', () => {
    const refusal = (ground: string | null) => [
      { id: 'sale', when: tagged('sale'), set: { eligible: { kind: 'no', because: 'Sale', ground } } },
    ]
    expect(findings(policyOf(refusal(null)), 'below_law', europe)).toMatchObject([
      {
        ruleIds: ['sale'],
        terms: ['eligible'],
        mend: { says: { key: 'lint.mend.addGround' }, change: null },
      },
    ])
    expect(findings(policyOf(refusal('made_to_order')), 'below_law', europe)).toEqual([])
  })

  it('is found for credit alone, and for a fee', () => {
    const policy = policyOf([], withBaseline({ outcomes: ['store_credit'] }))
    expect(findings(policy, 'below_law', europe)).toMatchObject([{ terms: ['outcomes'] }])
    expectMended(policy, 'below_law', europe)
  })

  it('is none where the rule never decides for consumers of the country while the right is open', () => {
    const rules = (more: unknown) => [{ id: 'sale', when: all(tagged('sale'), more) }]
    const outside = [
      { kind: 'orderCountry', is: 'anyOf', values: ['US'] },
      { kind: 'orderCountry', is: 'noneOf', values: ['de'] },
      { kind: 'businessOrder', is: true },
      { kind: 'orderChannel', is: 'anyOf', values: ['pos'] },
      { kind: 'daysSince', since: 'delivery', is: 'moreThan', days: 30 },
    ]
    for (const more of outside) expect(findings(policyOf(rules(more)), 'below_law', europe)).toEqual([])
    expect(findings(policyOf(rules({ kind: 'businessOrder', is: false })), 'below_law', europe)).toHaveLength(
      1,
    )
    const before = [
      {
        id: 'germany',
        when: { kind: 'orderCountry', is: 'anyOf', values: ['DE'] },
        set: { eligible: { kind: 'yes' } },
      },
      { id: 'sale', when: tagged('sale') },
    ]
    expect(findings(policyOf(before), 'below_law', europe)).toEqual([])
  })
})

describe('a text that is missing in a language', () => {
  it('is found in refusals, reasons, questions and answers', () => {
    const policy = policyOf([{ id: 'sale', when: tagged('sale') }], {
      reasons: [{ id: 'r', label: { en: 'R', de: 'R' }, fault: 'buyer', shopifyReason: 'other', parts: [] }],
      questions: [
        {
          id: 'q',
          text: { en: 'Q?', de: 'F?' },
          answers: [
            { id: 'a', text: { de: 'A' } },
            { id: 'b', text: { en: 'B', de: 'B' } },
          ],
        },
      ],
    })
    expect(findings(policy, 'missing_text').map(({ says }) => [says.key, says.params.languages])).toEqual([
      ['lint.missing_text.question', ['en']],
      ['lint.missing_text.rule', ['de']],
    ])
  })

  it('is asked for in the shop’s languages; one without its region stands in', () => {
    const policy = policyOf([{ id: 'sale', when: tagged('sale') }])
    expect(findings(policy, 'missing_text', { languages: ['en-GB'] })).toEqual([])
    expect(findings(policy, 'missing_text', { languages: ['pt-BR', 'en'] })).toMatchObject([
      { says: { params: { languages: ['pt-BR'] } } },
    ])
  })
})
