import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { changeMoneyIntent, createMoneyIntent } from '#app/db/money-intent.server.ts'
import type { MoneyIntentRecord } from '#app/db/return-record.ts'
import { toDecimal, type Money } from '#app/domain/money.ts'
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
import { BonusRequest } from '../refund-request.ts'
import { payBonus } from './pay-bonus.server.ts'

const shop = installedShop()

let made: RequestedReturn
let amountPromised: Money

beforeEach(async () => {
  const order = await orderNamed(shop(), '#1008')
  const request = await requested(shop(), { order, lines: wholeLines(order), outcome: 'store_credit' })
  made = request.made
  amountPromised = request.promised.refund
  await receive(shop(), made.returnId)
})

const pay = () =>
  refundReturn(shop().ctx, { returnId: made.returnId, method: 'store_credit', expected: amountPromised })

const credits = () => ledgerOf(shop(), '').filter((row) => row.kind === 'bonus_credit')

async function bonusIntent(): Promise<MoneyIntentRecord> {
  const { moneyIntents } = await stored(shop(), made.returnId)
  const [intent, ...others] = moneyIntents.filter(({ purpose }) => purpose === 'bonus_credit')
  if (intent === undefined || others.length > 0) throw new Error('There is not exactly one bonus')
  return intent
}

/** Waits out reads and pauses of reconciliation, running what is due on the way. */
async function waitLong(minutes = 10) {
  for (let minute = 0; minute < minutes; minute += 1) {
    shop().advance(61)
    await shop().runJobs()
  }
}

test('the bonus is credited once, although the answer was lost', async () => {
  breaks(shop(), 'storeCreditAccountCredit', { kind: 'reset' })
  await pay()
  await shop().runJobs()
  await waitLong(3)
  const { state, amount: bonus } = await bonusIntent()
  expect(state).toBe('settled')
  expect(credits()).toMatchObject([{ amount: toDecimal(bonus) }])
})

test('a bonus without an answer is never sent again by itself: a person decides after two equal reads', async () => {
  breaks(shop(), 'storeCreditAccountCredit', { kind: 'http', status: 500 })
  await pay()
  await shop().runJobs()
  await waitLong(4)
  const { id: intentId } = await bonusIntent()
  expect(await bonusIntent()).toMatchObject({ state: 'unknown', sendCount: 1 })
  expect((await stored(shop(), made.returnId)).attention).toBe('bonus_needs_person')
  expect(credits()).toEqual([])
  const resolved = await resolveUnknown(shop().ctx, { ...made, intentId, decision: 'send_again' })
  expect(resolved).toMatchObject({ ok: true, value: { state: 'settled' } })
  expect((await stored(shop(), made.returnId)).attention).toBeNull()
  expect(await bonusIntent()).toMatchObject({ state: 'settled', sendCount: 2 })
  expect(credits()).toHaveLength(1)
})

test('a bonus that arrives long after the reads is found, and is not sent again by the person either', async () => {
  await pay()
  const { id: intentId, amount: bonus } = await bonusIntent()
  const late = keepsCalls(shop(), 'storeCreditAccountCredit')
  breaks(shop(), 'storeCreditAccountCredit', { kind: 'http', status: 502 })
  await payBonus(shop().over(late.admin), { intentId })
  await payBonus(shop().ctx, { intentId })
  shop().advance(61)
  await payBonus(shop().ctx, { intentId })
  expect(await bonusIntent()).toMatchObject({ state: 'unknown', sendCount: 1 })
  await late.arrive()
  const resolved = await resolveUnknown(shop().ctx, { ...made, intentId, decision: 'send_again' })
  expect(resolved).toMatchObject({ ok: true, value: { state: 'settled' } })
  expect(await bonusIntent()).toMatchObject({ sendCount: 1 })
  expect(credits()).toMatchObject([{ amount: toDecimal(bonus) }])
})

test('the bonus waits while another one of the same customer has no answer', async () => {
  await pay()
  const { id: intentId, request, ...intent } = await bonusIntent()
  const { returnId, purpose, method, amount, requestHash, correlation, actor, createdAt } = intent
  const { shop: domain } = shop().ctx
  const other = { id: randomUUID(), version: 1 }
  await withShop(domain, async (tx) => {
    const copied = { returnId, purpose, method, amount, requestHash, correlation, actor, createdAt }
    const isNew = await createMoneyIntent(tx, domain, {
      ...copied,
      id: other.id,
      unitsKey: 'other',
      request: BonusRequest.parse(request),
    })
    expect(isNew && (await changeMoneyIntent(tx, other, { state: 'unknown' }))).toBe(true)
  })
  await expect(payBonus(shop().ctx, { intentId })).rejects.toThrow('no answer yet')
  expect(credits()).toEqual([])
  await withShop(domain, (tx) => changeMoneyIntent(tx, { ...other, version: 2 }, { state: 'refused' }))
  await payBonus(shop().ctx, { intentId })
  expect(credits()).toHaveLength(1)
})

test('the bonus of another return, of the same amount, is not taken for this one', async () => {
  const first = made
  await pay()
  await shop().runJobs()
  expect(credits()).toHaveLength(1)
  expect((await stored(shop(), first.returnId)).moneyIntents.at(-1)).toMatchObject({ state: 'settled' })
})

test('the bonus is refused by Shopify in its own words, and a person must look', async () => {
  const errors = [{ field: ['id'], message: 'Credit limit exceeded', code: 'CREDIT_LIMIT_EXCEEDED' }]
  breaks(shop(), 'storeCreditAccountCredit', { kind: 'user_errors', errors })
  await pay()
  await shop().runJobs()
  expect(await bonusIntent()).toMatchObject({ state: 'refused' })
  expect((await stored(shop(), made.returnId)).attention).toBe('bonus_refused')
})
