import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../../tests/factories/order-facts.ts'
import { addDays } from '../../dates.ts'
import { money } from '../../money.ts'
import { compilePolicy } from '../compile.ts'
import { type Condition, conditionKinds, conditionOf, type LeafCondition } from '../conditions/index.ts'
import { defaultPolicy } from '../default-policy.ts'
import { factsOfLine, openRequest, orderContext, type PolicyFacts } from '../facts.ts'
import { judgeLine } from '../judge.ts'
import { eachBit, matchRules } from '../match.ts'
import type { Policy } from '../policy.ts'
import { termNames } from '../terms/index.ts'
import type { LintContext } from './finding.ts'
import { lintPolicy } from './index.ts'

const numRuns = Number(process.env.PROPERTY_RUNS ?? 500)
const context: LintContext = {
  languages: ['en'],
  currencies: ['USD'],
  countries: ['DE'],
  today: '2026-11-22',
}

// Few and small values, so that conditions meet, exclude and contain each other all the time.
const word = fc.constantFrom('a', 'b', 'ab', 'abc', 'B', 'c')
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 3 })
const small = fc.integer({ min: 0, max: 4 })
const percent = fc.constantFrom(0, 10, 10.01, 20, 100)
const amount = fc.constantFrom('0', '0.01', '0.02', '1')
const day = fc.integer({ min: 0, max: 4 }).map((offset) => addDays('2026-05-01', offset))
const monthDay = fc.constantFrom('01-01', '02-29', '04-30', '05-02', '05-03', '12-31')

/** A leaf of a kind: by its family alone, as a merchant could write it. */
function leafOf(kind: LeafCondition['kind']): fc.Arbitrary<LeafCondition> {
  const { form } = conditionOf(kind)
  const shapes = {
    set: () => fc.record({ is: fc.constantFrom('anyOf', 'allOf', 'noneOf'), values: words }),
    text: () => fc.record({ is: fc.constantFrom('anyOf', 'noneOf', 'startsWith'), values: words }),
    number: () =>
      fc.record({
        is: fc.constantFrom('atLeast', 'below', 'atMost', 'above', 'equals'),
        value: form.family === 'number' && form.unit === 'percent' ? percent : small,
      }),
    money: () =>
      fc.record({
        is: fc.constantFrom('atLeast', 'below'),
        amounts: fc.oneof(fc.record({ USD: amount }), fc.record({ USD: amount, EUR: amount })),
      }),
    flag: () => fc.record({ is: fc.boolean() }),
    choice: () =>
      fc.record({
        is: fc.constantFrom('anyOf', 'noneOf'),
        values: fc.uniqueArray(fc.constantFrom(...(form.family === 'choice' ? form.options : ['a'])), {
          minLength: 1,
        }),
      }),
    period: () =>
      fc
        .record({ from: fc.option(day), to: fc.option(day) })
        .filter(
          ({ from, to }) => (from !== null || to !== null) && (from === null || to === null || from <= to),
        ),
    season: () => fc.record({ day: fc.constantFrom('order', 'today'), from: monthDay, to: monthDay }),
    daysSince: () =>
      fc.record({
        since: fc.constantFrom('order', 'fulfillment', 'delivery', 'lastDelivery'),
        is: fc.constantFrom('atMost', 'moreThan'),
        days: small,
      }),
    metafield: () =>
      fc.oneof(
        fc.record({
          key: fc.constant('my.key'),
          is: fc.constantFrom('anyOf', 'noneOf', 'startsWith'),
          values: words,
        }),
        fc.record({
          key: fc.constant('my.key'),
          is: fc.constantFrom('set', 'notSet'),
          values: fc.constant([]),
        }),
      ),
    answer: () => fc.record({ question: word, is: fc.constantFrom('anyOf', 'noneOf'), values: words }),
  } satisfies Record<typeof form.family, () => fc.Arbitrary<object>>
  // The families' shapes with a kind of theirs: what the registry's schemas read.
  return shapes[form.family]().map((shape) => ({ kind, ...shape }) as unknown as LeafCondition)
}

