import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { add, money, toDecimal } from '#app/domain/money.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { reconcileReturn } from '#app/jobs/handlers/reconcile-return.server.ts'
import {
  breaks,
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
import { changeFees } from './change-fees.server.ts'
import { quoteRefund } from './quote-refund.server.ts'
import { refundReturn } from './refund-return.server.ts'

const shop = installedShop()

/** A return of #1002 with a restocking fee of 12.5 % and 4.95 for the way back. */
async function withFees(payWhen: 'on_approval' | 'on_receipt' = 'on_receipt') {
  await judgeBy(shop(), (policy) => ({
    ...policy,
    baseline: {
      ...policy.baseline,
      payWhen,
      restockingFee: { ...policy.baseline.restockingFee, percent: 12.5, waivedFor: [] },
      returnShippingPayer: 'buyer',
      returnShippingFee: { ...policy.baseline.returnShippingFee, amounts: { USD: '4.95' }, waivedFor: [] },
    },
  }))
  const order = await orderNamed(shop(), '#1002')
  return { order, ...(await requested(shop(), { order, lines: wholeLines(order) })) }
}

const noFees = async (returnId: ReturnId) => ({
  returnId,
  restocking: (await stored(shop(), returnId)).lines.map((line) => ({ returnLineId: line.id, percent: 0 })),
  fees: [],
  reason: 'We sent the wrong size',
})

const paid = () =>
  ledgerOf(shop(), '#1002')
    .filter((row) => row.kind === 'refund' && row.status === 'SUCCESS')
    .map((row) => row.amount)

async function payAll(returnId: ReturnId) {
  const quoted = await quoteRefund(shop().ctx, { returnId })
  const quote = quoted.ok ? quoted.value.quotes[0] : undefined
  if (quote === undefined) throw new Error(`Not quoted: ${JSON.stringify(quoted)}`)
  const result = await refundReturn(shop().ctx, {
    returnId,
    method: 'original_payment',
    expected: quote.refund,
  })
  if (!result.ok) throw new Error(`Not paid: ${JSON.stringify(result.error)}`)
  return quote
}

describe('fees that staff waive', () => {
  test('make the return anew in Shopify under the same case, and the buyer gets the whole', async () => {
    const { order, made, promised } = await withFees()
    expect(promised.fees).toEqual([{ key: 'return_shipping', amount: money(495, 'USD') }])
    const before = await stored(shop(), made.returnId)
    const changed = await changeFees(shop().ctx, await noFees(made.returnId))
    expect(changed).toMatchObject({ ok: true, value: { shopify: 'done', name: '#1002-R2' } })
    const after = await stored(shop(), made.returnId)
    expect(after).toMatchObject({ name: '#1002-R2', generation: 1, feeChange: null, status: 'approved' })
    expect(after.shopifyReturnGid).not.toBe(before.shopifyReturnGid)
    const fees = promised.lines.reduce(
      (sum, line) => add(sum, line.restockingFee),
      promised.returnShippingFee,
    )
    expect(after.promised?.refund).toEqual(add(promised.refund, fees))
    expect((await returnsInShopify(shop(), order)).map(({ name, status }) => [name, status])).toEqual([
      ['#1002-R1', 'CANCELED'],
      ['#1002-R2', 'OPEN'],
    ])
    await receive(shop(), made.returnId)
    await payAll(made.returnId)
    expect(paid()).toEqual([toDecimal(add(promised.refund, fees))])
    const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.returnId))
    expect(events.map(({ event }) => event)).toContainEqual({
      kind: 'fees_changed',
      from: fees,
      to: money(0, 'USD'),
      reason: 'We sent the wrong size',
    })
    expect(events.find(({ event }) => event.kind === 'shopify_return_replaced')?.event).toMatchObject({
      before: '#1002-R1',
      name: '#1002-R2',
    })
  })

  test('may be other fees as well, itemised, and Shopify charges their sum once', async () => {
    const { made, promised } = await withFees()
    const changed = await changeFees(shop().ctx, {
      ...(await noFees(made.returnId)),
      fees: [
        { key: 'return_shipping', amount: money(300, 'USD') },
        { key: 'handling', amount: money(125, 'USD') },
      ],
    })
    expect(changed).toMatchObject({ ok: true, value: { shopify: 'done' } })
    const after = await stored(shop(), made.returnId)
    expect(after.promised?.returnShippingFee).toEqual(money(425, 'USD'))
    expect(after.promised?.fees.map((fee) => fee.key)).toEqual(['return_shipping', 'handling'])
    await receive(shop(), made.returnId)
    const quote = await payAll(made.returnId)
    expect(quote.fees).toEqual(after.promised?.fees)
    expect(paid()).toEqual([toDecimal(after.promised?.refund ?? promised.refund)])
  })

  test('come to the same end when the process dies after the old return was cancelled', async () => {
    const { order, made } = await withFees()
    breaks(shop(), 'returnCreate', { kind: 'http', status: 502 })
    expect(await changeFees(shop().ctx, await noFees(made.returnId))).toMatchObject({
      ok: true,
      value: { shopify: 'going_on' },
    })
    // Its own webhook about the cancelled return changes nothing: the case goes on.
    await reconcileReturn(shop().ctx, { returnId: made.returnId })
    expect(await stored(shop(), made.returnId)).toMatchObject({ status: 'approved' })
    expect(await quoteRefund(shop().ctx, made)).toMatchObject({ ok: false, error: { kind: 'conflict' } })
    shop().advance(30)
    await shop().runJobs()
    expect(await stored(shop(), made.returnId)).toMatchObject({ name: '#1002-R2', feeChange: null })
    expect(await returnsInShopify(shop(), order)).toHaveLength(2)
  })

  test('are found again when the answer to making the new return was lost', async () => {
    const { order, made } = await withFees()
    breaks(shop(), 'returnCreate', { kind: 'reset' })
    await changeFees(shop().ctx, await noFees(made.returnId))
    shop().advance(30)
    await shop().runJobs()
    expect(await stored(shop(), made.returnId)).toMatchObject({ name: '#1002-R2', feeChange: null })
    expect(await returnsInShopify(shop(), order)).toHaveLength(2)
  })
})

