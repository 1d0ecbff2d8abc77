import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { findLimits, saveLimits } from '#app/db/limit.server.ts'
import { saveMoneySettings } from '#app/db/money-settings.server.ts'
import { listApprovals } from '#app/db/approval.server.ts'
import { firstLimits, type Limits } from '#app/domain/limits.ts'
import { money, toDecimal, type Money } from '#app/domain/money.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { judgeBy, ledgerOf, orderNamed, receive, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { grantApproval } from './decide-approval.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { quoteReturn } from './quote-return.server.ts'
import { previewScan, recordScan } from './record-scan.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { requestReturn } from './request-return.server.ts'

/* When goods in exchange leave the shop, and who answers for what they are worth. */

const shop = installedShop()

const offer = (
  payWhen: 'on_approval' | 'on_scan' | 'on_receipt',
  rule: 'difference' | 'price_paid' = 'difference',
) =>
  judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: {
      ...policy.baseline,
      review: 'automatic',
      outcomes: ['refund', 'store_credit', 'exchange'],
      exchangePrice: rule,
      payWhen,
    },
  }))

beforeEach(() => offer('on_receipt'))

/** An exchange of the one line of order #1032 for the first goods that a search finds; for its own product without one. */
async function exchanged(term?: string) {
  const order = await orderNamed(shop(), '#1032')
  const shopper = shop().as({ kind: 'shopper' })
  const [line] = wholeLines(order, (index) => index === 0)
  if (line === undefined) throw new Error('The order has a line')
  const looking = term === undefined ? line : { ...line, exchangeSearch: term }
  const looked = await quoteReturn(shopper, { orderGid: order.id, lines: [looking] })
  const offered = looked.ok ? looked.value.exchange?.lines[0] : undefined
  const wanted = term === undefined ? offered?.variants[1] : offered?.others[0]
  const lines = [{ ...line, exchangeFor: wanted?.gid ?? '' }]
  const request = { orderGid: order.id, lines, outcome: 'exchange', submissionKey: randomUUID() } as const
  const made = await requestReturn(shopper, { ...request, locale: 'en' })
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  const { promised } = await stored(shop(), made.value.returnId)
  if (promised === null) throw new Error('Something was promised')
  return { order, returnId: made.value.returnId, promised }
}

type Parcels = { order: { fulfillmentOrders: { nodes: { status: string }[] } } }

async function parcelsOf(orderId: string): Promise<string[]> {
  const query = 'query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 10) { nodes { status } } } }'
  const { order } = await shop().devStore.engine.asMerchant<Parcels>(shop().ctx.shop, query, { id: orderId })
  return order.fulfillmentOrders.nodes.map(({ status }) => status).filter((status) => status !== 'CLOSED')
}

const limit = (holder: 'automatic' | 'agent', most: Money) =>
  withShop(shop().ctx.shop, async (tx) => {
    const { shop: domain } = shop().ctx
    const { version } = await findLimits(tx, domain)
    const amounts = { refund: { USD: { order: toDecimal(most), day: null, buyer: null } }, store_credit: {} }
    const limits: Limits = { ...firstLimits, [holder]: { kind: 'limited', amounts } }
    await saveLimits(tx, { shop: domain, limits, version })
  })

const agent = () => ({
  ...shop().ctx,
  actor: { kind: 'staff' as const, id: '7', name: 'Ben' },
  role: 'agent' as const,
})

const moneyOf = () => ledgerOf(shop(), '#1032').filter(({ kind }) => kind === 'refund')