/** Few kinds at a time, else no two rules would ever look at the same fact. */
const someKinds = fc.uniqueArray(fc.constantFrom(...conditionKinds), { minLength: 1, maxLength: 3 })

function conditionOver(kinds: readonly LeafCondition['kind'][]): fc.Arbitrary<Condition> {
  const leaf = fc.oneof(...kinds.map(leafOf))
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      { weight: 4, arbitrary: leaf },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom('all' as const, 'any' as const),
          of: fc.array(tie('node'), { maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('node') }) },
    ),
  })).node
}

const someTerms = fc
  .record(
    {
      eligible: fc.constantFrom(
        { kind: 'yes' as const },
        { kind: 'no' as const, because: { en: 'No' }, ground: null },
      ),
      keepItem: fc.boolean(),
      review: fc.constantFrom('automatic' as const, 'staff' as const),
      returnWindow: fc.constantFrom({ ...defaultPolicy.baseline.returnWindow, days: 7 }),
    },
    { requiredKeys: [] },
  )
  .filter((set) => Object.keys(set).length > 0)

const reasons: Policy['reasons'] = [
  {
    id: 'a',
    label: { en: 'A' },
    fault: 'merchant',
    shopifyReason: 'b',
    parts: [{ id: 'ab', label: { en: 'AB' }, fault: 'buyer', shopifyReason: 'other', parts: [] }],
  },
]

const policies: fc.Arbitrary<Policy> = someKinds.chain((kinds) =>
  fc
    .tuple(
      fc.array(fc.record({ when: conditionOver(kinds), set: someTerms }), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
    )
    .map(([rules, hasReasons]) => ({
      ...defaultPolicy,
      reasons: hasReasons ? reasons : [],
      rules: rules.map((rule, index) => ({
        id: `r${index}`,
        name: `Rule ${index}`,
        enabled: true,
        note: '',
        ...rule,
      })),
    })),
)

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 6 })
const cents = fc.constantFrom(0, 1, 2, 3, 99, 100, 101)
const currency = fc.constantFrom('USD', 'USD', 'EUR', 'JPY')
const some = fc.uniqueArray(word, { maxLength: 3 })
const text = fc.oneof(word, fc.constantFrom('', 'abcd', 'z'))
const instant = fc
  .integer({ min: 0, max: 6 * 24 })
  .map((hours) => new Date(Date.UTC(2026, 3, 29) + hours * 3_600_000).toISOString())

