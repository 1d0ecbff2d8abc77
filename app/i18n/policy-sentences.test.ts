import { describe, expect, it } from 'vitest'
import { money } from '#app/domain/money.ts'
import type { ConditionForm } from '#app/domain/policy/conditions/condition.ts'
import { conditionKinds, conditionOf, type LeafKind } from '#app/domain/policy/conditions/index.ts'
import type { Alternative } from '#app/domain/policy/decision.ts'
import { metafieldOperators } from '#app/domain/policy/conditions/leaf-shapes.ts'
import { factNames } from '#app/domain/policy/facts.ts'
import type { RulingReason } from '#app/domain/policy/judge.ts'
import { legalGrounds } from '#app/domain/policy/legal-ground.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { faults } from '#app/domain/policy/reasons.ts'
import { type Terms, termNames, wordsOfTerm } from '#app/domain/policy/terms/index.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { payMoments } from '#app/domain/policy/terms/pay-when.ts'
import { ReturnMethod } from '#app/domain/policy/terms/return-methods.ts'
import { windowStarts } from '#app/domain/policy/terms/return-window.ts'
import { textOfRule, textOfTerms } from '#app/domain/policy/text.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { policyLanguages, policyLocales } from './locales.ts'
import { keyOfAlternative, sayAll, sayAlternative, sayAlternativeToShopper, sayWords } from './sentences.ts'
import { translatorFor } from './translator.ts'

const en = translatorFor('en', 'Europe/London')

/** The keys of a locale without plural endings, with the placeholders of their sentences. */
function sentencesOf(texts: object, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'object') {
      for (const [inner, marks] of sentencesOf(value as object, `${path}${key}.`)) found.set(inner, marks)
      continue
    }
    const marks = [...String(value).matchAll(/{{[^}]*}}/g)].map(([text]) => text).sort()
    found.set(`${path}${key.replace(/_(one|other)$/, '')}`, marks.join(' '))
  }
  return found
}

const operatorsOf: Readonly<Record<ConditionForm['family'], readonly string[]>> = {
  set: ['anyOf', 'allOf', 'noneOf'],
  text: ['anyOf', 'noneOf', 'startsWith'],
  number: ['atLeast', 'below', 'atMost', 'above', 'equals'],
  money: ['atLeast', 'below'],
  flag: ['yes', 'no'],
  choice: ['anyOf', 'noneOf'],
  period: ['since', 'until', 'between'],
  season: ['order', 'today'],
  daysSince: windowStarts.flatMap((start) => [`${start}.atMost`, `${start}.moreThan`]),
  metafield: metafieldOperators,
  answer: ['anyOf', 'noneOf'],
}

/** The keys that a kind of condition can be said with, from its family. */
function keysOfKind(kind: LeafKind): { own: string; family: string; subject: string }[] {
  const { form } = conditionOf(kind)
  const operators = 'operators' in form ? form.operators : operatorsOf[form.family]
  const family = form.family === 'number' ? form.unit : form.family
  return operators.map((operator) => ({
    own: `condition.${kind}.${operator}`,
    family: `conditionFamily.${family}.${operator}`,
    subject: `conditionSubject.${kind}`,
  }))
}

/** The sentences of every reason that a ruling can have. */
const keysOfReason: Readonly<Record<RulingReason, readonly string[]>> = {
  order_cancelled: ['fact.order_cancelled'],
  gift_card: ['fact.gift_card'],
  not_fulfilled: ['fact.not_fulfilled'],
  nothing_left: ['fact.nothing_left'],
  denied: ['rule.denied', 'baseline.denied'],
  window_ended: ['window.ended'],
  window_open: ['window.open', 'window.unlimited'],
  unknown: ['fact.unknown'],
  law_unknown: ['law.unknown'],
  request_open: ['request.open'],
  evidence_missing: ['evidence.missing'],
  review: ['review.rule', 'review.baseline'],
  law_right: ['law.right'],
  law_doubtful: ['law.doubtful'],
  fault_rights: ['law.fault_rights'],
}
const reasonKeys = Object.values(keysOfReason).flat()

