import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listApprovals } from '#app/db/approval.server.ts'
import { findLimits, saveLimits } from '#app/db/limit.server.ts'
import { saveMoneySettings } from '#app/db/money-settings.server.ts'
import { toDecimal } from '#app/domain/money.ts'
import { firstLimits } from '#app/domain/limits.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import {
  judgeBy,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  returnsInShopify,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { closeReturn } from './close-return.server.ts'
import { grantApproval } from './decide-approval.server.ts'
import { keepItems } from './keep-items.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { recordScan } from './record-scan.server.ts'
import { refundReturn } from './refund-return.server.ts'

const shop = installedShop()

const settle = (settings: object) =>
  withShop(shop().ctx.shop, (tx) => saveMoneySettings(tx, shop().ctx.shop, MoneySettings.parse(settings)))

const paid = (order: string) =>
  ledgerOf(shop(), order)
    .filter((row) => row.kind !== 'bonus_credit' && row.status === 'SUCCESS')
    .map((row) => row.amount)

async function ask(name: string, outcome: 'refund' | 'store_credit' = 'refund') {
  const order = await orderNamed(shop(), name)
  return { order, ...(await requested(shop(), { order, lines: wholeLines(order), outcome })) }
}

const scan = (returnId: Parameters<typeof stored>[1]) =>
  recordScan(
    { ...shop().ctx, actor: { kind: 'system' }, role: null },
    { returnId, carrier: 'UPS', code: '1Z' },
  )

describe('a refund on the first scan of the parcel', () => {
  const onScan = () =>
    judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, payWhen: 'on_scan' } }))

  test('is paid before the goods are here, once, within what may be out', async () => {
    await onScan()
    await settle({ instantRefund: { perBuyer: { USD: '500' }, perDay: { USD: '1000' } } })
    const { made, promised } = await ask('#1001')
    await shop().runJobs()
    expect(paid('#1001')).toEqual([])
    expect(await scan(made.returnId)).toMatchObject({ ok: true, value: { refund: 'paid' } })
    expect(await scan(made.returnId)).toMatchObject({ ok: true, value: { refund: 'known' } })
    await shop().runJobs()
    expect(paid('#1001')).toEqual([toDecimal(promised.refund)])
    expect((await stored(shop(), made.returnId)).status).toBe('approved')
  })

  test('waits for the goods where the sum of the buyer would be passed, also by a second parcel', async () => {
    await onScan()
    const first = await ask('#1001')
    const most = toDecimal(first.promised.refund)
    await settle({ instantRefund: { perBuyer: { USD: most }, perDay: { USD: '9999' } } })
    expect(await scan(first.made.returnId)).toMatchObject({ value: { refund: 'paid' } })
    const second = await ask('#1010')
    const sameBuyer =
      (await stored(shop(), first.made.returnId)).customerGid ===
      (await stored(shop(), second.made.returnId)).customerGid
    const expected = sameBuyer || second.promised.refund.minor > first.promised.refund.minor
    expect(await scan(second.made.returnId)).toMatchObject({
      value: { refund: expected ? 'above_exposure' : 'paid' },
    })
  })

  test('is not paid where the shop names no sum, and not where the policy pays later', async () => {
    await onScan()
    const { made } = await ask('#1001')
    expect(await scan(made.returnId)).toMatchObject({ value: { refund: 'above_exposure' } })
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, payWhen: 'on_receipt' },
    }))
    const later = await ask('#1002')
    expect(await scan(later.made.returnId)).toMatchObject({ value: { refund: 'not_yet' } })
    await shop().runJobs()
    expect([...paid('#1001'), ...paid('#1002')]).toEqual([])
  })
})

