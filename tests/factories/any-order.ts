import fc from 'fast-check'
import { addDays } from '#app/domain/dates.ts'
import { FulfillmentLineItemGid } from '#app/domain/ids.ts'
import { money } from '#app/domain/money.ts'
import type { LineFacts, OrderFacts } from '#app/domain/order.ts'
import { requestChannels, type RequestFacts } from '#app/domain/policy/facts.ts'
import { Outcome } from '#app/domain/policy/terms/outcomes.ts'
import { someCountries, someWords } from './any-policy.ts'
import { lineFacts, orderFacts } from './order-facts.ts'

/** Facts that end a decision at once: too many of them, and nothing else is ever tried. */
const seldom = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 19 }, { arbitrary: value, weight: 1 })
/** `freq` is how many times in which one is missing. */
const missingOr = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 4 })
const anyWord = fc.constantFrom(...someWords)
const anyTags = fc.uniqueArray(anyWord, { maxLength: 3 })
const anyInstant = fc.record({ day: fc.nat(60), second: fc.nat(86_399) }).map(({ day, second }) => {
  const date = new Date(Date.parse(`${addDays('2026-05-01', day)}T00:00:00Z`) + second * 1000)
  return date.toISOString()
})

/** Any line: every fact that can be missing is missing now and then. */
export const anyLine: fc.Arbitrary<LineFacts> = fc
  .record({
    original: fc.nat(20_000),
    discounted: fc.nat(20_000),
    currency: fc.constantFrom('USD', 'EUR', 'JPY'),
    isSent: fc.integer({ min: 0, max: 9 }).map((value) => value > 0),
    some: fc.record({
      sku: missingOr(anyWord),
      productId: missingOr(fc.constantFrom('gid://shopify/Product/1', 'gid://shopify/Product/2')),
      variantId: missingOr(fc.constant('gid://shopify/ProductVariant/1')),
      productType: missingOr(anyWord),
      productTags: missingOr(anyTags),
      vendor: missingOr(anyWord),
      isGiftCard: fc.integer({ min: 0, max: 15 }).map((value) => value === 0),
      requiresShipping: fc.boolean(),
      isSubscription: missingOr(fc.boolean()),
      isCustom: missingOr(fc.boolean()),
      bundleId: fc.option(fc.constant('gid://shopify/LineItemGroup/1')),
      collections: missingOr(
        fc.constantFrom<Record<string, boolean>>(
          {},
          { 'gid://shopify/Collection/1': true },
          { 'gid://shopify/Collection/1': false, 'gid://shopify/Collection/2': true },
        ),
      ),
      metafields: missingOr(
        fc.constantFrom<Record<string, string | null>>(
          {},
          { 'returns.group': 'sale' },
          { 'returns.group': null },
        ),
      ),
      quantity: fc.integer({ min: 1, max: 5 }),
      returnableQuantity: fc.nat(5),
      fulfilledAt: missingOr(anyInstant),
      deliveredAt: missingOr(anyInstant),
    }),
  })
  .map(({ original, discounted, currency, isSent, some }) =>
    lineFacts({
      ...some,
      fulfillmentLineItemId: isSent
        ? FulfillmentLineItemGid.parse('gid://shopify/FulfillmentLineItem/1')
        : null,
      originalUnitPrice: money(original, currency),
      discountedUnitPrice: money(Math.min(original, discounted), currency),
    }),
  )

/** Any order of one to three lines. */
export const anyOrder: fc.Arbitrary<OrderFacts> = fc
  .record({
    lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
    some: fc.record({
      placedAt: anyInstant,
      cancelledAt: seldom(anyInstant),
      country: missingOr(fc.constantFrom(...someCountries)),
      province: missingOr(fc.constantFrom('CA', 'NY', 'QC')),
      postcode: missingOr(fc.constantFrom('10001', 'SW1A 1AA', '')),
      market: missingOr(anyWord),
      channel: missingOr(fc.constantFrom('web', 'pos', 'draft_order')),
      gateways: missingOr(anyTags),
      isBusiness: missingOr(fc.boolean()),
      isFirst: missingOr(fc.boolean()),
      tags: anyTags,
      discountCodes: anyTags,
      test: fc.boolean(),
    }),
    customer: fc.option(
      fc.record({
        tags: anyTags,
        orderCount: missingOr(fc.nat(9)),
        since: missingOr(anyInstant),
        returnCount: missingOr(fc.nat(9)),
        isBlocklisted: missingOr(fc.boolean()),
      }),
    ),
  })
  .map(({ lines, some, customer }) => {
    const base = orderFacts()
    return {
      ...base,
      ...some,
      cancelledAt: some.cancelledAt,
      customer: customer === null || base.customer === null ? null : { ...base.customer, ...customer },
      lines: lines.map((line, index) => ({ ...line, id: `gid://shopify/FulfillmentLineItem/${index + 1}` })),
    }
  })

/** Any state of a request: nothing said yet, or some of it. */
export const anyRequest: fc.Arbitrary<RequestFacts> = fc.record({
  reason: missingOr(fc.constantFrom('color', 'damaged-or-defective', 'too-small', 'never-heard-of')),
  answers: missingOr(fc.constantFrom<Record<string, string>>({}, { 'tags-on': 'yes' }, { 'tags-on': 'no' })),
  photos: missingOr(fc.nat(3)),
  outcome: missingOr(fc.constantFrom(...Outcome.options)),
  quantity: missingOr(fc.integer({ min: 1, max: 5 })),
  channel: fc.constantFrom(...requestChannels),
})

/** Any moment of judgement, up to half a year after the first order could have been placed; mostly while windows are open. */
export const anyNow = fc
  .oneof(fc.integer({ min: 20, max: 70 }), fc.nat(180))
  .map((days) => `${addDays('2026-05-01', days)}T12:00:00Z`)
export const anyZone = fc.constantFrom(
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Tokyo',
  'Pacific/Apia',
)