const alternatives: readonly Alternative[] = [
  ...Outcome.options.flatMap((outcome) => [
    { kind: 'outcome', outcome, verdict: 'approve' } as const,
    { kind: 'outcome', outcome, verdict: 'review' } as const,
  ]),
  { kind: 'channel', channel: 'store', verdict: 'approve' },
  { kind: 'channel', channel: 'store', verdict: 'review' },
  { kind: 'whole_bundle' },
  { kind: 'fault_claim' },
  { kind: 'exception' },
]

const fee = { amounts: { GBP: '4.95', EUR: '5' }, outcomes: ['refund'], waivedFor: ['merchant'] } as const

/** Per term values that between them use every sentence the term has. */
const valuesOfTerms: { readonly [Name in keyof Terms]: readonly unknown[] } = {
  eligible: [
    { kind: 'yes' },
    { kind: 'no', because: 'Worn' },
    ...legalGrounds.map((ground) => ({ kind: 'no', because: { en: 'Worn' }, ground })),
  ],
  returnWindow: [
    { days: null, from: 'order', transitDays: 0 },
    ...windowStarts.flatMap((from) =>
      [0, 1, 30].map((days) => ({
        days,
        from,
        transitDays: days,
        rollover: 'business_day',
        notBefore: '2027-01-31',
      })),
    ),
  ],
  outcomes: [['refund'], [...Outcome.options]],
  bonus: [
    { storeCreditPercent: 0 },
    {
      storeCreditPercent: 10,
      storeCreditAmounts: { GBP: '5' },
      exchangePercent: 5,
      exchangeAmounts: { GBP: '2' },
    },
  ],
  restockingFee: [{ percent: 0 }, { percent: 12.5, per: 'item', ...fee }],
  handlingFee: [{}, { per: 'item', ...fee }, { per: 'request', ...fee }],
  returnShippingFee: [{}, { per: 'request', ...fee, waivedFor: [...faults] }],
  returnShippingPayer: ['buyer', 'merchant', 'by_fault'],
  returnMethods: [[...ReturnMethod.options]],
  evidence: [
    { photos: 0, questions: [] },
    { photos: 1, questions: ['a'] },
    { photos: 3, questions: ['a', 'b'] },
  ],
  keepItem: [true, false],
  exchangePrice: ['difference', 'even_only', 'price_paid'],
  bundles: ['parts', 'whole'],
  review: ['automatic', 'staff', 'manager'],
  payWhen: [...payMoments],
  destination: [null, 'gid://shopify/Location/7'],
}

