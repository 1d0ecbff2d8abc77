import { describe, expect, test } from 'vitest'
import { add, type Money, sum, toDecimal } from '#app/domain/money.ts'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import {
  judgeBy,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { closeReturn } from './close-return.server.ts'
import { getReturnForShopper } from './get-return-for-shopper.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { receiveReturn } from './receive-return.server.ts'
import { refundReturn, type RefundMethod } from './refund-return.server.ts'

const shop = installedShop()

/** What the oracle says was paid, by kind, in the order's currency. */
function paid(order: string, kind: 'refund' | 'store_credit' | 'bonus_credit', currency: string): string {
  const rows = ledgerOf(shop(), order).filter((row) => row.kind === kind && row.status === 'SUCCESS')
  expect(rows.every((row) => row.currency === currency)).toBe(true)
  const minor = (row: (typeof rows)[number]): Money => ({
    minor: Number(row.amount.replace('.', '')),
    currency,
  })
  return toDecimal(sum(rows.map(minor), currency))
}

async function payNow(returnId: Parameters<typeof stored>[1], method: RefundMethod): Promise<Money> {
  const quoted = await quoteRefund(shop().ctx, { returnId })
  if (!quoted.ok) throw new Error(`Not quoted: ${JSON.stringify(quoted.error)}`)
  const quote = quoted.value.quotes.find(
    (one) => (one.outcome === 'store_credit') === (method === 'store_credit'),
  )
  if (quote === undefined) throw new Error(`There is no quote for ${method}`)
  const result = await refundReturn(shop().ctx, { returnId, method, expected: quote.refund })
  expect(result).toMatchObject({ ok: true, value: { state: 'settled', amount: quote.refund } })
  return quote.refund
}

describe('a refund to the original payment', () => {
  test('runs from the request to the money, and everybody is told', async () => {
    const order = await orderNamed(shop(), '#1001')
    const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
    expect(made).toMatchObject({ name: '#1001-R1', status: 'approved' })
    await receive(shop(), made.returnId)
    const quoted = await quoteRefund(shop().ctx, { returnId: made.returnId })
    expect(quoted).toMatchObject({ ok: true, value: { storeCreditMissing: null } })
    expect(quoted.ok && quoted.value.quotes[0]).toEqual(promised)
    await payNow(made.returnId, 'original_payment')
    expect(ledgerOf(shop(), '#1001')).toMatchObject([
      { kind: 'refund', amount: toDecimal(promised.refund), status: 'SUCCESS', return: '#1001-R1' },
    ])
    await shop().runJobs()
    expect(shop().mails.map((mail) => mail.subject)).toEqual([
      'Your return for order #1001 is approved',
      'Your return for order #1001 has arrived',
      'Your refund of $86.01 for order #1001',
    ])
    expect(await closeReturn(shop().ctx, made)).toMatchObject({
      ok: true,
      value: { status: 'closed', shopify: 'done' },
    })
    const view = await getReturnForShopper(shop().ctx, made)
    expect(view).toMatchObject({ nextStep: 'none', money: [{ state: 'settled', amount: promised.refund }] })
    const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.returnId))
    expect(events.map(({ event }) => event.kind)).toEqual([
      'requested',
      'auto_approved',
      'shopify_return_opened',
      'received',
      'refund_intended',
      'refund_settled',
      'closed',
    ])
  })

  // Discounts on lines and order with tax on top; euro with tax inside; yen; dinars with three decimals; gift card and card.
  test.each(['#1002', '#1003', '#1004', '#1005', '#1008'])(
    'pays for the whole of %s exactly what was promised',
    async (name) => {
      const order = await orderNamed(shop(), name)
      const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
      await receive(shop(), made.returnId)
      await payNow(made.returnId, 'original_payment')
      expect(paid(name, 'refund', order.currency)).toBe(toDecimal(promised.refund))
    },
  )

  test('pays part after part, and the parts sum to the promise', async () => {
    const order = await orderNamed(shop(), '#1002')
    const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
    await receive(shop(), made.returnId, 1)
    const first = await payNow(made.returnId, 'original_payment')
    const record = await stored(shop(), made.returnId)
    const left = record.lines.filter((line) => line.quantity === 2)
    expect(left).toHaveLength(1)
    const items = left.map((line) => ({
      returnLineId: line.id,
      quantity: 1,
      disposition: 'NOT_RESTOCKED' as const,
      locationGid: null,
    }))
    expect(await receiveReturn(shop().ctx, { returnId: made.returnId, items })).toMatchObject({ ok: true })
    const second = await payNow(made.returnId, 'original_payment')
    expect(add(first, second)).toEqual(promised.refund)
    expect(paid('#1002', 'refund', 'USD')).toBe(toDecimal(promised.refund))
  })

  test('takes the fees that the policy set, once', async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: {
        ...policy.baseline,
        restockingFee: { percent: 12.5 },
        returnShippingFee: { amounts: { USD: '4.95' } },
      },
    }))
    const order = await orderNamed(shop(), '#1002')
    const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
    expect(toDecimal(promised.returnShippingFee)).toBe('4.95')
    expect(promised.lines.every((line) => line.restockingFee.minor > 0)).toBe(true)
    await receive(shop(), made.returnId)
    await payNow(made.returnId, 'original_payment')
    expect(paid('#1002', 'refund', 'USD')).toBe(toDecimal(promised.refund))
  })
})

