import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { listReturnsOfOrder } from '#app/db/return.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { RequestedLine } from '#app/domain/return.ts'
import {
  breaks,
  judgeBy,
  orderNamed,
  requested,
  returnsInShopify,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { approveReturn } from './approve-return.server.ts'
import { noteLimit } from './assessed-request.ts'
import { cancelReturn } from './cancel-return.server.ts'
import { declineReturn } from './decline-return.server.ts'
import { findOrderForShopper } from './find-order-for-shopper.server.ts'
import { getReturnForShopper } from './get-return-for-shopper.server.ts'
import { judgeOrder } from './judge-order.server.ts'
import { listOrdersForCustomer } from './list-orders-for-customer.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { requestReturn } from './request-return.server.ts'

const shop = installedShop()

let order: OrderFacts
beforeEach(async () => {
  order = await orderNamed(shop(), '#1002')
})

function ask(
  lines: readonly RequestedLine[],
  submissionKey: string = randomUUID(),
  ctx: ShopContext = shop().ctx,
) {
  return requestReturn(
    { ...ctx, actor: { kind: 'shopper' } },
    {
      orderGid: order.id,
      submissionKey,
      lines,
      outcome: 'refund',
      locale: 'de-AT',
    },
  )
}

const ours = () => withShop(shop().ctx.shop, (tx) => listReturnsOfOrder(tx, shop().ctx.shop, order.id))

const needsStaff = () =>
  judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, review: 'staff' } }))

describe('finding an order as a guest', () => {
  test.each([
    ['with its e-mail', '#1001', 'alex@example.com'],
    ['without the hash, in another case, with spaces', ' 1001 ', ' ALEX@Example.com '],
    ['by the postcode', '#1026', '10002'],
  ])('finds it %s', async (_name, orderName, proof) => {
    const found = await findOrderForShopper(shop().ctx, { orderName, proof })
    expect(found.ok && found.value.name).toBe(`#${orderName.trim().replace('#', '')}`)
  })

  test.each([
    ['an absent order', '#9999', 'alex@example.com'],
    ['a wrong e-mail', '#1001', 'eve@example.com'],
    ['a part of the e-mail', '#1001', 'alex@'],
    ['a part of the postcode', '#1026', '100'],
    ['search syntax', '#1001 OR name:*', 'alex@example.com'],
    ['a quote that ends the search', '1001" OR email:"alex@example.com', 'alex@example.com'],
    ['nothing', '', ''],
  ])('answers %s like any other miss', async (_name, orderName, proof) => {
    expect(await findOrderForShopper(shop().ctx, { orderName, proof })).toEqual({
      ok: false,
      error: { kind: 'not_found' },
    })
  })

  test('tells `1027` from `EN1027`', async () => {
    const plain = await orderNamed(shop(), '#1027')
    const prefixed = await orderNamed(shop(), 'EN1027')
    expect([plain.name, prefixed.name]).toEqual(['#1027', 'EN1027'])
  })
})

describe('a signed-in customer', () => {
  test('sees her own orders and no order of somebody else', async () => {
    const alex = await orderNamed(shop(), '#1001')
    if (alex.customer === null || order.customer === null) throw new Error('Both orders have a customer')
    const orders = await listOrdersForCustomer(shop().ctx, { customerGid: alex.customer.id })
    expect(orders.map((one) => one.name)).toContain('#1001')
    expect(orders.every((one) => one.customer?.id === alex.customer?.id)).toBe(true)
    const foreign = { orderGid: alex.id, customerGid: order.customer.id }
    expect(await judgeOrder(shop().ctx, foreign)).toEqual({ ok: false, error: { kind: 'not_found' } })
    expect(await judgeOrder(shop().ctx, { orderGid: alex.id, customerGid: alex.customer.id })).toMatchObject({
      ok: true,
    })
  })
})

