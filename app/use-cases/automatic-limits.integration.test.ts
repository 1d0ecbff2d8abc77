import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listAudit } from '#app/db/audit.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { findLimits, saveLimits } from '#app/db/limit.server.ts'
import { saveMoneySettings } from '#app/db/money-settings.server.ts'
import type { Actor } from '#app/domain/events.ts'
import { type CurrencyLimit, firstLimits, type Limits } from '#app/domain/limits.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { toDecimal } from '#app/domain/money.ts'
import { MoneySettings } from '#app/domain/refund/money-settings.ts'
import { judgeBy, ledgerOf, orderNamed, requested, stored, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { keepItems } from './keep-items.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { previewScan, recordScan } from './record-scan.server.ts'
import { refundReturn } from './refund-return.server.ts'
import { stopMoney } from './stop-money.server.ts'

/* H58: what the policy pays by itself stops at the shop's limits and waits for a person. */

const shop = installedShop()
const ann: Actor = { kind: 'staff', id: '7', name: 'Ann Agent' }

async function setLimits(limits: Partial<Limits>): Promise<void> {
  const { shop: domain } = shop().ctx
  const { version } = await withShop(domain, (tx) => findLimits(tx, domain))
  const next = { ...firstLimits, ...limits }
  await withShop(domain, (tx) => saveLimits(tx, { shop: domain, limits: next, version }))
}

const upTo = (order: string, more: Partial<CurrencyLimit> = {}): Limits['automatic'] => ({
  kind: 'limited',
  amounts: { refund: { USD: { order, day: null, buyer: null, ...more } }, store_credit: {} },
})

const payWhen = (moment: 'on_approval' | 'on_scan') =>
  judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, payWhen: moment } }))

const paid = (order: string) =>
  ledgerOf(shop(), order)
    .filter((row) => row.kind !== 'bonus_credit' && row.status === 'SUCCESS')
    .map((row) => row.amount)

async function ask(name: string) {
  const order = await orderNamed(shop(), name)
  const asked = await requested(shop(), { order, lines: wholeLines(order) })
  await shop().runJobs()
  return { ...asked, id: asked.made.returnId, amount: toDecimal(asked.promised.refund) }
}

async function quoted(returnId: ReturnId) {
  const read = await quoteRefund(shop().ctx, { returnId })
  const [only] = read.ok ? read.value.quotes : []
  if (only === undefined) throw new Error(JSON.stringify(read))
  return [only] as const
}

describe('a refund on approval', () => {
  test('exactly at the limit is paid, a cent above it waits for a person, who pays it', async () => {
    await payWhen('on_approval')
    await setLimits({ automatic: upTo('86.01') })
    const first = await ask('#1001')
    expect(paid('#1001')).toEqual([first.amount])
    await setLimits({ automatic: upTo('0.01') })
    const second = await ask('#1002')
    expect(paid('#1002')).toEqual([])
    const waiting = await stored(shop(), second.id)
    expect(waiting).toMatchObject({ status: 'approved', attention: 'above_limit', moneyIntents: [] })
    const method = 'original_payment'
    const expected = second.promised.refund
    expect(await refundReturn(shop().ctx, { returnId: second.id, method, expected })).toMatchObject({
      value: { state: 'settled' },
    })
    expect(paid('#1002')).toEqual([second.amount])
    expect((await stored(shop(), second.id)).attention).toBeNull()
  })

  test('counts with all that was paid so in 24 hours, and is said once', async () => {
    await payWhen('on_approval')
    await setLimits({ automatic: upTo('9999', { day: '100' }) })
    const first = await ask('#1001')
    expect(paid('#1001')).toEqual([first.amount])
    const second = await ask('#1002')
    await shop().runJobs()
    expect(paid('#1002')).toEqual([])
    const { shop: domain } = shop().ctx
    const events = await withShop(domain, (tx) => listEvents(tx, domain, second.id))
    expect(events.filter(({ event }) => event.kind === 'attention_needed')).toHaveLength(1)
  })

  test('of two ways of paying one is above it: that it waits is still said when the other was paid', async () => {
    await payWhen('on_approval')
    await setLimits({ automatic: upTo('9999') })
    const order = await orderNamed(shop(), '#1002')
    const lines = wholeLines(order).map((line, index) =>
      index === 0 ? { ...line, outcome: 'store_credit' as const } : line,
    )
    const { made } = await requested(shop(), { order, lines })
    await shop().runJobs()
    const { attention, moneyIntents } = await stored(shop(), made.returnId)
    expect(moneyIntents.map(({ method, state }) => [method, state])).toEqual([
      ['original_payment', 'settled'],
    ])
    expect(attention).toBe('above_limit')
    const [credit] = await quoted(made.returnId)
    const paid = { returnId: made.returnId, method: 'store_credit' as const, expected: credit.refund }
    expect(await refundReturn(shop().ctx, paid)).toMatchObject({ value: { state: 'settled' } })
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
  })

  test('in a currency without a limit waits', async () => {
    await payWhen('on_approval')
    await setLimits({ automatic: { kind: 'limited', amounts: { refund: {}, store_credit: {} } } })
    const { id } = await ask('#1001')
    expect(paid('#1001')).toEqual([])
    expect((await stored(shop(), id)).attention).toBe('above_limit')
  })
})

