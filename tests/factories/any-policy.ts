import fc from 'fast-check'
import type { z } from 'zod'
import {
  type Condition,
  conditionKinds,
  conditionOf,
  type LeafKind,
} from '#app/domain/policy/conditions/index.ts'
import type { ConditionForm } from '#app/domain/policy/conditions/condition.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { legalGrounds } from '#app/domain/policy/legal-ground.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { faults } from '#app/domain/policy/reasons.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { payMoments } from '#app/domain/policy/terms/pay-when.ts'
import { windowStarts } from '#app/domain/policy/terms/return-window.ts'

/** Words that facts and conditions draw from alike, so that they often meet; some are written in another case. */
export const someWords = [
  'sale',
  'Sale',
  'final-sale',
  'vip',
  'shirts',
  'web',
  'acme',
  'color',
  'SKU-1',
] as const
export const someCountries = ['US', 'DE', 'FR', 'GB', 'TR', 'BR', 'JP', 'CH', 'IL', 'AR'] as const
const someDays = ['2026-01-01', '2026-05-01', '2026-05-04', '2026-06-30', '2026-12-31'] as const

const anyWords = fc.uniqueArray(fc.constantFrom(...someWords), { minLength: 1, maxLength: 3 })
const anyDay = fc.constantFrom(...someDays)

/** A leaf of a kind, made from nothing but its form: new conditions are covered without a line here. */
function leafOfForm(form: ConditionForm): fc.Arbitrary<Record<string, unknown>> {
  switch (form.family) {
    case 'set':
      return fc.record({ is: fc.constantFrom(...form.operators), values: valuesOf(form.of) })
    case 'text':
      return fc.record({ is: fc.constantFrom(...form.operators), values: valuesOf(form.of) })
    case 'number':
      return fc.record({
        is: fc.constantFrom('atLeast', 'below', 'atMost', 'above', 'equals'),
        value: fc.constantFrom(0, 1, 2, 10, 20, 50).filter((value) => value <= form.most),
      })
    case 'money':
      return fc.record({
        is: fc.constantFrom('atLeast', 'below'),
        amounts: fc.constantFrom({ USD: '40' }, { USD: '10.50', EUR: '10' }, { EUR: '99.99' }),
      })
    case 'flag':
      return fc.record({ is: fc.boolean() })
    case 'choice':
      return fc.record({
        is: fc.constantFrom('anyOf', 'noneOf'),
        values: fc.uniqueArray(fc.constantFrom(...form.options), { minLength: 1 }),
      })
    case 'period':
      return fc
        .tuple(fc.option(anyDay), fc.option(anyDay))
        .filter(([from, to]) => (from ?? to) !== null && (from === null || to === null || from <= to))
        .map(([from, to]) => ({ from, to }))
    case 'season':
      return fc.record({
        day: fc.constantFrom('order', 'today'),
        from: fc.constantFrom('01-01', '05-01', '11-15'),
        to: fc.constantFrom('01-10', '05-31', '12-31'),
      })
    case 'daysSince':
      return fc.record({
        since: fc.constantFrom('order', 'fulfillment', 'delivery', 'lastDelivery'),
        is: fc.constantFrom('atMost', 'moreThan'),
        days: fc.nat(90),
      })
    case 'metafield':
      return fc.record({
        key: fc.constant('returns.group'),
        is: fc.constantFrom('anyOf', 'noneOf', 'startsWith'),
        values: anyWords,
      })
    case 'answer':
      return fc.record({
        question: fc.constant('tags-on'),
        is: fc.constantFrom('anyOf', 'noneOf'),
        values: fc.constantFrom(['yes'], ['no'], ['yes', 'no']),
      })
  }
}