describe('a request that is not right', () => {
  test('of too many units is told how many there are', async () => {
    const [line] = wholeLines(order)
    if (line === undefined) throw new Error('The order has lines')
    const result = await ask([{ ...line, quantity: line.quantity + 1 }])
    const problem = { lineId: line.lineId, problem: 'quantity_exceeded', returnable: line.quantity }
    expect(result).toEqual({ ok: false, error: { kind: 'invalid_lines', lines: [problem] } })
  })

  test('names every wrong line at once', async () => {
    const other = await orderNamed(shop(), '#1001')
    const [foreign] = wholeLines(other)
    const [first, second, third] = wholeLines(order)
    if (!foreign || !first || !second || !third) throw new Error('Both orders have lines')
    const result = await ask([
      foreign,
      { ...first, quantity: 0 },
      { ...second, reasonHandle: 'no-such-reason' },
      { ...third, note: 'x'.repeat(noteLimit + 1) },
    ])
    expect(result).toEqual({
      ok: false,
      error: {
        kind: 'invalid_lines',
        lines: [
          { lineId: foreign.lineId, problem: 'unknown_line' },
          { lineId: first.lineId, problem: 'quantity_invalid' },
          { lineId: second.lineId, problem: 'reason_missing' },
          { lineId: third.lineId, problem: 'note_too_long' },
        ],
      },
    })
    expect(await ours()).toEqual([])
  })

  test('after the window has ended is refused, also when it was still open on the page', async () => {
    const lines = wholeLines(order)
    expect(await quoteReturn(shop().ctx, { orderGid: order.id, lines })).toMatchObject({ ok: true })
    shop().advance(60 * 86_400)
    const result = await ask(lines)
    expect(result).toMatchObject({ ok: false, error: { kind: 'invalid_lines' } })
    if (result.ok || result.error.kind !== 'invalid_lines') throw new Error('It was refused')
    expect(result.error.lines.map((line) => line.problem)).toEqual(lines.map(() => 'not_returnable'))
  })

  test('with nothing chosen, or for another outcome than offered, is refused', async () => {
    expect(await ask([])).toEqual({ ok: false, error: { kind: 'nothing_selected' } })
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, outcomes: ['store_credit'] },
    }))
    expect(await ask(wholeLines(order))).toMatchObject({ ok: false, error: { kind: 'outcome_not_offered' } })
  })

  test('for an order that is not there is refused', async () => {
    const result = await requestReturn(shop().ctx, {
      orderGid: 'gid://shopify/Order/999999999' as OrderFacts['id'],
      submissionKey: randomUUID(),
      lines: wholeLines(order),
      outcome: 'refund',
      locale: 'en',
    })
    expect(result).toEqual({ ok: false, error: { kind: 'not_found' } })
  })
})

describe('a request sent more than once', () => {
  test('one after the other makes one return', async () => {
    const lines = wholeLines(order)
    const key = randomUUID()
    const first = await ask(lines, key)
    expect(await ask(lines, key)).toEqual(first)
    expect(await ours()).toHaveLength(1)
    expect(await returnsInShopify(shop(), order)).toHaveLength(1)
  })

  test('at the same moment makes one return', async () => {
    const lines = wholeLines(order)
    const key = randomUUID()
    const answers = await Promise.all([ask(lines, key), ask(lines, key), ask(lines, key)])
    expect(
      new Set(answers.map((one) => (one.ok ? one.value.returnId : JSON.stringify(one.error)))).size,
    ).toBe(1)
    expect(await returnsInShopify(shop(), order)).toHaveLength(1)
  })

  test.each([
    ['by the same form: both get the one return', true],
    ['by another person: the units are gone', false],
  ])('overtaken between two reads of the order %s', async (_name, isTwin) => {
    const lines = wholeLines(order)
    const key = randomUUID()
    let first: Awaited<ReturnType<typeof ask>> | undefined
    const overtaken = shop().over(async (operation, options) => {
      if (operation.includes('query CalculateReturn') && first === undefined) {
        first = await ask(lines, isTwin ? key : randomUUID())
      }
      return shop().ctx.admin(operation, options)
    })
    const second = await ask(lines, key, overtaken)
    expect(first?.ok).toBe(true)
    if (isTwin) expect(second).toEqual(first)
    else expect(second).toMatchObject({ error: { kind: 'invalid_lines' } })
    expect(await returnsInShopify(shop(), order)).toHaveLength(1)
  })

  test('for the same last units by two people: one gets them', async () => {
    const lines = wholeLines(order)
    const answers = await Promise.all([ask(lines), ask(lines)])
    expect(answers.filter((one) => one.ok)).toHaveLength(1)
    expect(answers.find((one) => !one.ok)).toMatchObject({ error: { kind: 'invalid_lines' } })
    expect(await returnsInShopify(shop(), order)).toHaveLength(1)
  })
})

