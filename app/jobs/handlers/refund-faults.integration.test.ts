import { beforeEach, describe, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import { toDecimal, type Money } from '#app/domain/money.ts'
import type { AdminGraphql } from '#app/shopify/admin-graphql.server.ts'
import { closeReturn } from '#app/use-cases/close-return.server.ts'
import { refundReturn, type RefundMethod } from '#app/use-cases/refund-return.server.ts'
import type { RequestedReturn } from '#app/use-cases/request-return.server.ts'
import {
  breaks,
  keepsCalls,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
  settleRefunds,
} from '../../../tests/setup/journey.ts'
import { installedShop } from '../../../tests/setup/shop.ts'
import { payBonus } from './pay-bonus.server.ts'
import { processRefund } from './process-refund.server.ts'
import { reconcileRefund } from './reconcile-refund.server.ts'
import { reconcileReturn } from './reconcile-return.server.ts'

const shop = installedShop()

let made: RequestedReturn
let amount: Money

beforeEach(async () => {
  await begin('refund')
})

async function begin(outcome: 'refund' | 'store_credit', name = '#1001') {
  const order = await orderNamed(shop(), name)
  const request = await requested(shop(), { order, lines: wholeLines(order), outcome })
  made = request.made
  amount = request.promised.refund
  await receive(shop(), made.returnId)
}

const pay = (method: RefundMethod = 'original_payment', ctx = shop().ctx) =>
  refundReturn(ctx, { returnId: made.returnId, method, expected: amount })

const refunds = () => ledgerOf(shop(), '#1001').filter((row) => row.kind === 'refund')
const credits = () => ledgerOf(shop(), '').filter((row) => row.kind === 'bonus_credit')

async function intents(purpose: MoneyIntentRecord['purpose'] = 'refund') {
  return (await stored(shop(), made.returnId)).moneyIntents.filter((intent) => intent.purpose === purpose)
}

async function onlyIntent(purpose: MoneyIntentRecord['purpose'] = 'refund'): Promise<MoneyIntentRecord> {
  const [intent, ...others] = await intents(purpose)
  if (intent === undefined || others.length > 0) throw new Error('There is not exactly one intent')
  return intent
}

async function eventKinds() {
  const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.returnId))
  return events.map(({ event }) => event.kind)
}

/** Waits out reads and pauses of reconciliation, running what is due on the way. */
async function waitLong(minutes = 10) {
  for (let minute = 0; minute < minutes; minute += 1) {
    shop().advance(61)
    await shop().runJobs()
  }
}

function oneRefund(status = 'SUCCESS') {
  expect(refunds()).toMatchObject([{ amount: toDecimal(amount), currency: 'USD', status }])
}

describe('clicked more than once', () => {
  test('by one person: one refund, and the second click learns of the first', async () => {
    const answers = await Promise.all([pay(), pay(), pay()])
    expect(answers.filter((one) => one.ok)).toHaveLength(1)
    for (const one of answers)
      if (!one.ok) expect(one.error).toMatchObject({ kind: 'in_progress', by: 'Sam Staff' })
    oneRefund()
    expect(await pay()).toMatchObject({ ok: false, error: { kind: 'in_progress', state: 'settled', amount } })
  })

  test('by two people, for different methods: one refund', async () => {
    const other = shop().as({ kind: 'staff', id: '2', name: 'Kim Other' })
    const answers = await Promise.all([pay(), pay('store_credit', other)])
    expect(answers.filter((one) => one.ok)).toHaveLength(1)
    expect(await intents()).toHaveLength(1)
    const rows = ledgerOf(shop(), '#1001').filter((row) => row.kind !== 'bonus_credit')
    expect(rows.filter((row) => row.kind === 'refund' || row.kind === 'store_credit')).toHaveLength(1)
  })

  test('with an amount that is not Shopify’s: nothing is intended', async () => {
    amount = { ...amount, minor: amount.minor + 1 }
    expect(await pay()).toMatchObject({ ok: false, error: { kind: 'amount_changed' } })
    expect(await intents()).toEqual([])
  })
})

