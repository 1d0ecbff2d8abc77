import { beforeEach, describe, expect, test } from 'vitest'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import { type Money, toDecimal } from '#app/domain/money.ts'
import type { AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import type { RequestedReturn } from '#app/use-cases/request-return.server.ts'
import { resolveUnknown } from '#app/use-cases/resolve-unknown.server.ts'
import {
  breaks,
  keepsCalls,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
} from '../../../tests/setup/journey.ts'
import { installedShop } from '../../../tests/setup/shop.ts'
import { processRefund } from './process-refund.server.ts'
import { reconcileRefund } from './reconcile-refund.server.ts'
import { reconcileReturn } from './reconcile-return.server.ts'

const shop = installedShop()

let made: RequestedReturn

async function begin(name: string, units?: number) {
  const order = await orderNamed(shop(), name)
  made = (await requested(shop(), { order, lines: wholeLines(order) })).made
  await receive(shop(), made.returnId, units)
}

async function amountNow(): Promise<Money> {
  const quoted = await quoteRefund(shop().ctx, { returnId: made.returnId })
  if (!quoted.ok || quoted.value.quotes[0] === undefined) throw new Error('There is nothing to pay')
  return quoted.value.quotes[0].refund
}

async function pay(admin: AdminGraphql = shop().ctx.admin) {
  const expected = await amountNow()
  return refundReturn(shop().over(admin), { returnId: made.returnId, method: 'original_payment', expected })
}

const refunds = (order: string) => ledgerOf(shop(), order).filter((row) => row.kind === 'refund')

async function onlyIntent(): Promise<MoneyIntentRecord> {
  const [intent, ...others] = (await stored(shop(), made.returnId)).moneyIntents
  if (intent === undefined || others.length > 0) throw new Error('There is not exactly one intent')
  return intent
}

/** Lets time pass that the process does not notice: what it was about to send is too old. */
function afterAPause(): AdminGraphql {
  const { admin } = shop().ctx
  return (operation, options = {}) =>
    admin(
      operation,
      options.sendBefore === undefined ? options : { ...options, sendBefore: performance.now() - 1 },
    )
}

describe('a process that was paused between its commit and its call', () => {
  beforeEach(() => begin('#1001'))

  test('sends nothing when it wakes; the job comes back and pays once', async () => {
    expect(await pay(afterAPause())).toMatchObject({ ok: true, value: { state: 'intended' } })
    expect(refunds('#1001')).toEqual([])
    shop().advance(30)
    await shop().runJobs()
    expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 2 })
    expect(refunds('#1001')).toHaveLength(1)
  })

  test('does not take back what another worker has sent since', async () => {
    const { admin } = shop().ctx
    const other: AdminGraphql = async (operation, options) => {
      if (!operation.includes('returnProcess(')) return admin(operation, options)
      // The lease is over: a second worker finds it sent, looks twice, and sends.
      const { id: intentId } = await onlyIntent()
      await processRefund(shop().ctx, { intentId })
      await reconcileRefund(shop().ctx, { intentId })
      shop().advance(61)
      await reconcileRefund(shop().ctx, { intentId })
      await processRefund(shop().ctx, { intentId })
      return admin(operation, { ...options, sendBefore: performance.now() - 1 })
    }
    expect(await pay(other)).toMatchObject({ ok: true, value: { state: 'settled' } })
    expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 2 })
    expect(refunds('#1001')).toHaveLength(1)
  })
})

describe('a request that arrives after everybody gave it up', () => {
  test('is refused by Shopify where the second sending took all units of a line', async () => {
    await begin('#1001')
    const late = keepsCalls(shop(), 'returnProcess')
    breaks(shop(), 'returnProcess', { kind: 'http', status: 502 })
    await pay(late.admin)
    const { id: intentId } = await onlyIntent()
    await reconcileRefund(shop().ctx, { intentId })
    shop().advance(61)
    await reconcileRefund(shop().ctx, { intentId })
    await processRefund(shop().ctx, { intentId })
    await late.arrive()
    expect(refunds('#1001')).toHaveLength(1)
  })

  test('is not raced where it took a part of every line: a person decides, and what arrives is found', async () => {
    await begin('#1036', 1)
    const amount = await amountNow()
    const late = keepsCalls(shop(), 'returnProcess')
    breaks(shop(), 'returnProcess', { kind: 'http', status: 502 })
    expect(await pay(late.admin)).toMatchObject({ ok: true, value: { state: 'unknown' } })
    const { id: intentId } = await onlyIntent()
    const early = await resolveUnknown(shop().ctx, { ...made, intentId, decision: 'send_again' })
    expect(early).toMatchObject({ ok: false, error: { kind: 'too_early' } })
    for (let look = 0; look < 4; look += 1) {
      await reconcileRefund(shop().ctx, { intentId })
      shop().advance(61)
    }
    expect(await onlyIntent()).toMatchObject({ state: 'unknown', sendCount: 1 })
    expect((await stored(shop(), made.returnId)).attention).toBe('refund_needs_person')
    expect(refunds('#1036')).toEqual([])
    await late.arrive()
    await reconcileRefund(shop().ctx, { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 1 })
    expect(refunds('#1036')).toMatchObject([{ amount: toDecimal(amount) }])
  })

  test('is recorded as the refund that it is, also after a person gave it up', async () => {
    await begin('#1001')
    const late = keepsCalls(shop(), 'returnProcess')
    breaks(shop(), 'returnProcess', { kind: 'http', status: 502 })
    await pay(late.admin)
    const { id: intentId } = await onlyIntent()
    await reconcileRefund(shop().ctx, { intentId })
    shop().advance(59)
    await reconcileRefund(shop().ctx, { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'unknown' })
    shop().advance(2)
    breaks(shop(), 'return', { kind: 'http', status: 404 })
    await expect(reconcileRefund(shop().ctx, { intentId })).rejects.toThrow('404')
    await reconcileRefund(shop().ctx, { intentId })
    await processRefund(shop().over(afterAPause()), { intentId }).catch(() => undefined)
    expect(await onlyIntent()).toMatchObject({ state: 'intended' })
    await late.arrive()
    await reconcileReturn(shop().ctx, { returnId: made.returnId })
    await processRefund(shop().ctx, { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'settled' })
    expect(refunds('#1001')).toHaveLength(1)
  })
})
