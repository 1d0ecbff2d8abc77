import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listApprovals } from '#app/db/approval.server.ts'
import type { Actor } from '#app/domain/events.ts'
import { type Money, money, toDecimal } from '#app/domain/money.ts'
import { payOrderRefund } from '#app/jobs/handlers/pay-order-refund.server.ts'
import { reconcileReturn } from '#app/jobs/handlers/reconcile-return.server.ts'
import {
  breaks,
  keepsCalls,
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
import { grantApproval } from './decide-approval.server.ts'
import { previewOrderRefund, refundOrder, type RefundOrderInput } from './refund-order.server.ts'
import { refundReturn } from './refund-return.server.ts'

const shop = installedShop()

const moved = (order = '#1001') =>
  ledgerOf(shop(), order)
    .filter((row) => row.kind !== 'bonus_credit' && row.status === 'SUCCESS')
    .map((row) => ({ kind: row.kind, amount: row.amount }))

/** A refund whose payment provider failed after Shopify had taken it. */
async function failedRefund() {
  const order = await orderNamed(shop(), '#1001')
  const { made, promised } = await requested(shop(), { order, lines: wholeLines(order) })
  await receive(shop(), made.returnId)
  const effect = {
    kind: 'refund_pending',
    seconds: 60,
    becomes: 'FAILURE',
    errorCode: 'PAYMENT_PROVIDER_ERROR',
  }
  breaks(shop(), 'returnProcess', effect)
  const { refund } = promised
  await refundReturn(shop().ctx, { returnId: made.returnId, method: 'original_payment', expected: refund })
  shop().advance(100)
  settleRefunds(shop())
  await reconcileReturn(shop().ctx, { returnId: made.returnId })
  expect((await stored(shop(), made.returnId)).attention).toBe('refund_failed')
  return { returnId: made.returnId, amount: refund }
}

function again(
  of: { returnId: RefundOrderInput['returnId']; amount: Money },
  changes: Partial<RefundOrderInput> = {},
) {
  const input: RefundOrderInput = {
    ...of,
    why: 'gateway_failed',
    method: 'original_payment',
    note: '',
    requestKey: randomUUID(),
    ...changes,
  }
  return refundOrder(shop().ctx, input)
}

describe('after the payment provider failed', () => {
  test('the same amount goes out again, once, however often it is asked for', async () => {
    const failed = await failedRefund()
    expect(moved()).toEqual([])
    const answers = await Promise.all([again(failed), again(failed)])
    expect(answers.filter((one) => one.ok)).toMatchObject([{ value: { state: 'settled' } }])
    expect(await again(failed)).toMatchObject({ error: { kind: 'in_progress', state: 'settled' } })
    expect(moved()).toEqual([{ kind: 'refund', amount: toDecimal(failed.amount) }])
    expect((await stored(shop(), failed.returnId)).attention).toBeNull()
  })

  test('as store credit instead', async () => {
    const failed = await failedRefund()
    expect(await again(failed, { method: 'store_credit' })).toMatchObject({ value: { state: 'settled' } })
    expect(moved()).toEqual([{ kind: 'store_credit', amount: toDecimal(failed.amount) }])
  })

  test('an answer that was lost is asked for again with the same key: one refund', async () => {
    const failed = await failedRefund()
    breaks(shop(), 'refundCreate', { kind: 'reset' })
    expect(await again(failed)).toMatchObject({ value: { state: 'unknown' } })
    shop().advance(30)
    await shop().runJobs()
    expect(moved()).toEqual([{ kind: 'refund', amount: toDecimal(failed.amount) }])
    const intent = (await stored(shop(), failed.returnId)).moneyIntents.at(-1)
    expect(intent).toMatchObject({ purpose: 'order_refund', state: 'settled' })
  })

  test('a call that comes late meets its own key', async () => {
    const failed = await failedRefund()
    const late = keepsCalls(shop(), 'refundCreate')
    breaks(shop(), 'refundCreate', { kind: 'http', status: 502 })
    const input = {
      ...failed,
      why: 'gateway_failed',
      method: 'original_payment',
      note: '',
      requestKey: 'k',
    } as const
    await refundOrder(shop().over(late.admin), input)
    shop().advance(30)
    await shop().runJobs()
    await late.arrive()
    expect(moved()).toEqual([{ kind: 'refund', amount: toDecimal(failed.amount) }])
  })

  test('when Shopify has forgotten the key nothing is sent any more, and a person is asked', async () => {
    const failed = await failedRefund()
    breaks(shop(), 'refundCreate', { kind: 'http', status: 502 })
    await again(failed)
    shop().advance(24 * 3600)
    const intentId = (await stored(shop(), failed.returnId)).moneyIntents.at(-1)?.id ?? ''
    await payOrderRefund(shop().ctx, { intentId })
    expect(moved()).toEqual([])
    expect((await stored(shop(), failed.returnId)).attention).toBe('refund_needs_person')
  })

  test('what somebody has paid in Shopify meanwhile is not paid again', async () => {
    const failed = await failedRefund()
    const { orderGid } = await stored(shop(), failed.returnId)
    const engine = shop().devStore.engine
    const order = engine.state.tables.orders[orderGid]
    const parent = order?.transactions.find((one) => one.kind === 'SALE' || one.kind === 'CAPTURE')
    const query = `mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "staff") { userErrors { message } } }`
    await engine.asMerchant(shop().ctx.shop, query, {
      input: {
        orderId: orderGid,
        transactions: [
          {
            orderId: orderGid,
            parentId: parent?.id,
            kind: 'REFUND',
            gateway: parent?.gateway,
            amount: toDecimal(failed.amount),
          },
        ],
      },
    })
    const answer = await again(failed)
    if (answer.ok) expect(answer.value.state).toBe('refused')
    expect(moved()).toHaveLength(1)
  })
})

describe('money without goods', () => {
  test('a part of the price is paid once per form, and not more than was paid for the order', async () => {
    const order = await orderNamed(shop(), '#1001')
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    const part = { returnId: made.returnId, amount: money(500, 'USD') }
    const how = { why: 'partial_credit', requestKey: 'form-1', note: 'A scratch' } as const
    expect(await again(part, how)).toMatchObject({ value: { state: 'settled' } })
    expect(await again(part, how)).toMatchObject({ error: { kind: 'in_progress' } })
    expect(moved()).toEqual([{ kind: 'refund', amount: '5.00' }])
    const much = { ...part, amount: money(9_999_900, 'USD') }
    expect(await again(much, { ...how, requestKey: 'form-2' })).toMatchObject({
      error: { kind: 'more_than_refundable' },
    })
    expect(await again(part, { why: 'gateway_failed' })).toMatchObject({ error: { kind: 'nothing_failed' } })
  })
})

describe('above the limits of who pays', () => {
  const ann: Actor = { kind: 'staff', id: '7', name: 'Ann Agent' }
  const ada: Actor = { kind: 'staff', id: '8', name: 'Ada Admin' }

  async function asked() {
    const order = await orderNamed(shop(), '#1001')
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    const input = {
      returnId: made.returnId,
      why: 'goodwill',
      method: 'original_payment',
      amount: money(500, 'USD'),
      note: 'Late',
      requestKey: 'form-1',
    } as const
    const answer = await refundOrder(shop().as(ann, 'agent'), input)
    expect(answer).toMatchObject({ error: { kind: 'needs_approval', amount: input.amount } })
    expect(moved()).toEqual([])
    const domain = shop().ctx.shop
    const [approval] = await withShop(domain, (tx) => listApprovals(tx, domain, made.returnId))
    if (approval === undefined) throw new Error('Nothing waits')
    const { id: approvalId, requestHash } = approval
    return { input, decision: { returnId: made.returnId, approvalId, requestHash } }
  }

  const mostOf = async (input: RefundOrderInput) => {
    const read = await previewOrderRefund(shop().ctx, input)
    if (!read.ok) throw new Error(JSON.stringify(read.error))
    return read.value
  }

  const stateOf = async ({ decision }: Awaited<ReturnType<typeof asked>>) => {
    const domain = shop().ctx.shop
    const list = await withShop(domain, (tx) => listApprovals(tx, domain, decision.returnId))
    return list.map(({ state, voidBecause }) => voidBecause ?? state)
  }

  test('it waits for a second person, who pays exactly what was asked for, once', async () => {
    const waiting = await asked()
    expect(await grantApproval(shop().as(ann, 'admin'), waiting.decision)).toMatchObject({
      error: { kind: 'own_request' },
    })
    expect(await grantApproval(shop().as(ada), waiting.decision)).toMatchObject({
      value: { state: 'settled', amount: waiting.input.amount },
    })
    expect(moved()).toEqual([{ kind: 'refund', amount: '5.00' }])
    expect(await grantApproval(shop().as(ada), waiting.decision)).toMatchObject({
      error: { kind: 'already_decided' },
    })
    expect(await stateOf(waiting)).toEqual(['granted'])
    expect(moved()).toHaveLength(1)
  })

  test('it is void when it would go another way than it was asked for', async () => {
    const waiting = await asked()
    const { orderGid } = await stored(shop(), waiting.input.returnId)
    const { most } = await mostOf(waiting.input)
    await refundInAdmin(shop(), { orderGid, amount: toDecimal({ ...most, minor: most.minor - 100 }) })
    expect(await grantApproval(shop().as(ada), waiting.decision)).toMatchObject({
      error: { kind: 'approval_void' },
    })
    expect(await stateOf(waiting)).toEqual(['request_changed'])
  })

  test('it is void when somebody who may pays the same form', async () => {
    const waiting = await asked()
    expect(await refundOrder(shop().as(ada), waiting.input)).toMatchObject({ value: { state: 'settled' } })
    expect(await stateOf(waiting)).toEqual(['paid_otherwise'])
    expect(moved()).toEqual([{ kind: 'refund', amount: '5.00' }])
  })

  test('another form that is asked for makes the first one void', async () => {
    const waiting = await asked()
    await refundOrder(shop().as(ann, 'agent'), { ...waiting.input, requestKey: 'form-2' })
    expect((await stateOf(waiting)).sort()).toEqual(['asked_anew', 'waiting'])
  })
})

test('what is sent is what was previewed, else nothing is', async () => {
  const order = await orderNamed(shop(), '#1001')
  const { made } = await requested(shop(), { order, lines: wholeLines(order) })
  const input = {
    returnId: made.returnId,
    why: 'partial_credit',
    method: 'original_payment',
    amount: money(500, 'USD'),
    note: '',
    requestKey: 'form-1',
  } as const
  const preview = await previewOrderRefund(shop().ctx, input)
  if (!preview.ok) throw new Error(JSON.stringify(preview.error))
  const { seen, ways, secondPerson } = preview.value
  expect(ways.map((way) => toDecimal(way.amount))).toEqual(['5.00'])
  expect(secondPerson).toBeNull()
  const other = { ...input, amount: money(600, 'USD'), seen }
  expect(await refundOrder(shop().ctx, other)).toMatchObject({ error: { kind: 'preview_changed' } })
  expect(moved()).toEqual([])
  expect(await refundOrder(shop().ctx, { ...input, seen })).toMatchObject({ value: { state: 'settled' } })
  expect(moved()).toEqual([{ kind: 'refund', amount: '5.00' }])
})