describe('without an answer from Shopify', () => {
  test('after it was done: it is found again, and never sent twice', async () => {
    breaks(shop(), 'returnProcess', { kind: 'reset' })
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'unknown' } })
    expect((await stored(shop(), made.returnId)).attention).toBe('refund_unknown')
    await waitLong(1)
    expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 1 })
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
    oneRefund()
    await waitLong()
    oneRefund()
    expect(shop().mails.filter((mail) => mail.subject.startsWith('Your refund'))).toHaveLength(1)
  })

  test.each([{ kind: 'http', status: 500 }, { kind: 'http', status: 502 }, { kind: 'internal_error' }])(
    'and nothing done (%o): it is sent again only after two equal reads, a minute apart',
    async (effect) => {
      breaks(shop(), 'returnProcess', effect)
      expect(await pay()).toMatchObject({ ok: true, value: { state: 'unknown' } })
      shop().advance(6)
      await shop().runJobs()
      expect(await onlyIntent()).toMatchObject({ state: 'unknown', sendCount: 1 })
      expect(refunds()).toEqual([])
      // A second click while nobody knows must not send anything.
      expect(await pay()).toMatchObject({ ok: false, error: { kind: 'in_progress', state: 'unknown' } })
      await waitLong(2)
      expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 2 })
      oneRefund()
    },
  )

  test('and applied later than the reads that let it be sent again: the first one is the refund', async () => {
    const late = keepsCalls(shop(), 'returnProcess')
    breaks(shop(), 'returnProcess', { kind: 'http', status: 502 })
    expect(await pay('original_payment', shop().over(late.admin))).toMatchObject({
      value: { state: 'unknown' },
    })
    const { id: intentId } = await onlyIntent()
    await reconcileRefund(shop().ctx, { intentId })
    shop().advance(61)
    await reconcileRefund(shop().ctx, { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'intended', sendCount: 1 })
    await late.arrive()
    await processRefund(shop().ctx, { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 1 })
    oneRefund()
  })

  test('and applied while it is sent again: Shopify refuses the second, and the first one is the refund', async () => {
    const late = keepsCalls(shop(), 'returnProcess')
    breaks(shop(), 'returnProcess', { kind: 'http', status: 502 })
    await pay('original_payment', shop().over(late.admin))
    const { id: intentId } = await onlyIntent()
    await reconcileRefund(shop().ctx, { intentId })
    shop().advance(61)
    await reconcileRefund(shop().ctx, { intentId })
    const overtaken: AdminGraphql = async (operation, options) => {
      if (operation.includes('returnProcess(')) await late.arrive()
      return shop().ctx.admin(operation, options)
    }
    await processRefund(shop().over(overtaken), { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 2 })
    oneRefund()
  })

  test('because it had no points left: nothing is unknown, the job comes back', async () => {
    breaks(shop(), 'returnProcess', { kind: 'throttled' })
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'intended' } })
    expect(refunds()).toEqual([])
    shop().advance(30)
    await shop().runJobs()
    expect(await onlyIntent()).toMatchObject({ state: 'settled' })
    oneRefund()
  })

  test('the return cannot be closed or cancelled meanwhile', async () => {
    breaks(shop(), 'returnProcess', { kind: 'reset' })
    await pay()
    expect(await closeReturn(shop().ctx, made)).toMatchObject({ ok: false, error: { kind: 'not_allowed' } })
  })
})

describe('when the process dies', () => {
  /** Does what is asked, but the process that asked never learns of it. */
  function dyingAfter(root: string): AdminGraphql {
    const { admin } = shop().ctx
    return async (operation, options) => {
      const data = await admin<never>(operation, options)
      if (operation.includes(`${root}(`)) await new Promise<never>(() => undefined)
      return data
    }
  }

  async function dieAt(root: string, job: (ctx: ReturnType<typeof shop>['ctx']) => Promise<unknown>) {
    const done = job(shop().over(dyingAfter(root)))
    const started = Date.now()
    // Until the call is through: the row says that it was sent, the dev store that it was done.
    while (Date.now() - started < 10_000) {
      const states = (await stored(shop(), made.returnId)).moneyIntents.map((intent) => intent.state)
      const isThere = root === 'returnProcess' ? refunds().length > 0 : credits().length > 0
      if (states.includes('sent') && isThere) return done
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`${root} was never called`)
  }

  test('after the refund went through: the next worker finds it and records it once', async () => {
    void dieAt('returnProcess', (ctx) => pay('original_payment', ctx))
    await expect.poll(() => refunds().length, { timeout: 10_000 }).toBe(1)
    const { id: intentId } = await onlyIntent()
    await processRefund(shop().ctx, { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'unknown' })
    await reconcileRefund(shop().ctx, { intentId })
    await reconcileRefund(shop().ctx, { intentId })
    await processRefund(shop().ctx, { intentId })
    expect(await onlyIntent()).toMatchObject({ state: 'settled', sendCount: 1 })
    oneRefund()
    expect((await eventKinds()).filter((kind) => kind === 'refund_settled')).toHaveLength(1)
  })

  test('after the bonus went through: it is found in the account and not credited again', async () => {
    await begin('store_credit', '#1008')
    expect(await pay('store_credit')).toMatchObject({ ok: true, value: { state: 'settled' } })
    const { id: intentId, amount: bonus } = await onlyIntent('bonus_credit')
    void dieAt('storeCreditAccountCredit', (ctx) => payBonus(ctx, { intentId }))
    await expect.poll(() => credits().length, { timeout: 10_000 }).toBe(1)
    await payBonus(shop().ctx, { intentId })
    await payBonus(shop().ctx, { intentId })
    expect(await onlyIntent('bonus_credit')).toMatchObject({ state: 'settled' })
    expect(credits()).toMatchObject([{ amount: toDecimal(bonus) }])
  })
})

