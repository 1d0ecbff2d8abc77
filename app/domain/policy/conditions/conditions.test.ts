import { describe, expect, it } from 'vitest'
import { lineFacts, orderFacts } from '../../../../tests/factories/order-facts.ts'
import { money } from '../../money.ts'
import type { CustomerFacts, LineFacts, OrderFacts } from '../../order.ts'
import { factNames, factsOfLine, openRequest, orderContext, type RequestFacts } from '../facts.ts'
import { reasonLookup } from '../reasons.ts'
import type { Truth } from '../truth.ts'
import { askLeaf, Condition, conditionKinds, conditionOf, foundByLeaf, type LeafKind } from './index.ts'

const zone = 'Pacific/Auckland'
type Given = {
  readonly order?: Partial<OrderFacts>
  readonly customer?: Partial<CustomerFacts> | null
  readonly line?: Partial<LineFacts>
  readonly request?: Partial<RequestFacts>
  readonly now?: string
}
/** A leaf without its kind, what is different from the usual order, and what it comes to. */
type Case = readonly [leaf: object, given: Given, truth: Truth]

function factsOf({ order = {}, customer, line = {}, request = {}, now = '2026-05-10T12:00:00Z' }: Given) {
  const usual = orderFacts()
  const buyer = customer === null || usual.customer === null ? null : { ...usual.customer, ...customer }
  const facts = orderFacts({ customer: buyer, ...order, lines: [lineFacts(line)] })
  const [only] = facts.lines
  if (only === undefined) throw new Error('no line')
  const asked = { ...openRequest, ...request }
  return factsOfLine(orderContext(facts, now, zone), only, {
    request: asked,
    reason: reasonLookup(tree)(asked.reason),
  })
}

const tree = [
  {
    id: 'fit',
    label: { en: 'It does not fit' },
    fault: 'buyer' as const,
    shopifyReason: 'size',
    parts: [
      {
        id: 'fit-small',
        label: { en: 'Too small' },
        fault: 'buyer' as const,
        shopifyReason: 'too-small',
        parts: [],
      },
    ],
  },
]