describe('a refund as store credit', () => {
  test.each(['#1001', '#1002', '#1003', '#1005'])(
    'of %s is the promise, and the bonus follows once it is settled',
    async (name) => {
      const order = await orderNamed(shop(), name)
      const { made, promised } = await requested(shop(), {
        order,
        lines: wholeLines(order),
        outcome: 'store_credit',
      })
      expect(promised.bonus.minor).toBeGreaterThan(0)
      await receive(shop(), made.returnId)
      await payNow(made.returnId, 'store_credit')
      await shop().runJobs()
      expect(paid(name, 'store_credit', order.currency)).toBe(toDecimal(promised.refund))
      const intents = (await stored(shop(), made.returnId)).moneyIntents
      expect(intents.map(({ purpose, state, amount }) => ({ purpose, state, amount }))).toEqual([
        { purpose: 'refund', state: 'settled', amount: promised.refund },
        { purpose: 'bonus_credit', state: 'settled', amount: promised.bonus },
      ])
      const bonus = ledgerOf(shop(), name).filter((row) => row.kind === 'bonus_credit')
      const all = bonus.length > 0 ? bonus : bonuses()
      expect(all.map((row) => row.amount)).toEqual([toDecimal(promised.bonus)])
    },
  )

  test('pays the promised bonus to the cent when the units come one by one', async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, bonus: { storeCreditPercent: 33.33 } },
    }))
    const order = await orderNamed(shop(), '#1002')
    const { made, promised } = await requested(shop(), {
      order,
      lines: wholeLines(order),
      outcome: 'store_credit',
    })
    await receive(shop(), made.returnId, 1)
    await payNow(made.returnId, 'store_credit')
    // The next part waits for the bonus of this one.
    await shop().runJobs()
    const items = (await stored(shop(), made.returnId)).lines
      .filter((line) => line.quantity === 2)
      .map((line) => ({
        returnLineId: line.id,
        quantity: 1,
        disposition: 'NOT_RESTOCKED' as const,
        locationGid: null,
      }))
    expect(items).toHaveLength(1)
    expect(await receiveReturn(shop().ctx, { returnId: made.returnId, items })).toMatchObject({ ok: true })
    await payNow(made.returnId, 'store_credit')
    await shop().runJobs()
    expect(paid('', 'bonus_credit', 'USD')).toBe(toDecimal(promised.bonus))
  })

  test('is not offered to a guest, who has no account to keep it in', async () => {
    const order = await orderNamed(shop(), '#1026')
    const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
    await receive(shop(), made.returnId)
    const quoted = await quoteRefund(shop().ctx, made)
    expect(quoted).toMatchObject({
      ok: true,
      value: { quotes: [promised], storeCreditMissing: 'no_customer' },
    })
  })
})

/** Bonuses belong to no order in Shopify's books. */
function bonuses() {
  return ledgerOf(shop(), '').filter((row) => row.kind === 'bonus_credit')
}

describe('money that moves as soon as the return is approved', () => {
  test('is paid without anybody clicking, and only once', async () => {
    await judgeBy(shop(), (policy) => ({
      ...policy,
      baseline: { ...policy.baseline, payWhen: 'on_approval' },
    }))
    const order = await orderNamed(shop(), '#1001')
    const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
    await shop().runJobs()
    await shop().runJobs()
    expect(paid('#1001', 'refund', 'USD')).toBe(toDecimal(promised.refund))
    const again = await refundReturn(shop().ctx, {
      returnId: made.returnId,
      method: 'original_payment',
      expected: promised.refund,
    })
    expect(again).toMatchObject({ ok: false, error: { kind: 'in_progress', state: 'settled' } })
    await receive(shop(), made.returnId)
    expect((await stored(shop(), made.returnId)).status).toBe('received')
  })
})
