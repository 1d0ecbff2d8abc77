import { expect, test } from 'vitest'
import { add, toDecimal } from '#app/domain/money.ts'
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
import { quoteRefund } from './quote-refund.server.ts'
import { refundReturn } from './refund-return.server.ts'

const shop = installedShop()

async function mixedRequest() {
  const order = await orderNamed(shop(), '#1002')
  const lines = wholeLines(order).map((line, index) =>
    index === 0 ? { ...line, outcome: 'store_credit' as const } : line,
  )
  return requested(shop(), { order, lines })
}

const moved = (kind: 'refund' | 'store_credit') =>
  ledgerOf(shop(), '#1002')
    .filter((row) => row.kind === kind && row.status === 'SUCCESS')
    .map((row) => row.amount)

test('one line as store credit, the others to the card: staff pay each way its own lines', async () => {
  const { made, promised } = await mixedRequest()
  expect(promised.lines.map((line) => line.outcome)).toContain('store_credit')
  expect(promised.tenders.map((tender) => tender.gateway)).toContain('store_credit')
  await receive(shop(), made.returnId)
  const quoted = await quoteRefund(shop().ctx, made)
  if (!quoted.ok) throw new Error(JSON.stringify(quoted.error))
  const [card, credit] = quoted.value.quotes
  if (card === undefined || credit === undefined) throw new Error('There are two ways')
  expect(add(card.refund, credit.refund)).toEqual(promised.refund)
  for (const [method, quote] of [
    ['original_payment', card],
    ['store_credit', credit],
  ] as const)
    expect(
      await refundReturn(shop().ctx, { returnId: made.returnId, method, expected: quote.refund }),
    ).toMatchObject({ ok: true, value: { state: 'settled' } })
  expect(moved('refund')).toEqual([toDecimal(card.refund)])
  expect(moved('store_credit')).toEqual([toDecimal(credit.refund)])
  await shop().runJobs()
  const bonus = (await stored(shop(), made.returnId)).moneyIntents.find(
    ({ purpose }) => purpose === 'bonus_credit',
  )
  expect(bonus?.amount).toEqual(promised.bonus)
})

test('paid on approval: two intents, and together the promise', async () => {
  await judgeBy(shop(), (policy) => ({ ...policy, baseline: { ...policy.baseline, payWhen: 'on_approval' } }))
  const { made, promised } = await mixedRequest()
  for (let round = 0; round < 3; round += 1) {
    await shop().runJobs()
    shop().advance(30)
  }
  const record = await stored(shop(), made.returnId)
  const refunds = record.moneyIntents.filter(({ purpose }) => purpose === 'refund')
  expect(refunds.map(({ method, state }) => [method, state])).toEqual([
    ['original_payment', 'settled'],
    ['store_credit', 'settled'],
  ])
  expect([...moved('refund'), ...moved('store_credit')]).toEqual(
    refunds.map(({ amount }) => toDecimal(amount)),
  )
  expect(refunds.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(promised.refund.minor)
})