const list = (is: string, ...values: string[]) => ({ is, values })
const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`
const usd = (amount: string) => ({ USD: amount })

const cases: Readonly<Record<LeafKind, readonly Case[]>> = {
  // Placed on 1 May 10:00 UTC: 1 May 22:00 in Auckland.
  orderDate: [
    [{ from: '2026-05-01', to: '2026-05-01' }, {}, true],
    [{ from: '2026-05-02', to: null }, {}, false],
    [{ from: '2026-05-02', to: null }, { order: { placedAt: '2026-05-01T12:00:00Z' } }, true],
    [{ from: null, to: '2026-05-01' }, {}, true],
    [{ from: null, to: '2026-04-30' }, {}, false],
  ],
  orderTag: [
    [list('anyOf', 'VIP', 'sale'), { order: { tags: ['vip'] } }, true],
    [list('allOf', 'VIP', 'sale'), { order: { tags: ['vip'] } }, false],
    [list('noneOf', 'VIP'), {}, true],
  ],
  orderTotal: [
    [{ is: 'atLeast', amounts: usd('80') }, {}, true],
    [{ is: 'below', amounts: usd('80') }, {}, false],
    [{ is: 'below', amounts: { EUR: '80' } }, {}, null],
  ],
  discountCode: [
    [list('anyOf', 'Spring10'), { order: { discountCodes: ['SPRING10'] } }, true],
    [list('noneOf', 'Spring10'), {}, true],
  ],
  orderDiscountShare: [
    [{ is: 'atLeast', value: 20 }, {}, true],
    [{ is: 'above', value: 20 }, {}, false],
    [{ is: 'above', value: 20 }, { order: { discounts: null } }, null],
    [{ is: 'atMost', value: 20 }, { order: { undiscountedSubtotal: money(0, 'USD') } }, null],
  ],
  orderChannel: [
    [list('anyOf', 'POS'), { order: { channel: 'pos' } }, true],
    [list('noneOf', 'pos'), {}, true],
    [list('anyOf', 'pos'), { order: { channel: null } }, null],
  ],
  paymentGateway: [
    [list('anyOf', 'gift_card'), { order: { gateways: ['shopify_payments', 'Gift_Card'] } }, true],
    [list('allOf', 'gift_card', 'paypal'), { order: { gateways: ['gift_card'] } }, false],
    [list('anyOf', 'gift_card'), { order: { gateways: null } }, null],
  ],
  market: [
    [list('anyOf', 'EU', 'us'), {}, true],
    [list('startsWith', 'u'), {}, true],
    [list('noneOf', 'us'), { order: { market: null } }, null],
  ],
  firstOrder: [
    [{ is: true }, {}, true],
    [{ is: false }, {}, false],
    [{ is: false }, { order: { isFirst: null } }, null],
  ],
  testOrder: [
    [{ is: true }, { order: { test: true } }, true],
    [{ is: true }, {}, false],
  ],
  businessOrder: [
    [{ is: true }, {}, false],
    [{ is: true }, { order: { isBusiness: null } }, null],
  ],
  product: [
    [list('anyOf', gid('Product', 1)), {}, true],
    [list('noneOf', gid('Product', 1)), {}, false],
    [list('anyOf', gid('Product', 1)), { line: { productId: null } }, null],
  ],
  variant: [
    [list('anyOf', gid('ProductVariant', 2)), {}, false],
    [list('noneOf', gid('ProductVariant', 2)), { line: { variantId: null } }, null],
  ],
  sku: [
    [list('startsWith', 'lin-'), {}, true],
    [list('anyOf', 'LIN'), {}, false],
    [list('anyOf', 'LIN'), { line: { sku: null } }, null],
  ],
  productType: [
    [list('anyOf', 'shirts'), {}, true],
    [list('noneOf', 'shirts'), { line: { productType: null } }, null],
  ],
  vendor: [
    [list('startsWith', 'ac'), {}, true],
    [list('noneOf', 'ACME'), {}, false],
    [list('noneOf', 'ACME'), { line: { vendor: null } }, null],
  ],
  productTag: [
    [list('anyOf', 'Final-Sale'), { line: { productTags: ['final-sale'] } }, true],
    [list('noneOf', 'final-sale'), {}, true],
    [list('anyOf', 'final-sale'), { line: { productTags: null } }, null],
  ],
  collection: [
    [list('anyOf', gid('Collection', 1)), { line: { collections: { [gid('Collection', 1)]: true } } }, true],
    [
      list('anyOf', gid('Collection', 1)),
      { line: { collections: { [gid('Collection', 1)]: false } } },
      false,
    ],
    [
      list('allOf', gid('Collection', 1), gid('Collection', 2)),
      { line: { collections: { [gid('Collection', 1)]: true, [gid('Collection', 2)]: false } } },
      false,
    ],
    [list('noneOf', gid('Collection', 1)), { line: { collections: null } }, null],
  ],
  metafield: [
    [
      { key: 'custom.sale', ...list('anyOf', 'TRUE') },
      { line: { metafields: { 'custom.sale': 'true' } } },
      true,
    ],
    [{ key: 'custom.sale', ...list('noneOf', 'x') }, { line: { metafields: { 'custom.sale': null } } }, true],
    [{ key: 'custom.sale', ...list('set') }, { line: { metafields: { 'custom.sale': null } } }, false],
    [{ key: 'custom.sale', ...list('notSet') }, { line: { metafields: { 'custom.sale': null } } }, true],
    [
      { key: 'custom.sale', ...list('startsWith', 'a') },
      { line: { metafields: { 'custom.sale': 'Ab' } } },
      true,
    ],
    [{ key: 'custom.sale', ...list('notSet') }, { line: { metafields: {} } }, null],
    [{ key: 'custom.sale', ...list('notSet') }, { line: { metafields: null } }, null],
  ],
  price: [
    [{ is: 'below', amounts: usd('40.01') }, {}, true],
    [{ is: 'below', amounts: usd('40') }, {}, false],
    [{ is: 'below', amounts: { JPY: '40' } }, {}, null],
  ],
  discounted: [
    [{ is: true }, {}, true],
    [{ is: true }, { line: { discountedUnitPrice: money(5000, 'USD') } }, false],
  ],
  discountShare: [
    [{ is: 'equals', value: 20 }, {}, true],
    [{ is: 'above', value: 19.99 }, {}, true],
    [{ is: 'above', value: 20 }, { line: { originalUnitPrice: money(0, 'USD') } }, null],
  ],
  quantity: [
    [{ is: 'atLeast', value: 2 }, {}, true],
    [{ is: 'atLeast', value: 3 }, {}, false],
  ],
  giftCard: [[{ is: true }, {}, false]],
  digital: [
    [{ is: true }, { line: { requiresShipping: false } }, true],
    [{ is: true }, {}, false],
  ],
  subscription: [
    [{ is: true }, { line: { isSubscription: true } }, true],
    [{ is: true }, { line: { isSubscription: null } }, null],
  ],
  bundlePart: [
    [{ is: true }, { line: { bundleId: gid('LineItemGroup', 1) } }, true],
    [{ is: true }, {}, false],
  ],
  customItem: [
    [{ is: true }, {}, false],
    [{ is: true }, { line: { isCustom: null } }, null],
  ],
  customerTag: [
    [list('anyOf', 'vip'), { customer: { tags: ['VIP'] } }, true],
    [list('noneOf', 'vip'), { customer: null }, true],
  ],
  customerOrders: [
    [{ is: 'equals', value: 1 }, {}, true],
    [{ is: 'equals', value: 0 }, { customer: null }, true],
    [{ is: 'equals', value: 0 }, { customer: { orderCount: null } }, null],
  ],
  customerReturns: [
    [{ is: 'above', value: 5 }, { customer: { returnCount: 6 } }, true],
    [{ is: 'above', value: 5 }, { customer: null }, false],
    [{ is: 'above', value: 5 }, { customer: { returnCount: null } }, null],
  ],
  returnRate: [
    [{ is: 'above', value: 33.33 }, { customer: { orderCount: 3, returnCount: 1 } }, true],
    [{ is: 'above', value: 33.34 }, { customer: { orderCount: 3, returnCount: 1 } }, false],
    [{ is: 'atMost', value: 100 }, { customer: { orderCount: 1, returnCount: 4 } }, true],
    [{ is: 'above', value: 0 }, { customer: { orderCount: 0, returnCount: 0 } }, false],
    [{ is: 'above', value: 0 }, { customer: { returnCount: null } }, null],
  ],
  refundedSum: [
    [{ is: 'atLeast', amounts: usd('500') }, { customer: { refunded: money(50_000, 'USD') } }, true],
    [{ is: 'atLeast', amounts: usd('500') }, { customer: null }, false],
    [{ is: 'atLeast', amounts: { EUR: '500' } }, {}, null],
    [{ is: 'atLeast', amounts: usd('500') }, { customer: { refunded: null } }, null],
  ],
  accountAge: [
    // Made on 1 April 22:00, asked on 11 May 0:00, both in Auckland.
    [{ is: 'equals', value: 40 }, {}, true],
    [{ is: 'below', value: 40 }, {}, false],
    [{ is: 'below', value: 40 }, { customer: null }, null],
  ],
  guest: [
    [{ is: true }, { customer: null }, true],
    [{ is: true }, {}, false],
  ],
  blocklisted: [
    [{ is: true }, { customer: { isBlocklisted: true } }, true],
    [{ is: true }, { customer: { isBlocklisted: null } }, null],
    [{ is: true }, { customer: null }, false],
  ],
  orderCountry: [
    [list('anyOf', ' us '), {}, true],
    [list('noneOf', 'US'), {}, false],
    [list('noneOf', 'US'), { order: { country: null } }, null],
  ],
  destinationRegion: [
    [list('anyOf', 'us-ny'), {}, true],
    [list('anyOf', 'US-CA'), {}, false],
    [list('anyOf', 'US-CA'), { order: { country: 'DE', province: null } }, false],
    [list('anyOf', 'US-CA'), { order: { country: null } }, null],
  ],
  destinationPostcode: [
    [list('startsWith', 'bt', '100'), {}, true],
    [list('startsWith', 'BT 1'), { order: { postcode: 'bt1 5gs' } }, true],
    [list('anyOf', '10001'), { order: { postcode: null } }, null],
  ],
  returnReason: [
    [list('anyOf', 'fit'), { request: { reason: 'fit-small' } }, true],
    [list('anyOf', 'too-small'), { request: { reason: 'fit-small' } }, true],
    [list('noneOf', 'fit'), { request: { reason: 'color' } }, true],
    [list('anyOf', 'fit'), {}, null],
  ],
  fault: [
    [list('anyOf', 'merchant'), { request: { reason: 'damaged-or-defective' } }, true],
    [list('noneOf', 'buyer'), { request: { reason: 'fit' } }, false],
    [list('noneOf', 'buyer'), { request: { reason: 'other' } }, null],
  ],
  answer: [
    [{ question: 'tags', ...list('anyOf', 'no') }, { request: { answers: { tags: 'no' } } }, true],
    [{ question: 'tags', ...list('noneOf', 'no') }, { request: { answers: { tags: 'no' } } }, false],
    [{ question: 'tags', ...list('noneOf', 'no') }, { request: { answers: {} } }, null],
    [{ question: 'tags', ...list('noneOf', 'no') }, {}, null],
  ],
  photos: [
    [{ is: 'atLeast', value: 1 }, { request: { photos: 0 } }, false],
    [{ is: 'atLeast', value: 1 }, {}, null],
  ],
  requestedOutcome: [
    [list('anyOf', 'exchange', 'store_credit'), { request: { outcome: 'exchange' } }, true],
    [list('noneOf', 'exchange'), {}, null],
  ],
  requestedQuantity: [
    [{ is: 'atMost', value: 1 }, { request: { quantity: 2 } }, false],
    [{ is: 'atMost', value: 1 }, {}, null],
  ],
  requestChannel: [
    [list('anyOf', 'store'), { request: { channel: 'store' } }, true],
    [list('anyOf', 'store'), {}, false],
  ],
  daysSince: [
    [{ since: 'order', is: 'moreThan', days: 9 }, {}, true],
    [{ since: 'order', is: 'atMost', days: 10 }, {}, true],
    [{ since: 'lastDelivery', is: 'atMost', days: 10 }, { line: { deliveredAt: null } }, null],
  ],
  season: [
    [{ day: 'order', from: '05-01', to: '05-01' }, {}, true],
    [{ day: 'order', from: '05-02', to: '04-30' }, {}, false],
    [{ day: 'today', from: '11-15', to: '01-06' }, { now: '2027-01-06T10:00:00Z' }, true],
    [{ day: 'today', from: '11-15', to: '01-06' }, { now: '2027-01-06T11:00:00Z' }, false],
    [{ day: 'today', from: '02-29', to: '02-29' }, { now: '2028-02-28T11:00:00Z' }, true],
  ],
}

describe('conditions', () => {
  const all = conditionKinds.flatMap((kind) => cases[kind].map((one) => [kind, ...one] as const))

  it.each(all)('%s %j with %j is %s', (kind, leaf, given, truth) => {
    const parsed = Condition.parse({ kind, ...leaf })
    if (parsed.kind === 'all' || parsed.kind === 'any' || parsed.kind === 'not') throw new Error('no leaf')
    const facts = factsOf(given)
    expect(askLeaf(parsed, facts)).toBe(truth)
    const isMissing = foundByLeaf(parsed, facts) === null
    // What is missing is always unknown; a sum in a currency without a limit is there and unknown all the same.
    if (isMissing) expect(truth).toBeNull()
    expect(factNames).toContain(conditionOf(kind).fact(parsed))
  })

  it.each(conditionKinds)('%s has its family’s shape and begins with a leaf of its own kind', (kind) => {
    const definition = conditionOf(kind)
    expect(definition.blank().kind).toBe(kind)
    expect(conditionKinds.filter((other) => conditionOf(other).reader === definition.reader)).toEqual([kind])
  })

  it.each([
    ['season', { day: 'order', from: '02-30', to: '03-01' }],
    ['season', { day: 'order', from: '13-01', to: '03-01' }],
    ['orderDate', { from: null, to: null }],
    ['orderDate', { from: '2026-05-02', to: '2026-05-01' }],
    ['orderDate', { from: '2026-02-29', to: null }],
    ['metafield', { key: 'sale', is: 'set', values: [] }],
    ['metafield', { key: 'custom.sale', is: 'anyOf', values: [] }],
    ['metafield', { key: 'custom.sale', is: 'set', values: ['x'] }],
    ['destinationRegion', { is: 'anyOf', values: ['California'] }],
    ['orderCountry', { is: 'anyOf', values: ['USA'] }],
    ['fault', { is: 'anyOf', values: ['weather'] }],
    ['answer', { question: '', is: 'anyOf', values: ['no'] }],
    ['answer', { question: 'tags', is: 'anyOf', values: [] }],
    ['photos', { is: 'atLeast', value: 1.5 }],
    ['orderTotal', { is: 'below', amounts: {} }],
    ['orderTotal', { is: 'below', amounts: { JPY: '1.5' } }],
    ['productTag', { is: 'anyOf', values: [''] }],
  ])('%s refuses %j', (kind, leaf) => {
    expect(Condition.safeParse({ kind, ...leaf }).success).toBe(false)
  })

  it('reads values by the names that they had when they were chosen', () => {
    const leaf = Condition.parse({
      kind: 'collection',
      is: 'anyOf',
      values: [gid('Collection', 1), gid('Collection', 2)],
      titles: { [gid('Collection', 1)]: 'Outlet' },
    })
    if (leaf.kind !== 'collection') throw new Error('no collection')
    expect(conditionOf('collection').words(leaf).params).toEqual({ values: ['Outlet', gid('Collection', 2)] })
  })
})
