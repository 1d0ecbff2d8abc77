import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listWatchedBuyers, watchBuyer } from '#app/db/watched-buyer.server.ts'
import type { AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { type Money, money } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Condition } from '#app/domain/policy/conditions/index.ts'
import { Policy } from '#app/domain/policy/policy.ts'
import { defaultPolicy } from '#app/domain/policy/default-policy.ts'
import { judgeBy, orderNamed, receive, requested, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop, type TestShop } from '../../tests/setup/shop.ts'
import { addToWatchList, removeFromWatchList } from './change-watch-list.server.ts'
import { readJudgedOrder } from './judged-order.server.ts'
import { readOrderForPolicies } from './order-for-policies.server.ts'
import { refundReturn } from './refund-return.server.ts'

const asking = (...leaves: Condition[]): Policy =>
  Policy.parse({
    ...defaultPolicy,
    rules: [{ id: 'asks', name: 'Asks', enabled: true, when: { kind: 'all', of: leaves }, set: {} }],
  })

describe('an order for a policy', () => {
  const shop = installedShop()

  /** The facts that a policy with these conditions gets, and the names of the calls that it took. */
  async function factsFor(name: string, ...leaves: Condition[]): Promise<[OrderFacts, string[]]> {
    const { id } = await orderNamed(shop(), name)
    const calls: string[] = []
    const admin: AdminGraphql = (text, options) => {
      calls.push(/(?:query|mutation) (\w+)/.exec(text)?.[1] ?? '')
      return shop().ctx.admin(text, options)
    }
    const policy = asking(...leaves)
    const answer = await readOrderForPolicies(shop().over(admin), {
      orderGid: id,
      likely: [policy],
      judging: () => Promise.resolve({ policies: [policy], found: null }),
    })
    if (answer === null) throw new Error(`no order ${name}`)
    return [answer.read.facts, calls]
  }
  const firstLine = ({ lines: [line] }: OrderFacts) => {
    if (line === undefined) throw new Error('no line')
    return line
  }

  test('knows what costs nothing without being asked, in one call', async () => {
    const [order, calls] = await factsFor('#1001')
    expect(calls).toEqual(['OrderForReturn'])
    expect(order).toMatchObject({
      channel: 'web',
      gateways: ['shopify_payments'],
      province: 'NY',
      isBusiness: false,
      market: null,
      isFirst: null,
      discounts: { minor: 0, currency: 'USD' },
    })
    expect(order.undiscountedSubtotal?.minor).toBeGreaterThan(0)
    expect(order.customer?.since).toMatch(/^\d{4}-/)
    expect(order.customer).toMatchObject({ returnCount: null, refunded: null, isBlocklisted: null })
    expect(firstLine(order)).toMatchObject({
      variantId: null,
      isSubscription: null,
      bundleId: null,
      collections: null,
      metafields: null,
      isCustom: false,
    })
  })

  test('a company, a counter and a seller’s plan are told apart', async () => {
    const [company] = await factsFor('#1025')
    expect(company).toMatchObject({ isBusiness: true, channel: 'shopify_draft_order' })
    const [counter] = await factsFor('#1015', { kind: 'firstOrder', is: true })
    expect(counter).toMatchObject({ isBusiness: false, channel: 'pos', customer: null, isFirst: null })
    const [plan] = await factsFor('#1018', { kind: 'subscription', is: true })
    expect(firstLine(plan).isSubscription).toBe(true)
    const [plain] = await factsFor('#1001', { kind: 'subscription', is: true })
    expect(firstLine(plain).isSubscription).toBe(false)
  })

  test('the place of an order in its buyer’s history', async () => {
    const asks: Condition = { kind: 'firstOrder', is: true }
    const [old] = await factsFor('#1016', asks)
    const [late] = await factsFor('#1027', asks)
    expect([old.isFirst, late.isFirst]).toEqual([true, false])
  })

  test('bundles, variants, collections, metafields and the market, only for who asks', async () => {
    const [bundle] = await factsFor('#1006', { kind: 'bundlePart', is: true })
    const ids = new Set(bundle.lines.map((line) => line.bundleId))
    expect([...ids]).toEqual([expect.stringContaining('gid://shopify/LineItemGroup/')])

    const { collections } = await shop().ctx.admin<{
      collections: { nodes: { id: string; title: string }[] }
    }>('{ collections(first: 10) { nodes { id title } } }')
    const gids = collections.nodes.map(({ id }) => id)
    const [order, calls] = await factsFor(
      '#1001',
      { kind: 'collection', is: 'anyOf', values: [...gids, 'gid://shopify/Product/1'] },
      { kind: 'metafield', key: 'custom.final_sale', is: 'set', values: [] },
      { kind: 'variant', is: 'anyOf', values: ['gid://shopify/ProductVariant/1'] },
      { kind: 'market', is: 'anyOf', values: ['us'] },
    )
    expect(calls.sort()).toEqual(['MarketOfCountry', 'OrderExtras', 'OrderForReturn', 'ProductFacts'])
    expect(order.market).toBe('us')
    const line = firstLine(order)
    expect(line.variantId).toMatch(/ProductVariant/)
    expect(line.metafields).toEqual({ 'custom.final_sale': null })
    expect(Object.keys(line.collections ?? {}).sort()).toEqual([...gids, 'gid://shopify/Product/1'].sort())
    expect(Object.values(line.collections ?? {})).toContain(true)
    expect(line.collections?.['gid://shopify/Product/1']).toBe(false)
  })

  test('the buyer’s returns, refunds and place on the watch list', async () => {
    const order = await orderNamed(shop(), '#1001')
    if (order.customer === null) throw new Error('no customer')
    const asks: Condition[] = [
      { kind: 'customerReturns', is: 'above', value: 0 },
      { kind: 'blocklisted', is: true },
    ]
    const [before] = await factsFor('#1001', ...asks)
    expect(before.customer).toMatchObject({
      returnCount: 0,
      refunded: money(0, 'USD'),
      isBlocklisted: false,
    })

    const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
    await paid(shop(), made.returnId, promised.refund)
    const addedBy = { kind: 'staff', id: '1', name: 'Sam' } as const
    const entry = { buyer: order.email ?? '', note: '', addedBy, addedAt: shop().ctx.now() }
    await withShop(shop().ctx.shop, (tx) => watchBuyer(tx, shop().ctx.shop, entry))
    const [after] = await factsFor('#1001', ...asks)
    expect(after.customer).toMatchObject({ returnCount: 1, refunded: promised.total, isBlocklisted: true })
  })

  test('an order that is judged by an older version is read with what that one asks', async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      rules: [
        {
          id: 'plan',
          name: 'Subscriptions',
          enabled: true,
          note: '',
          when: { kind: 'subscription', is: true },
          set: { review: 'staff' },
        },
      ],
    }))
    const order = await orderNamed(shop(), '#1018')
    const judged = await readJudgedOrder(shop().ctx, { orderGid: order.id })
    expect(judged?.decision.lines[0]?.trace[0]?.result).toBe('true')
  })
})