describe('fees are not changed', () => {
  test('after a part was paid', async () => {
    const { made } = await withFees('on_approval')
    await shop().runJobs()
    expect(paid()).toHaveLength(1)
    const changed = await changeFees(shop().ctx, await noFees(made.returnId))
    expect(changed).toMatchObject({ ok: false, error: { kind: 'partly_processed' } })
  })

  test('after goods were looked at', async () => {
    const { made } = await withFees()
    await receive(shop(), made.returnId, 1)
    const changed = await changeFees(shop().ctx, await noFees(made.returnId))
    expect(changed).toMatchObject({ ok: false, error: { kind: 'inspected' } })
  })

  test('without a reason, or into what they are already', async () => {
    const { made, promised } = await withFees()
    const input = await noFees(made.returnId)
    expect(await changeFees(shop().ctx, { ...input, reason: ' ' })).toMatchObject({
      error: { kind: 'invalid_fee' },
    })
    const same = { ...input, restocking: [], fees: [...promised.fees] }
    expect(await changeFees(shop().ctx, same)).toMatchObject({ error: { kind: 'nothing_changed' } })
  })

  test('when Shopify does not let the old return go: the case keeps its fees and says so', async () => {
    const { made, promised } = await withFees()
    const errors = [{ field: ['id'], message: 'Return is not cancelable.', code: 'INVALID_STATE' }]
    breaks(shop(), 'returnCancel', { kind: 'user_errors', errors })
    expect(await changeFees(shop().ctx, await noFees(made.returnId))).toMatchObject({
      ok: true,
      value: { shopify: 'refused', name: '#1002-R1' },
    })
    expect(await stored(shop(), made.returnId)).toMatchObject({
      attention: 'fees_not_changed',
      promised,
      feeChange: null,
    })
  })
})
