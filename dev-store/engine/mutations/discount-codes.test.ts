import { beforeEach, expect, test } from 'vitest'
import { schemaProblems, upperCaseEnums, webhookSchema } from '../../conformance/webhook-schema.ts'
import { createClock, createEngine } from '../engine.ts'
import type { Engine, WebhookEvent } from '../engine.ts'

const SHOP = 'homeward-demo.myshopify.com'
let engine: Engine
let now = Date.parse('2026-11-20T12:00:00Z')
let events: WebhookEvent[]
beforeEach(() => {
  now = Date.parse('2026-11-20T12:00:00Z')
  engine = createEngine({ clock: createClock(0, () => now) })
  events = []
  engine.onEmit((event) => events.push(event))
})

const DISCOUNT = `codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic {
  title status summary appliesOncePerCustomer usageLimit asyncUsageCount startsAt endsAt codes(first: 1) { nodes { code asyncUsageCount } }
  customerGets { value { __typename ... on DiscountPercentage { percentage } ... on DiscountAmount { amount { amount currencyCode } appliesOnEachItem } } items { ... on AllDiscountItems { allItems } } }
  context { __typename ... on DiscountCustomers { customers { id } } }
  combinesWith { orderDiscounts shippingDiscounts } minimumRequirement { ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount } } } } } }`
const CREATE = `mutation ($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $input) { ${DISCOUNT} userErrors { field message code extraInfo } } }`
type Basic = Record<string, unknown> & { status: string }
type Node = { id: string; codeDiscount: Basic }
type Created = {
  discountCodeBasicCreate: {
    codeDiscountNode: Node | null
    userErrors: { field: string[]; message: string; code: string }[]
  }
}

const input = (facts: Record<string, unknown> = {}) => ({
  title: 'Thank you', code: 'THANKS-10', startsAt: '2026-11-20T00:00:00Z', context: { all: 'ALL' }, customerGets: { items: { all: true }, value: { percentage: 0.1 } }, ...facts,
}) // prettier-ignore
const create = async (facts?: Record<string, unknown>) =>
  (await engine.asMerchant<Created>(SHOP, CREATE, { input: input(facts) })).discountCodeBasicCreate

test('a bonus code is found by its code, whatever its case, and ends', async () => {
  const customer = Object.values(engine.state.tables.customers).find((one) => one.shop === SHOP)
  const { codeDiscountNode, userErrors } = await create({
    endsAt: '2026-12-01T00:00:00Z', usageLimit: 1, appliesOncePerCustomer: true, context: { customers: { add: [customer?.id] } },
    minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '50.00' } }, combinesWith: { shippingDiscounts: true },
  }) // prettier-ignore
  expect(userErrors).toEqual([])
  expect(codeDiscountNode?.codeDiscount).toEqual({
    title: 'Thank you', status: 'ACTIVE', summary: '10% off entire order', appliesOncePerCustomer: true, usageLimit: 1, asyncUsageCount: 0, startsAt: '2026-11-20T00:00:00Z',
    endsAt: '2026-12-01T00:00:00Z', codes: { nodes: [{ code: 'THANKS-10', asyncUsageCount: 0 }] },
    customerGets: { value: { __typename: 'DiscountPercentage', percentage: 0.1 }, items: { allItems: true } },
    context: { __typename: 'DiscountCustomers', customers: [{ id: customer?.id }] }, combinesWith: { orderDiscounts: false, shippingDiscounts: true },
    minimumRequirement: { greaterThanOrEqualToSubtotal: { amount: '50.0' } },
  }) // prettier-ignore
  const [event] = events
  expect(event?.topic).toBe('discounts/create')
  expect(
    schemaProblems(webhookSchema('discounts/create') ?? undefined, event?.payload, '', new Set()),
  ).toEqual([])
  expect(upperCaseEnums(event?.payload)).toEqual([])

  now = Date.parse('2026-12-02T00:00:00Z')
  const found = await engine.asMerchant<{
    codeDiscountNodeByCode: Node
    discountNodes: { nodes: { discount: Basic }[] }
    discountNodesCount: { count: number }
  }>(
    SHOP,
    `{ codeDiscountNodeByCode(code: "thanks-10") { id codeDiscount { ... on DiscountCodeBasic { status } } } discountNodes(first: 5, query: "status:expired") { nodes { id discount { ... on DiscountCodeBasic { status } } } } discountNodesCount { count } }`,
  )
  expect(found.codeDiscountNodeByCode).toEqual({
    id: codeDiscountNode?.id,
    codeDiscount: { status: 'EXPIRED' },
  })
  expect(found.discountNodes.nodes).toHaveLength(1)
  expect(found.discountNodesCount.count).toBe(1)
})

test('an order that used the code counts as a use', async () => {
  await create()
  await engine.asMerchant(
    SHOP,
    'mutation { orderCreate(order: { lineItems: [{ title: "Vase", quantity: 1, priceSet: { shopMoney: { amount: "20.00", currencyCode: USD } } }], discountCode: { itemPercentageDiscountCode: { code: "Thanks-10", percentage: 10 } } }) { userErrors { message } } }',
  )
  const { codeDiscountNodeByCode } = await engine.asMerchant<{ codeDiscountNodeByCode: Node }>(
    SHOP,
    '{ codeDiscountNodeByCode(code: "THANKS-10") { codeDiscount { ... on DiscountCodeBasic { asyncUsageCount } } } }',
  )
  expect(codeDiscountNodeByCode.codeDiscount['asyncUsageCount']).toBe(1)
})

test('wrong input is refused with the schema’s codes and leaves no trace', async () => {
  await create()
  const before = engine.dump()
  const codes = async (facts: Record<string, unknown>) =>
    (await create(facts)).userErrors.map(({ field, code }) => [field.at(-1), code])
  expect(await codes({})).toEqual([['code', 'TAKEN']])
  expect(await codes({ code: ' ' })).toEqual([['code', 'BLANK']])
  expect(await codes({ code: 'B', endsAt: '2026-11-19T00:00:00Z' })).toEqual([
    ['endsAt', 'END_DATE_BEFORE_START_DATE'],
  ])
  expect(
    await codes({ code: 'C', customerGets: { items: { all: true }, value: { percentage: 10 } } }),
  ).toEqual([['percentage', 'VALUE_OUTSIDE_RANGE']])
  expect(await codes({ code: 'D', context: { customers: { add: ['gid://shopify/Customer/1'] } } })).toEqual([
    ['add', 'INVALID'],
  ])
  await expect(
    create({
      code: 'E',
      customerGets: { items: { products: { productsToAdd: [] } }, value: { percentage: 0.1 } },
    }),
  ).rejects.toThrow('Not modelled by the dev store: DiscountCodeBasicInput.customerGets.items.products')
  expect(engine.dump()).toBe(before)
})