const lines = fc.record({
  sku: maybe(text),
  productId: maybe(text),
  variantId: maybe(text),
  productType: maybe(text),
  productTags: maybe(some),
  vendor: maybe(text),
  isGiftCard: fc.boolean(),
  requiresShipping: fc.boolean(),
  isSubscription: maybe(fc.boolean()),
  isCustom: maybe(fc.boolean()),
  bundleId: maybe(word),
  collections: maybe(fc.dictionary(word, fc.boolean(), { maxKeys: 3 })),
  metafields: maybe(fc.record({ 'my.key': maybe(text) }, { requiredKeys: [] })),
  quantity: fc.integer({ min: 1, max: 5 }),
  returnableQuantity: fc.integer({ min: 0, max: 5 }),
  fulfilledAt: maybe(instant),
  deliveredAt: maybe(instant),
})
const orders = fc.record({
  placedAt: instant,
  currency,
  postcode: maybe(text),
  country: maybe(text),
  province: maybe(text),
  market: maybe(text),
  channel: maybe(text),
  gateways: maybe(some),
  isBusiness: maybe(fc.boolean()),
  isFirst: maybe(fc.boolean()),
  tags: some,
  discountCodes: some,
  test: fc.boolean(),
})
const customers = maybe(
  fc.record({
    tags: some,
    orderCount: maybe(small),
    since: maybe(instant),
    returnCount: maybe(small),
    isBlocklisted: maybe(fc.boolean()),
  }),
)
const requests = fc.record({
  reason: maybe(fc.oneof(word, fc.constantFrom('too-small', 'damaged-or-defective'))),
  answers: maybe(fc.dictionary(word, word, { maxKeys: 3 })),
  photos: maybe(small),
  outcome: maybe(fc.constantFrom('refund' as const, 'store_credit' as const, 'exchange' as const)),
  quantity: maybe(small),
  channel: fc.constantFrom('online' as const, 'phone' as const, 'store' as const, 'letter' as const),
})
const someFacts = fc
  .tuple(lines, orders, customers, requests, fc.tuple(cents, cents, cents, cents), instant)
  .map(([line, order, customer, request, [price, off, total, refunded], now]) => {
    const plain = orderFacts()
    const whole = lineFacts({
      ...line,
      originalUnitPrice: money(price + off, order.currency),
      discountedUnitPrice: money(price, order.currency),
    })
    const full = orderFacts({
      ...order,
      total: money(total, order.currency),
      discounts: money(off, order.currency),
      undiscountedSubtotal: money(price + off, order.currency),
      customer:
        customer === null || plain.customer === null
          ? null
          : { ...plain.customer, ...customer, refunded: money(refunded, 'USD') },
      lines: [whole],
    })
    return { order: full, line: whole, request: { ...openRequest, ...request }, now }
  })
const manyFacts = fc.array(someFacts, { minLength: 40, maxLength: 40 })

type Sample = typeof someFacts extends fc.Arbitrary<infer Facts> ? Facts : never

function factsIn(policy: Policy, { order, line, request, now }: Sample): PolicyFacts {
  const reason = compilePolicy(policy).reasonFacts(request.reason)
  return factsOfLine(orderContext(order, now, 'UTC'), line, { request, reason })
}

describe('what the linter claims is so for every order', () => {
  it('a rule called unreachable never decides a term, an impossible one never holds, opposites hold together', () => {
    const claims = { unreachable: 0, impossible: 0, contradiction: 0 }
    fc.assert(
      fc.property(policies, manyFacts, (policy, samples) => {
        const found = lintPolicy(policy, context)
        const compiled = compilePolicy(policy)
        const isNever = found.filter(({ kind, severity }) => kind === 'impossible' && severity === 'fault')
        const isShadowed = found.filter(({ kind, terms }) => kind === 'unreachable' && terms.length > 0)
        const areSame = found.filter(
          ({ kind, says }) => kind === 'contradiction' && says.key.endsWith('.rules'),
        )
        claims.impossible += isNever.length
        claims.unreachable += isShadowed.length
        claims.contradiction += areSame.length
        if (isNever.length + isShadowed.length + areSame.length === 0) return
        for (const sample of samples) {
          const facts = factsIn(policy, sample)
          const held = new Set<string>()
          eachBit(matchRules(compiled, facts).held, (index) => held.add(policy.rules[index]?.id ?? ''))
          for (const { ruleIds } of isNever) expect(held.has(ruleIds[0] ?? '')).toBe(false)
          for (const { ruleIds } of areSame)
            expect(held.has(ruleIds[0] ?? '')).toBe(held.has(ruleIds[1] ?? ''))
          const { winners } = judgeLine(compiled, facts, false).settled
          for (const { ruleIds, terms } of isShadowed) {
            for (const term of terms) {
              const winner = policy.rules[winners[termNames.indexOf(term)] ?? -1]?.id ?? ''
              expect(winner).not.toBe(ruleIds[0])
            }
          }
        }
      }),
      { numRuns },
    )
    // The property would hold of a linter that says nothing.
    expect(claims.unreachable).toBeGreaterThan(numRuns / 10)
    expect(claims.impossible).toBeGreaterThan(numRuns / 20)
    expect(claims.contradiction).toBeGreaterThan(0)
  }, 1_200_000)
})