describe('goods leave at the moment that the policy names', () => {
  test('on approval: at once, goods for goods, once; the parcel that comes later releases nothing more', async () => {
    await offer('on_approval')
    const { order, returnId } = await exchanged()
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual(['OPEN'])
    await receive(shop(), returnId)
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual(['OPEN'])
    expect(moneyOf()).toEqual([])
    expect((await stored(shop(), returnId)).moneyIntents.map(({ state }) => state)).toEqual(['settled'])
  })

  test('on approval, dearer goods: Shopify keeps them until its invoice is paid', async () => {
    await offer('on_approval')
    const { order, promised } = await exchanged('merino')
    await shop().runJobs()
    expect(promised.owed.minor).toBeGreaterThan(0)
    expect(await parcelsOf(order.id)).toEqual(['ON_HOLD'])
  })

  test('on approval, cheaper goods: the rest goes back with them', async () => {
    await offer('on_approval')
    const { order, promised } = await exchanged('skillet')
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual(['OPEN'])
    expect(moneyOf()).toMatchObject([{ amount: toDecimal(promised.refund), status: 'SUCCESS' }])
  })

  test('on receipt: nothing before, and then a person releases them', async () => {
    const { order, returnId } = await exchanged()
    await shop().runJobs()
    expect(await recordScan(shop().ctx, { returnId, carrier: 'UPS', code: '1Z' })).toMatchObject({
      value: { refund: 'not_yet' },
    })
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual([])
    expect((await stored(shop(), returnId)).moneyIntents).toEqual([])
  })

  test('on the first scan: within what may be out, the worth of the goods counted', async () => {
    await offer('on_scan')
    const settle = (usd: string) =>
      withShop(shop().ctx.shop, (tx) =>
        saveMoneySettings(
          tx,
          shop().ctx.shop,
          MoneySettings.parse({ instantRefund: { perBuyer: { USD: usd }, perDay: { USD: usd } } }),
        ),
      )
    const { order, returnId } = await exchanged()
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual([])
    await settle('50')
    expect(await previewScan(shop().ctx, { returnId })).toMatchObject({ value: { refund: 'above_exposure' } })
    await settle('500')
    expect(await previewScan(shop().ctx, { returnId })).toMatchObject({
      value: { refund: 'paid', goods: expect.stringContaining('1 × Linen Shirt') as string },
    })
    expect(await recordScan(shop().ctx, { returnId, carrier: 'UPS', code: '1Z' })).toMatchObject({
      value: { refund: 'paid' },
    })
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual(['OPEN'])
  })
})

describe('who answers for goods in exchange', () => {
  const pay = async (ctx: ReturnType<typeof agent>, returnId: ReturnId) => {
    const quoted = await quoteRefund(ctx, { returnId })
    const quote = quoted.ok ? quoted.value.quotes[0] : undefined
    if (quote === undefined) throw new Error(JSON.stringify(quoted))
    const seen = { expected: quote.refund, expectedOwed: quote.owed }
    return refundReturn(ctx, { returnId, method: 'original_payment', ...seen })
  }

  test('goods for goods count with their worth: exactly the limit goes out, a cent less waits for a second person', async () => {
    const { order, returnId, promised } = await exchanged()
    const worth = promised.exchanges[0]
    if (worth === undefined) throw new Error('Goods were promised')
    const value = worth.price.minor + (promised.taxesIncluded ? 0 : worth.tax.minor)
    await receive(shop(), returnId)
    await limit('agent', money(value - 1, 'USD'))
    expect(await pay(agent(), returnId)).toMatchObject({
      ok: false,
      error: { kind: 'needs_approval', amount: money(value, 'USD') },
    })
    expect(await parcelsOf(order.id)).toEqual([])
    const [approval] = await withShop(shop().ctx.shop, (tx) => listApprovals(tx, shop().ctx.shop, returnId))
    const asked = { returnId, approvalId: approval?.id ?? '', requestHash: approval?.requestHash ?? '' }
    expect(await grantApproval(agent(), asked)).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(await grantApproval(shop().ctx, asked)).toMatchObject({ ok: true, value: { state: 'settled' } })
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual(['OPEN'])
  })

  test('within the limit an agent exchanges alone, and it counts', async () => {
    const { returnId } = await exchanged()
    await receive(shop(), returnId)
    await limit('agent', money(50_000, 'USD'))
    expect(await pay(agent(), returnId)).toMatchObject({ ok: true, value: { state: 'settled' } })
    const entries = await withShop(shop().ctx.shop, (tx) => tx.limitEntry.findMany())
    expect(entries).toMatchObject([{ role: 'agent' }])
    expect(Number(entries[0]?.amountMinor)).toBeGreaterThan(7_000)
  })

  test('the price paid honoured: the dearer goods count whole', async () => {
    await offer('on_receipt', 'price_paid')
    const { returnId, promised } = await exchanged('merino')
    expect([promised.refund.minor, promised.owed.minor]).toEqual([0, 0])
    await receive(shop(), returnId)
    await limit('agent', money(9_799, 'USD'))
    expect(await pay(agent(), returnId)).toMatchObject({ ok: false, error: { kind: 'needs_approval' } })
  })

  test('what the policy releases by itself has limits, too: above them it waits for a person', async () => {
    await offer('on_approval')
    await limit('automatic', money(100, 'USD'))
    const { order, returnId } = await exchanged()
    await shop().runJobs()
    expect(await parcelsOf(order.id)).toEqual([])
    expect((await stored(shop(), returnId)).attention).toBe('above_limit')
  })
})