/** Receives a return's items and refunds it. */
async function paid(shop: TestShop, returnId: ReturnId, expected: Money): Promise<void> {
  await receive(shop, returnId)
  const result = await refundReturn(shop.ctx, { returnId, method: 'original_payment', expected })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  await shop.runJobs()
}

describe('the watch list', () => {
  const shop = installedShop()

  test('takes an address or a customer once, and only from who may', async () => {
    const { ctx } = shop()
    const add = (buyer: string) => addToWatchList(ctx, { buyer, note: '' })
    expect(await add(' Anna@Example.com ')).toEqual({ ok: true, value: null })
    expect(await add('anna@example.com')).toEqual({ ok: false, error: { kind: 'known_already' } })
    expect(await add('https://admin.shopify.com/store/x/customers/77')).toEqual({ ok: true, value: null })
    expect(await add('Anna')).toEqual({ ok: false, error: { kind: 'no_buyer' } })
    const viewer = shop().as({ kind: 'staff', id: '9', name: 'Vic' }, 'viewer')
    expect(await addToWatchList(viewer, { buyer: 'x@example.com', note: '' })).toMatchObject({
      error: { kind: 'forbidden' },
    })
    expect(await removeFromWatchList(ctx, { buyer: 'anna@example.com' })).toEqual({ ok: true, value: null })
    const left = await withShop(ctx.shop, (tx) => listWatchedBuyers(tx, ctx.shop))
    expect(left.map(({ buyer }) => buyer)).toEqual(['gid://shopify/Customer/77'])
  })
})