function valuesOf(of: Extract<ConditionForm, { of: unknown }>['of']): fc.Arbitrary<string[]> {
  if (of === 'country')
    return fc.uniqueArray(fc.constantFrom(...someCountries), { minLength: 1, maxLength: 4 })
  if (of === 'region') return fc.constantFrom(['US-CA'], ['US-NY', 'CA-QC'])
  if (of === 'product') return fc.constantFrom(['gid://shopify/Product/1'], ['gid://shopify/Product/9'])
  if (of === 'variant') return fc.constantFrom(['gid://shopify/ProductVariant/1'])
  if (of === 'collection')
    return fc.constantFrom(['gid://shopify/Collection/1'], ['gid://shopify/Collection/2'])
  if (of === 'reason') return fc.constantFrom(['color'], ['damaged-or-defective'], ['too-small', 'style'])
  return anyWords
}

const anyKind: fc.Arbitrary<LeafKind> = fc.constantFrom(...conditionKinds)

/** Any condition over one fact. */
const anyLeaf: fc.Arbitrary<Condition> = anyKind.chain((kind) =>
  // The record has the shape of the kind's own schema, which the policy's parse below checks.
  leafOfForm(conditionOf(kind).form).map((leaf) => ({ kind, ...leaf }) as unknown as Condition),
)

/** Any tree of conditions. */
export const { tree: anyCondition } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('tree'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
  ),
}))

type PolicyInput = z.input<typeof Policy>
export type RuleInput = PolicyInput['rules'][number]
export type SomeTermsInput = RuleInput['set']

const anyFee = {
  amounts: fc.constantFrom<Record<string, string>>({}, { USD: '4.95' }, { USD: '5', EUR: '4' }),
  per: fc.constantFrom('item' as const, 'request' as const),
  outcomes: fc.uniqueArray(fc.constantFrom(...Outcome.options), { minLength: 1 }),
  waivedFor: fc.uniqueArray(fc.constantFrom(...faults)),
}

/** Any window. */
export const anyWindow = fc.record({
  days: fc.option(fc.nat(60), { freq: 8 }),
  from: fc.constantFrom(...windowStarts),
  transitDays: fc.nat(9),
  rollover: fc.constantFrom('none' as const, 'business_day' as const),
  notBefore: fc.option(anyDay, { freq: 2 }),
})

/** What any rule may set. */
export const anyTerms: fc.Arbitrary<SomeTermsInput> = fc.record(
  {
    eligible: fc.oneof(
      fc.constant({ kind: 'yes' as const }),
      fc.record({
        kind: fc.constant('no' as const),
        because: fc.constant({ en: 'No' }),
        ground: fc.option(fc.constantFrom(...legalGrounds)),
      }),
    ),
    returnWindow: anyWindow,
    outcomes: fc.uniqueArray(fc.constantFrom(...Outcome.options), { minLength: 1 }),
    bonus: fc.record({ storeCreditPercent: fc.nat(20), exchangePercent: fc.nat(20) }),
    restockingFee: fc.record({ percent: fc.nat(100), ...anyFee }),
    handlingFee: fc.record(anyFee),
    returnShippingFee: fc.record(anyFee),
    returnShippingPayer: fc.constantFrom('buyer' as const, 'merchant' as const, 'by_fault' as const),
    evidence: fc.record({ photos: fc.nat(2), questions: fc.constantFrom<string[]>([], ['tags-on']) }),
    keepItem: fc.boolean(),
    bundles: fc.constantFrom('parts' as const, 'whole' as const),
    review: fc.constantFrom('automatic' as const, 'staff' as const, 'manager' as const),
    payWhen: fc.constantFrom(...payMoments),
  },
  { requiredKeys: [] },
)

/** Rules with ids by their place. */
const anyRules: fc.Arbitrary<RuleInput[]> = fc
  .array(fc.record({ when: anyCondition, set: anyTerms, enabled: fc.boolean() }), { maxLength: 6 })
  .map((rules) => rules.map((rule, index) => ({ ...rule, id: `r${index}`, name: `Rule ${index}` })))

/** A whole policy. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({ rules: anyRules, baseline: anyTerms })
  .map(({ rules, baseline }) =>
    Policy.parse({
      ...defaultPolicy,
      baseline: { ...defaultPolicy.baseline, ...baseline },
      rules,
      questions: [
        {
          id: 'tags-on',
          text: 'Are the tags on?',
          answers: [
            { id: 'yes', text: 'Yes' },
            { id: 'no', text: 'No' },
          ],
        },
      ],
    }),
  )