describe('goods that the buyer keeps', () => {
  test('are paid for by staff without a parcel, and the return can be closed', async () => {
    const { order, made, promised } = await ask('#1001')
    expect(await keepItems(shop().ctx, { ...made, reason: 'Not worth the way' })).toMatchObject({ ok: true })
    expect(await keepItems(shop().ctx, { ...made, reason: '' })).toMatchObject({ ok: false })
    const quoted = await quoteRefund(shop().ctx, made)
    expect(quoted).toMatchObject({ ok: true, value: { quotes: [{ refund: promised.refund }, {}] } })
    const how = { method: 'original_payment', expected: promised.refund } as const
    expect(await refundReturn(shop().ctx, { returnId: made.returnId, ...how })).toMatchObject({ ok: true })
    expect(await closeReturn(shop().ctx, made)).toMatchObject({ ok: true })
    expect(paid('#1001')).toEqual([toDecimal(promised.refund)])
    expect(await returnsInShopify(shop(), order)).toMatchObject([{ status: 'CLOSED' }])
  })

  test('above the limit it waits for a second person, frozen; who grants it answers for it, and pays nothing by it', async () => {
    const { made, promised } = await ask('#1001')
    const { shop: domain } = shop().ctx
    await withShop(domain, async (tx) => {
      const { version } = await findLimits(tx, domain)
      const amounts = { refund: { USD: { order: '1', day: null, buyer: null } }, store_credit: {} }
      const limits = { ...firstLimits, agent: { kind: 'limited' as const, amounts } }
      await saveLimits(tx, { shop: domain, limits, version })
    })
    const ben = {
      ...shop().ctx,
      actor: { kind: 'staff' as const, id: '7', name: 'Ben' },
      role: 'agent' as const,
    }
    const { returnId } = made
    const wish = { returnId, reason: 'Not worth the way' }
    expect(await keepItems(ben, wish)).toMatchObject({
      ok: false,
      error: { kind: 'needs_approval', amount: promised.total },
    })
    expect((await stored(shop(), returnId)).keepsItems).toBe(false)
    const waiting = async () => (await withShop(domain, (tx) => listApprovals(tx, domain, returnId)))[0]
    const asked = await waiting()
    const decision = { returnId, approvalId: asked?.id ?? '', requestHash: asked?.requestHash ?? '' }
    expect(await grantApproval({ ...ben, role: 'manager' }, decision)).toMatchObject({
      error: { kind: 'own_request' },
    })
    expect(await grantApproval(shop().ctx, decision)).toEqual({ ok: true, value: { kind: 'kept' } })
    const record = await stored(shop(), returnId)
    expect(record).toMatchObject({ keepsItems: true, moneyIntents: [] })
    expect(await waiting()).toMatchObject({ state: 'granted', intentId: null })
    expect(await grantApproval(shop().ctx, decision)).toMatchObject({ error: { kind: 'already_decided' } })
    expect(paid('#1001')).toEqual([])
  })

  test('what waits is void as soon as the return is another one', async () => {
    const { made } = await ask('#1001')
    const ben = {
      ...shop().ctx,
      actor: { kind: 'staff' as const, id: '7', name: 'Ben' },
      role: 'agent' as const,
    }
    await keepItems(ben, { returnId: made.returnId, reason: '' })
    const { shop: domain } = shop().ctx
    const waiting = async () => (await withShop(domain, (tx) => listApprovals(tx, domain, made.returnId)))[0]
    expect(await waiting()).toMatchObject({ state: 'waiting' })
    await receive(shop(), made.returnId)
    expect(await waiting()).toMatchObject({ state: 'void' })
  })

  test('are paid for at once where the policy says so', async () => {
    await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, keepItem: true } }))
    const { made, promised } = await ask('#1001')
    await shop().runJobs()
    expect(paid('#1001')).toEqual([toDecimal(promised.refund)])
    expect((await stored(shop(), made.returnId)).keepsItems).toBe(true)
  })
})

test('store credit ends where the merchant may let it end, the bonus with it, and nowhere else', async () => {
  await settle({ creditExpiry: { days: 365, countries: ['US'] } })
  const { made, promised } = await ask('#1001', 'store_credit')
  await keepItems(shop().ctx, { ...made, reason: '' })
  const how = { method: 'store_credit', expected: promised.refund } as const
  expect(await refundReturn(shop().ctx, { returnId: made.returnId, ...how })).toMatchObject({ ok: true })
  await shop().runJobs()
  const accounts = Object.values(shop().devStore.engine.state.tables.storeCreditAccounts)
  const credits = accounts.flatMap((account) => account.transactions)
  const ends = new Date(Date.parse(shop().ctx.now()) + 365 * 86_400_000).toISOString().slice(0, 13)
  expect(credits.length).toBeGreaterThanOrEqual(2)
  for (const one of credits.slice(-2)) expect(JSON.stringify(one)).toContain(ends)
})