const broken =
  /{{|undefined|null|\[object|(condition|conditionFamily|conditionSubject|term|fee|option|ground)\.\w/

describe.each(policyLanguages)('the words of a policy in %s', (locale) => {
  const translator = translatorFor(locale, 'Europe/London')

  it('has every sentence of English, with the same placeholders, and no other', () => {
    expect(Object.fromEntries(sentencesOf(policyLocales[locale]))).toEqual(
      Object.fromEntries(sentencesOf(policyLocales.en)),
    )
  })

  it('has a word for every fact, term, ground, reason, alternative and option of a registry', () => {
    const options = conditionKinds.flatMap((kind) => {
      const { form } = conditionOf(kind)
      return form.family === 'choice' ? form.options.map((option) => `option.${kind}.${option}`) : []
    })
    const keys = [
      ...factNames.map((name) => `fact.${name}`),
      ...termNames.map((name) => `termName.${name}`),
      ...legalGrounds.map((ground) => `ground.${ground}`),
      ...reasonKeys.flatMap((key) => [`reason.${key}`, `shopperReason.${key}`]),
      ...alternatives
        .map(keyOfAlternative)
        .flatMap((key) => [`alternative.${key}`, `shopperAlternative.${key}`]),
      ...faults.flatMap((fault) => [`option.fault.${fault}`, `optionIn.fault.${fault}`]),
      ...options,
    ]
    expect(keys.filter((key) => !translator.has(key))).toEqual([])
  })

  it('can say every operator of every condition', () => {
    const missing = conditionKinds.flatMap(keysOfKind).filter(({ own, family, subject }) => {
      return !translator.has(own) && !(translator.has(family) && translator.has(subject))
    })
    expect(missing).toEqual([])
  })

  it('says every condition as the editor begins it, alone and nested', () => {
    const blanks = conditionKinds.map((kind) => conditionOf(kind).blank())
    for (const when of [...blanks, { kind: 'not', of: { kind: 'any', of: blanks } } as const]) {
      const { when: words } = textOfRule({ id: 'r', name: 'R', enabled: true, note: '', when, set: {} })
      const text = sayWords(translator, words)
      expect(text).not.toMatch(broken)
      expect(text).not.toBe('')
    }
  })

  it.each(termNames)('says every value of the term %s', (name) => {
    const shape = Policy.shape.baseline.shape[name]
    for (const value of valuesOfTerms[name]) {
      const parsed = shape.parse(value)
      const text = sayWords(translator, wordsOfTerm(name, parsed))
      expect(text).not.toMatch(broken)
      expect(text.trim()).toBe(text)
      expect(text).not.toBe('')
    }
  })

  it('says every alternative', () => {
    for (const alternative of alternatives) {
      expect(sayAlternative(translator, alternative)).not.toMatch(/{{|lternative\./)
      expect(sayAlternativeToShopper(translator, alternative)).not.toMatch(/{{|lternative\./)
    }
  })
})

describe('a policy in English', () => {
  it('reads as people would write it', () => {
    expect(sayAll(en, textOfTerms(defaultPolicy.baseline))).toBe(
      'Returnable, within 30 days of delivery, 5 more days where the delivery is not known, for a refund or store credit, ' +
        '10% on top for store credit, no restocking fee, no handling fee, no fee for return shipping, the way back is paid ' +
        'by the shop where it or the carrier is at fault, else by the buyer, sent back in a parcel of your own, no photos or ' +
        'answers needed, the item comes back, an exchange settles the difference in price, bundles may come back in parts, ' +
        'approved at once, paid when the goods arrive, sent to the usual place.',
    )
  })

  it('joins conditions with brackets where "a and b or c" could mean two things', () => {
    const rule = Policy.shape.rules.element.parse({
      id: 'r',
      name: 'R',
      enabled: true,
      when: {
        kind: 'all',
        of: [
          { kind: 'productTag', is: 'anyOf', values: ['final-sale', 'outlet'] },
          {
            kind: 'any',
            of: [
              { kind: 'price', is: 'below', amounts: { GBP: '20', EUR: '25' } },
              { kind: 'orderCountry', is: 'anyOf', values: ['DE'] },
              { kind: 'vendor', is: 'noneOf', values: ['Acme'] },
            ],
          },
        ],
      },
      set: { returnShippingFee: { amounts: { GBP: '4.95', EUR: '5' }, waivedFor: ['merchant'] } },
    })
    const { when, set } = textOfRule(rule)
    expect(sayWords(en, when)).toBe(
      'the product is tagged final-sale or outlet and (the price is below £20.00 or €25.00, the order went to Germany, or ' +
        'the vendor is not Acme)',
    )
    expect(sayAll(en, set)).toBe(
      'A return shipping fee of £4.95 or €5.00 per return, waived where the shop is at fault.',
    )
  })

  it('says a merchant’s reason in the reader’s language', () => {
    const because = { en: 'Worn items.', fr: 'Articles portés.' }
    const eligible = { kind: 'no', because, ground: null } as const
    expect(sayWords(translatorFor('fr'), wordsOfTerm('eligible', eligible))).toContain('Articles portés')
    expect(sayWords(translatorFor('ja'), wordsOfTerm('eligible', eligible))).toContain('Worn items')
  })

  it('writes a fee in money of the order', () => {
    expect(sayWords(en, { key: 'value.money', params: { amount: money(495, 'GBP') } })).toBe('£4.95')
  })
})