describe('a refund on the first scan', () => {
  const scan = { carrier: 'UPS', code: '1Z' }

  async function onScan() {
    await payWhen('on_scan')
    const settings = MoneySettings.parse({
      instantRefund: { perBuyer: { USD: '9999' }, perDay: { USD: '9999' } },
    })
    await withShop(shop().ctx.shop, (tx) => saveMoneySettings(tx, shop().ctx.shop, settings))
  }

  test('that a carrier reports stops at the limit of what is paid by itself', async () => {
    await onScan()
    await setLimits({ automatic: upTo('0.01') })
    const { id } = await ask('#1001')
    const carrier = { ...shop().ctx, actor: { kind: 'system' as const }, role: null }
    expect(await recordScan(carrier, { returnId: id, ...scan })).toMatchObject({
      value: { refund: 'above_limit' },
    })
    await shop().runJobs()
    expect(paid('#1001')).toEqual([])
  })

  test('that a person reports is on their own limit, and the preview says the same', async () => {
    await onScan()
    const { id, amount } = await ask('#1001')
    const viewer = shop().as(ann, 'viewer')
    expect(await recordScan(viewer, { returnId: id, ...scan })).toMatchObject({
      error: { kind: 'forbidden' },
    })
    const agent = shop().as(ann, 'agent')
    expect(await previewScan(agent, { returnId: id })).toMatchObject({ value: { refund: 'above_limit' } })
    expect(await previewScan(shop().ctx, { returnId: id })).toMatchObject({ value: { refund: 'paid' } })
    expect(await recordScan(shop().ctx, { returnId: id, ...scan })).toMatchObject({
      value: { refund: 'paid' },
    })
    await shop().runJobs()
    expect(paid('#1001')).toEqual([amount])
    expect(await previewScan(agent, { returnId: id })).toMatchObject({ value: { refund: 'known' } })
  })
})

describe('letting goods be kept', () => {
  test('needs the right to pay what was promised, and is not possible while payments are stopped', async () => {
    const { id } = await ask('#1001')
    const agent = shop().as(ann, 'agent')
    expect(await keepItems(agent, { returnId: id, reason: '' })).toMatchObject({
      error: { kind: 'needs_approval' },
    })
    expect(await keepItems(shop().as(ann, 'viewer'), { returnId: id, reason: '' })).toMatchObject({
      error: { kind: 'forbidden' },
    })
    const { shop: domain } = shop().ctx
    const [entry] = await withShop(domain, (tx) => listAudit(tx, domain, 1))
    expect(entry?.event).toMatchObject({ kind: 'action_refused', because: 'role' })
    await stopMoney(shop().ctx, { reason: '' })
    expect(await keepItems(shop().ctx, { returnId: id, reason: '' })).toMatchObject({
      error: { kind: 'money_stopped' },
    })
    expect((await stored(shop(), id)).keepsItems).toBe(false)
  })
})