describe('when Shopify or the payment provider says no', () => {
  test('Shopify refuses: final, in its words, and a new try is possible', async () => {
    const errors = [
      { field: null, message: 'Refund amount is greater than net payment received', code: 'INVALID' },
    ]
    breaks(shop(), 'returnProcess', { kind: 'user_errors', errors })
    expect(await pay()).toMatchObject({
      ok: true,
      value: { state: 'refused', refusal: 'Refund amount is greater than net payment received' },
    })
    expect((await stored(shop(), made.returnId)).attention).toBe('refund_refused')
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'settled' } })
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
    expect((await intents()).map((intent) => intent.state)).toEqual(['refused', 'settled'])
    oneRefund()
  })

  test('the gateway fails at once: never called refunded', async () => {
    breaks(shop(), 'returnProcess', {
      kind: 'gateway_refuses',
      errorCode: 'PAYMENT_PROVIDER_ERROR',
      message: '',
    })
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'failed' } })
    await shop().runJobs()
    expect((await stored(shop(), made.returnId)).attention).toBe('refund_failed')
    expect(shop().mails.some((mail) => mail.subject.startsWith('Your refund'))).toBe(false)
    expect(await eventKinds()).toContain('refund_failed')
  })

  test.each([
    ['SUCCESS', 'settled', null],
    ['FAILURE', 'failed', 'refund_failed'],
  ])('the gateway keeps it pending and then says %s', async (becomes, state, attention) => {
    breaks(shop(), 'returnProcess', {
      kind: 'refund_pending',
      seconds: 3600,
      becomes,
      errorCode: 'PAYMENT_PROVIDER_ERROR',
    })
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'pending' } })
    await shop().runJobs()
    expect(shop().mails.some((mail) => mail.subject.startsWith('Your refund'))).toBe(false)
    shop().advance(4000)
    settleRefunds(shop())
    await reconcileReturn(shop().ctx, { returnId: made.returnId })
    expect(await onlyIntent()).toMatchObject({ state })
    await shop().runJobs()
    expect((await stored(shop(), made.returnId)).attention).toBe(attention)
    expect(shop().mails.filter((mail) => mail.subject.startsWith('Your refund'))).toHaveLength(
      state === 'settled' ? 1 : 0,
    )
  })
})

describe('what happens in Shopify’s own admin', () => {
  const asMerchant = (query: string, variables: Record<string, unknown>) =>
    shop().devStore.engine.asMerchant(shop().ctx.shop, query, variables)

  async function processThere() {
    const record = await stored(shop(), made.returnId)
    await asMerchant(
      'mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { userErrors { message } } }',
      {
        input: {
          returnId: record.shopifyReturnGid,
          returnLineItems: record.lines.map((line) => ({
            id: line.shopifyReturnLineGid,
            quantity: line.quantity,
          })),
        },
      },
    )
  }

  test('processed there between quote and payment: nothing is sent', async () => {
    await processThere()
    expect(await pay()).toMatchObject({ ok: false, error: { kind: 'conflict' } })
    expect(await intents()).toEqual([])
  })

  test('processed there after the intent: refused, nothing is sent', async () => {
    breaks(shop(), 'returnProcess', { kind: 'throttled' })
    await pay()
    await processThere()
    shop().advance(30)
    await shop().runJobs()
    expect(await onlyIntent()).toMatchObject({ state: 'refused', refusedKind: 'changed_in_shopify' })
    expect(refunds()).toEqual([])
  })

  test('closed there: our return follows, once', async () => {
    const { shopifyReturnGid } = await stored(shop(), made.returnId)
    if (shopifyReturnGid === null) throw new Error('It is in Shopify')
    await asMerchant('mutation($id: ID!) { returnClose(id: $id) { userErrors { message } } }', {
      id: shopifyReturnGid,
    })
    await reconcileReturn(shop().ctx, { shopifyReturnGid })
    await reconcileReturn(shop().ctx, { shopifyReturnGid })
    expect(await stored(shop(), made.returnId)).toMatchObject({ status: 'closed' })
    expect((await eventKinds()).filter((kind) => kind === 'changed_in_shopify')).toHaveLength(1)
    await asMerchant('mutation($id: ID!) { returnReopen(id: $id) { userErrors { message } } }', {
      id: shopifyReturnGid,
    })
    await reconcileReturn(shop().ctx, { shopifyReturnGid })
    expect(await stored(shop(), made.returnId)).toMatchObject({ status: 'received', closedAt: null })
  })
})
