import Papa from 'papaparse'
import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { appendEntries, listEntriesOfOrder } from '#app/db/ledger.server.ts'
import { findReconciliation } from '#app/db/reconciliation.server.ts'
import { addSeconds } from '#app/domain/dates.ts'
import type { NewEntry } from '#app/domain/ledger/entry.ts'
import { money, toDecimal, type Money } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Role } from '#app/domain/roles.ts'
import { enqueueUnlessWaiting } from '#app/jobs/outbox.server.ts'
import {
  breaks,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  settleRefunds,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { refundInAdmin } from '../../tests/setup/refund-in-admin.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { checkOrderMoney } from './check-money.server.ts'
import { exportLedger } from './export-ledger.server.ts'
import { readLiability } from './read-liability.server.ts'
import { refundReturn } from './refund-return.server.ts'
import type { RequestedReturn } from './request-return.server.ts'
import { resolveDifference } from './resolve-difference.server.ts'

const shop = installedShop()

let order: OrderFacts
let made: RequestedReturn
let amount: Money

beforeEach(() => begin('#1001'))

async function begin(name: string) {
  order = await orderNamed(shop(), name)
  const request = await requested(shop(), { order, lines: wholeLines(order) })
  made = request.made
  amount = request.promised.refund
}

const as = (role: Role) => ({ ...shop().ctx, role })
const pay = () =>
  refundReturn(shop().ctx, { returnId: made.returnId, method: 'original_payment', expected: amount })
const result = () => withShop(shop().ctx.shop, (tx) => findReconciliation(tx, shop().ctx.shop, order.id))
const book = () => withShop(shop().ctx.shop, (tx) => listEntriesOfOrder(tx, shop().ctx.shop, order.id))

/** A movement in the ledger that Shopify has nothing of. */
async function misbook() {
  const entry: NewEntry = {
    kind: 'external',
    at: shop().ctx.now(),
    orderGid: order.id,
    orderName: order.name,
    returnId: made.returnId,
    intentId: null,
    purpose: 'refund',
    method: 'outside',
    amount: money(500, 'USD'),
    refundGid: 'gid://shopify/Refund/404',
    transactionGid: 'gid://shopify/OrderTransaction/404',
    gateway: '=HYPERLINK("http://example.com")',
    note: '',
    actor: { kind: 'staff', id: '9', name: '@SUM(1)' },
  }
  await withShop(shop().ctx.shop, (tx) => appendEntries(tx, shop().ctx.shop, [entry]))
  await checkOrderMoney(shop().ctx, order.id)
  const difference = (await result())?.differences[0]
  if (difference === undefined) throw new Error('There is a difference')
  return difference
}

test('an order whose webhooks have just come in is compared for a person at once', async () => {
  const { ctx } = shop()
  const settling = {
    shop: ctx.shop,
    name: 'reconcile-ledger',
    payload: { orderGid: order.id },
    now: ctx.now(),
    runAfter: addSeconds(ctx.now(), 30),
  } as const
  await withShop(ctx.shop, (tx) => enqueueUnlessWaiting(tx, settling))
  expect(await checkOrderMoney(ctx, order.id)).toEqual({ ok: true, value: { isDone: true } })
})

describe('accepting a difference', () => {
  test('appends a correction with the reason and who gave it; the next comparison finds nothing', async () => {
    const { key, amount: unexplained } = await misbook()
    expect((await stored(shop(), made.returnId)).attention).toBe('money_differs')
    const input = { orderGid: order.id, key, amount: unexplained, reason: ' typed by mistake ' }
    expect(await resolveDifference(shop().ctx, input)).toMatchObject({ ok: true })
    expect((await book()).at(-1)).toMatchObject({
      kind: 'adjusted',
      amount: { minor: -500 },
      note: `[${key}] typed by mistake`,
      actor: { name: 'Sam Staff' },
    })
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
    await checkOrderMoney(shop().ctx, order.id)
    expect((await result())?.differences).toEqual([])
    expect(await resolveDifference(shop().ctx, input)).toMatchObject({ error: { kind: 'changed' } })
  })

  test('needs a reason, the amount that was seen, and a manager', async () => {
    const { key, amount: unexplained } = await misbook()
    const input = { orderGid: order.id, key, amount: unexplained, reason: 'seen' }
    expect(await resolveDifference(shop().ctx, { ...input, reason: '  ' })).toMatchObject({
      error: { kind: 'reason_missing' },
    })
    expect(await resolveDifference(shop().ctx, { ...input, reason: 'x'.repeat(501) })).toMatchObject({
      error: { kind: 'reason_too_long' },
    })
    expect(await resolveDifference(shop().ctx, { ...input, amount: money(501, 'USD') })).toMatchObject({
      error: { kind: 'changed' },
    })
    for (const role of ['viewer', 'agent'] as const) {
      expect(await resolveDifference(as(role), input)).toMatchObject({ error: { kind: 'forbidden' } })
      expect(await checkOrderMoney(as(role), order.id)).toMatchObject({ error: { kind: 'forbidden' } })
      expect(await exportLedger(as(role), { from: null, before: null, kinds: [] })).toMatchObject({
        error: { kind: 'forbidden' },
      })
    }
    expect((await book()).filter(({ kind }) => kind === 'adjusted')).toEqual([])
    expect(await resolveDifference(as('manager'), input)).toMatchObject({ ok: true })
  })
})

describe('the export', () => {
  async function exported(filter: Partial<Parameters<typeof exportLedger>[1]> = {}) {
    const file = await exportLedger(shop().ctx, { from: null, before: null, kinds: [], ...filter })
    if (!file.ok) throw new Error('Exported')
    let text = ''
    for await (const part of file.value) text += part
    return {
      text,
      rows: Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data,
    }
  }

  test('has each movement once, in both currencies, equal to Shopify’s own books', async () => {
    await begin('#1011')
    await receive(shop(), made.returnId)
    await pay()
    await checkOrderMoney(shop().ctx, order.id)
    const { rows } = await exported({ kinds: ['done', 'external'] })
    const moved = ledgerOf(shop(), '#1011').filter((row) => row.kind === 'refund')
    expect(rows.map((row) => [row.Amount, row.Currency]).sort()).toEqual(
      moved.map((row) => [row.amount, row.currency]).sort(),
    )
    for (const row of rows) {
      expect(row['Shopify refund']).toMatch(/Refund/)
      expect(row['Amount in store currency']).toMatch(/^\d+\.\d\d$/)
      expect(row['Store currency']).toBe('USD')
      expect(row['Decided by']).toBe('Sam Staff')
    }
  })

  test('guards every text against formulas, and is empty but for its head where nothing fits', async () => {
    await misbook()
    const { rows, text } = await exported()
    expect(rows.at(-1)).toMatchObject({
      Gateway: `'=HYPERLINK("http://example.com")`,
    })
    expect(rows.at(-1)?.['Decided by']).toBe("'@SUM(1)")
    expect(text.startsWith('\uFEFF"Entry",')).toBe(true)
    const none = await exported({ from: '2000-01-01T00:00:00.000Z', before: '2000-02-01T00:00:00.000Z' })
    expect(none.rows).toEqual([])
  })

  test('reads a long ledger part after part, each entry once', async () => {
    const entries = Array.from({ length: 1001 }, (_, index): NewEntry => ({
      kind: 'external',
      at: '2026-01-01T00:00:00.000Z',
      orderGid: order.id,
      orderName: order.name,
      returnId: null,
      intentId: null,
      purpose: 'refund',
      method: 'outside',
      amount: money(index, 'USD'),
      refundGid: `r${index}`,
      transactionGid: `t${index}`,
      gateway: '',
      note: '',
      actor: { kind: 'system' },
    }))
    await withShop(shop().ctx.shop, (tx) => appendEntries(tx, shop().ctx.shop, entries))
    const { rows } = await exported()
    expect(rows.map(({ Entry }) => Number(Entry))).toEqual(entries.map((_, index) => index + 1))
  })
})

describe('what is owed', () => {
  const owed = async () => (await readLiability(shop().ctx)).liabilities[0]

  test('is expected while the parcel travels, due when it is there, and nothing once it is paid', async () => {
    expect(await owed()).toMatchObject({ currency: 'USD', due: { minor: 0 }, byKind: { expected: amount } })
    await receive(shop(), made.returnId)
    expect(await owed()).toMatchObject({ due: amount, returns: 1, byAge: { week: amount } })
    shop().advance(45 * 86_400)
    expect(await owed()).toMatchObject({ byAge: { week: { minor: 0 }, two_months: amount } })
    await pay()
    expect(await owed()).toBeUndefined()
  })

  test('is on its way while nobody knows, and owed again when the payment provider failed', async () => {
    await receive(shop(), made.returnId)
    breaks(shop(), 'returnProcess', {
      kind: 'refund_pending',
      seconds: 3600,
      becomes: 'FAILURE',
      errorCode: 'PAYMENT_PROVIDER_ERROR',
    })
    await pay()
    expect(await owed()).toMatchObject({ due: amount, byKind: { in_flight: amount, owed: { minor: 0 } } })
    shop().advance(4000)
    settleRefunds(shop())
    await shop().runJobs()
    expect(await owed()).toMatchObject({ due: amount, byKind: { failed: amount, in_flight: { minor: 0 } } })
  })

  test('is less by what was paid back in Shopify’s own admin for the same lines', async () => {
    await receive(shop(), made.returnId)
    const { lines } = await stored(shop(), made.returnId)
    await refundInAdmin(shop(), {
      orderGid: order.id,
      amount: '1.00',
      lines: [{ lineItemId: lines[0]?.lineItemGid ?? '', quantity: 1 }],
    })
    await checkOrderMoney(shop().ctx, order.id)
    expect((await owed())?.due).toEqual(money(amount.minor - 100, 'USD'))
    expect(toDecimal((await owed())?.due ?? money(0, 'USD'))).not.toBe(toDecimal(amount))
  })
})
