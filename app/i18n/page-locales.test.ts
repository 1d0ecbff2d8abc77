import { describe, expect, it } from 'vitest'
import { compilePolicy } from '#app/domain/policy/compile.ts'
import { type Condition, conditionKinds, conditionOf } from '#app/domain/policy/conditions/index.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { policyPage } from '#app/domain/policy/policy-page.ts'
import { payMoments } from '#app/domain/policy/terms/pay-when.ts'
import { windowStarts } from '#app/domain/policy/terms/return-window.ts'
import { policyLocales } from './locales.ts'
import type { pageLanguages } from './page-languages.ts'
import { pageLocaleFor } from './page-languages.ts'
import { pageTexts } from './page-locales.ts'
import { portalLanguages } from './portal-languages.ts'
import { sayPage } from './say-page.ts'
import { translatorFor } from './translator.ts'

function leaves(group: object, path = ''): [key: string, text: string][] {
  return Object.entries(group).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${name}`, value] as [string, string]]
      : leaves(value as object, `${path}${name}.`),
  )
}
const plural = /_(?:zero|one|two|few|many|other)$/
const placeholdersOf = (text: string) => [...text.matchAll(/{{[^}]*}}/g)].map(String).sort()
const english = new Map(leaves(policyLocales.en))
// The keys of the record are exactly the languages.
const taught = Object.keys(pageTexts) as (keyof typeof pageTexts)[]

const operatorsOf: Readonly<Record<string, readonly string[]>> = {
  set: ['anyOf', 'allOf', 'noneOf'],
  text: ['anyOf', 'noneOf', 'startsWith'],
  number: ['atLeast', 'below', 'atMost', 'above', 'equals'],
  money: ['atLeast', 'below'],
  flag: ['yes', 'no'],
  choice: ['anyOf', 'noneOf'],
  period: ['since', 'until', 'between'],
  season: ['order', 'today'],
  daysSince: windowStarts.flatMap((start) => [`${start}.atMost`, `${start}.moreThan`]),
  answer: ['anyOf', 'noneOf'],
}

/** Every condition as the editor begins it, and all terms with values that make the page talk. */
const fee = {
  percent: 10,
  amounts: { USD: '3' },
  per: 'request',
  outcomes: ['refund'],
  waivedFor: ['merchant', 'carrier'],
}
const talkative = {
  returnMethods: ['own_parcel', 'prepaid_label', 'drop_off', 'in_store'],
  outcomes: ['refund', 'store_credit', 'exchange'],
  bonus: {
    storeCreditPercent: 10,
    storeCreditAmounts: { USD: '5' },
    exchangePercent: 5,
    exchangeAmounts: { USD: '2' },
  },
  restockingFee: { ...fee, per: 'item' },
  handlingFee: { amounts: { USD: '1.50' }, per: 'item' },
  returnShippingFee: { amounts: { USD: '4.95' }, per: 'request', waivedFor: ['merchant'] },
  evidence: { photos: 2, questions: [] },
}
const rule = (id: string, when: Condition, set: object) => ({ id, name: id, enabled: true, when, set })
const blanks = conditionKinds.map((kind) => conditionOf(kind).blank())
const settings = [
  talkative,
  {
    returnWindow: { days: null, from: 'order', transitDays: 0 },
    evidence: { photos: 0, questions: [] },
    keepItem: true,
  },
  ...(['lastDelivery', 'delivery', 'fulfillment', 'order'] as const).flatMap((from) =>
    [0, 1, 3, 30].map((days) => ({
      returnWindow: { days, from, transitDays: days, rollover: 'business_day', notBefore: '2027-01-31' },
    })),
  ),
  { eligible: { kind: 'no', because: { en: '000' } } },
  { eligible: { kind: 'no', because: { en: '000' }, ground: 'hygiene_unsealed' } },
  ...(['difference', 'even_only', 'price_paid'] as const).map((exchangePrice) => ({ exchangePrice })),
  ...(['automatic', 'staff', 'manager'] as const).map((review) => ({ review })),
  ...payMoments.map((payWhen) => ({ payWhen })),
  ...(['parts', 'whole'] as const).map((bundles) => ({ bundles })),
  ...(['buyer', 'merchant', 'by_fault'] as const).map((returnShippingPayer) => ({ returnShippingPayer })),
]
const parsed = Policy.parse({
  ...defaultPolicy,
  baseline: { ...defaultPolicy.baseline, ...talkative },
  rules: settings.map((set, place) => rule(`set-${place}`, { kind: 'giftCard', is: true }, set)),
})
const [template] = parsed.rules
if (template === undefined) throw new Error('no rule')
// A condition as the editor begins it may be nothing yet that can be saved.
const added = (id: string, when: Condition) => ({ ...template, id, when, set: { keepItem: true } })
const policy = compilePolicy({
  ...parsed,
  rules: [
    added('always', { kind: 'all', of: [] }),
    ...blanks.map((when, place) => added(`blank-${place}`, when)),
    added('nested', { kind: 'not', of: { kind: 'any', of: blanks.slice(0, 4) } }),
    ...parsed.rules,
  ],
})
const countries = ['DE', 'IT', 'NL', 'BR', 'KR', 'TW', 'SA']
const said = (locale: (typeof pageLanguages)[number]) =>
  sayPage(translatorFor(locale, 'UTC'), policyPage(policy, { countries, currency: 'USD', day: '2026-11-22' }))
const sentencesOf = (locale: (typeof pageLanguages)[number]) =>
  said(locale).sections.flatMap(({ title, sentences, rules }) => [
    title,
    ...sentences,
    ...rules.flatMap((one) => [one.when, ...one.sentences]),
  ])

describe('the policy page', () => {
  it('speaks every language of the shopper’s pages', () => {
    expect(portalLanguages.map((locale) => pageLocaleFor(locale))).toEqual(
      portalLanguages.map((locale) => (locale === 'zh-CN' ? 'zh' : locale)),
    )
    expect([
      pageLocaleFor('pt-PT'),
      pageLocaleFor('zh-Hant-HK'),
      pageLocaleFor('zh'),
      pageLocaleFor('de-AT'),
    ]).toEqual(['pt-BR', 'zh-TW', 'zh', 'de'])
    expect([pageLocaleFor('pl'), pageLocaleFor(''), pageLocaleFor('__proto__')]).toEqual([null, null, null])
  })

  it.each(taught)('says in %s what English says, with the same values', (locale) => {
    for (const [key, text] of leaves(pageTexts[locale])) {
      const wanted = english.get(key) ?? english.get(key.replace(plural, '_other'))
      expect(wanted, key).toBeDefined()
      const values = placeholdersOf(text)
      const expected = placeholdersOf(wanted ?? '')
      // One and two may be said without the number.
      if (/_(?:one|two)$/.test(key))
        expect([...values, '{{count}}'], key).toEqual(expect.arrayContaining(expected))
      else expect([key, values]).toEqual([key, expected])
    }
  })

  it.each(taught)('has no English left in %s, whatever the policy says', (locale) => {
    const inEnglish = new Set(sentencesOf('en'))
    const sentences = sentencesOf(locale)
    expect(sentences.length).toBe(sentencesOf('en').length)
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(
        /{{|undefined|\[object|\b(?:page|fee|term|outcome|returnMethod|condition\w*|option\w*)\.\w/,
      )
      expect(inEnglish, sentence).not.toContain(sentence)
      expect(sentence, 'English words').not.toMatch(/\b(?:the|and|with|within|return)\b/)
    }
  })

  it.each(taught)('can say in %s every operator of every condition that the page lays open', (locale) => {
    const { has } = translatorFor(locale)
    const { hiddenRules } = policyPage(policy, { countries, currency: 'USD', day: '2026-11-22' })
    const open = conditionKinds.filter((_, place) => !hiddenRules.includes(`blank-${place}`))
    expect(open.length).toBeGreaterThan(30)
    const missing = open.flatMap((kind) => {
      const { form } = conditionOf(kind)
      const operators: readonly string[] =
        'operators' in form ? form.operators : (operatorsOf[form.family] ?? ['no such family'])
      const family = form.family === 'number' ? form.unit : form.family
      return operators.filter(
        (operator) =>
          !has(`condition.${kind}.${operator}`) &&
          !(has(`conditionFamily.${family}.${operator}`) && has(`conditionSubject.${kind}`)),
      )
    })
    expect(missing).toEqual([])
  })

  it('reads as people would write it', () => {
    const first = (locale: (typeof pageLanguages)[number]) => said(locale).sections[0]?.sentences[0]
    expect(taught.map(first)).toEqual([
      'Puoi restituire gli articoli entro 30 giorni dalla consegna, fino alla fine dell’ultimo giorno.',
      'U kunt artikelen retourneren binnen 30 dagen na de levering, tot het einde van de laatste dag.',
      'Você pode devolver itens em até 30 dias após a entrega, até o fim do último dia.',
      '您可以在送達後 30 天內退貨，至最後一天結束為止。',
      '배송 후 30일 이내에, 마지막 날이 끝날 때까지 반품할 수 있습니다.',
      'يمكنك إرجاع القطع خلال 30 يومًا من التسليم، حتى نهاية اليوم الأخير.',
    ])
  })
})