describe('when Shopify does not answer', () => {
  test('before the request: nothing is stored', async () => {
    breaks(shop(), 'returnCalculate', { kind: 'http', status: 403 })
    expect(await ask(wholeLines(order))).toEqual({ ok: false, error: { kind: 'shopify_unreachable' } })
    expect(await ours()).toEqual([])
  })

  test('to the opening: the request stands, and the job opens it later', async () => {
    breaks(shop(), 'returnCreate', { kind: 'http', status: 503 })
    const made = await ask(wholeLines(order))
    expect(made).toMatchObject({ ok: true, value: { name: null, status: 'approved' } })
    shop().advance(10)
    await shop().runJobs()
    expect(await ours()).toMatchObject([{ name: '#1002-R1' }])
    expect(await returnsInShopify(shop(), order)).toHaveLength(1)
  })

  test.each(['returnCreate', 'returnRequest'])(
    'but did open it (%s): no second one is made',
    async (root) => {
      if (root === 'returnRequest') await needsStaff()
      breaks(shop(), root, { kind: 'reset' })
      const made = await ask(wholeLines(order))
      expect(made).toMatchObject({ ok: true, value: { name: null } })
      shop().advance(10)
      await shop().runJobs()
      expect(await ours()).toMatchObject([{ name: '#1002-R1' }])
      expect(await returnsInShopify(shop(), order)).toHaveLength(1)
    },
  )
})

describe('a request that a person decides', () => {
  test('is asked for in Shopify, and approved there when it is approved here', async () => {
    await needsStaff()
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    expect(made).toMatchObject({ status: 'in_review', name: '#1002-R1' })
    expect(await returnsInShopify(shop(), order)).toMatchObject([{ status: 'REQUESTED' }])
    expect(await approveReturn(shop().ctx, made)).toEqual({
      ok: true,
      value: { status: 'approved', shopify: 'done' },
    })
    expect(await returnsInShopify(shop(), order)).toMatchObject([{ status: 'OPEN' }])
    expect(await approveReturn(shop().ctx, made)).toEqual({
      ok: false,
      error: { kind: 'not_allowed', status: 'approved' },
    })
    await shop().runJobs()
    expect(shop().mails.map((mail) => mail.subject)).toEqual([
      'We received your return request for order #1002',
      'Your return for order #1002 is approved',
    ])
  })

  test('can be declined with a reason; the units are free again', async () => {
    await needsStaff()
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    const declined = await declineReturn(shop().ctx, {
      ...made,
      reason: 'FINAL_SALE',
      note: 'Sorry, <b>sale</b> items stay.',
    })
    expect(declined).toEqual({ ok: true, value: { status: 'declined', shopify: 'done' } })
    expect(await returnsInShopify(shop(), order)).toMatchObject([{ status: 'DECLINED' }])
    const view = await getReturnForShopper(shop().ctx, made)
    expect(view).toMatchObject({
      status: 'declined',
      nextStep: 'none',
      decline: { reason: 'FINAL_SALE', note: 'Sorry, <b>sale</b> items stay.' },
    })
    await shop().runJobs()
    const mail = shop().mails.at(-1)
    expect(mail?.text).toContain('Sorry, <b>sale</b> items stay.')
    expect(mail?.html).toContain('Sorry, &lt;b&gt;sale&lt;/b&gt; items stay.')
    expect(await quoteReturn(shop().ctx, { orderGid: order.id, lines: wholeLines(order) })).toMatchObject({
      ok: true,
    })
  })

  test('is decided once, however many people decide', async () => {
    await needsStaff()
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    const decisions = await Promise.all([
      approveReturn(shop().ctx, made),
      declineReturn(shop().ctx, { ...made, reason: 'OTHER', note: '' }),
    ])
    expect(decisions.filter((one) => one.ok)).toHaveLength(1)
    const { status } = await stored(shop(), made.returnId)
    const expected = status === 'approved' ? 'OPEN' : 'DECLINED'
    expect(await returnsInShopify(shop(), order)).toMatchObject([{ status: expected }])
  })
})

test('a cancelled return frees its units in Shopify', async () => {
  const { made } = await requested(shop(), { order, lines: wholeLines(order) })
  expect(await cancelReturn(shop().ctx, made)).toEqual({
    ok: true,
    value: { status: 'cancelled', shopify: 'done' },
  })
  expect(await returnsInShopify(shop(), order)).toMatchObject([{ status: 'CANCELED' }])
  expect(await quoteReturn(shop().ctx, { orderGid: order.id, lines: wholeLines(order) })).toMatchObject({
    ok: true,
  })
})

test('an order of sixty lines is read whole', async () => {
  const long = await orderNamed(shop(), '#1036')
  expect(long.lines).toHaveLength(60)
  expect(long.lines.every((line) => line.returnableQuantity === line.quantity)).toBe(true)
})
