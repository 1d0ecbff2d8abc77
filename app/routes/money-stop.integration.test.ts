import { describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { breaks, orderNamed, receive, requested, wholeLines } from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { staffPayments } from '../../tests/setup/staff-payments.ts'

/* The switch that stops all payments, from whoever may use it to what it holds. */

const shop = installedShop()
const { askedByBen, person, returnToPay, pay, decide, approvalsOf, refundsOf, intentsOf } =
  staffPayments(shop)

describe('the switch that stops all payments', () => {
  const stop = { intent: 'stop', reason: 'A wrong fee went out' }

  test('holds what was decided and not sent, in the worker, until an admin lets it go on', async () => {
    const ada = await person('1', 'Ada', 'admin')
    const dora = await person('4', 'Dora', 'manager')
    const due = await returnToPay('#1001')
    // Decided, and Shopify cannot be asked at this moment: the worker goes on with it.
    breaks(shop(), 'returnProcess', { kind: 'throttled' })
    await pay(ada, due)
    expect((await intentsOf(due.id)).map(({ state }) => state)).toEqual(['intended'])
    expect((await dora.post('/app/settings/safety', stop)).status).toBe(200)

    shop().advance(600)
    await shop().runJobs()
    expect((await intentsOf(due.id)).map(({ state, sendCount }) => [state, sendCount])).toEqual([
      ['intended', 1],
    ])
    expect(refundsOf('#1001')).toEqual([])
    // A job that waits for the switch is no job that failed.
    const jobs = await database().prisma.outboxJob.findMany({ where: { name: 'process-refund' } })
    expect(jobs.map(({ failedAt, doneAt }) => [failedAt, doneAt])).toEqual([[null, null]])

    expect((await dora.post('/app/settings/safety', { intent: 'start' })).status).toBe(403)
    expect((await ada.post('/app/settings/safety', { intent: 'start' })).status).toBe(200)
    await shop().runJobs()
    expect((await intentsOf(due.id)).map(({ state }) => state)).toEqual(['settled'])
    expect(refundsOf('#1001')).toHaveLength(1)
  })

  test('refuses new payments and grants with the reason, and leaves everything else alone', async () => {
    const { due } = await askedByBen()
    const ada = await person('1', 'Ada', 'admin')
    await ada.post('/app/settings/safety', stop)
    for (const answer of [await pay(ada, due), await decide(ada, due.id)]) {
      expect(answer.text).toContain('Payments are stopped by Ada')
      expect(answer.text).toContain('A wrong fee went out')
    }
    expect(await intentsOf(due.id)).toEqual([])
    expect((await approvalsOf(due.id))[0]?.state).toBe('waiting')
    expect((await ada.post(`/app/returns/${due.id}`, { intent: 'close' })).text).toContain('Return closed')
  })

  test('holds a bonus whose refund was paid a moment before', async () => {
    const order = await orderNamed(shop(), '#1001')
    const { made } = await requested(shop(), { order, lines: wholeLines(order), outcome: 'store_credit' })
    await receive(shop(), made.returnId)
    const ada = await person('1', 'Ada', 'admin')
    const quoted = await quoteRefund(shop().ctx, { returnId: made.returnId })
    const credit = quoted.ok ? quoted.value.quotes.find((one) => one.outcome === 'store_credit') : undefined
    await ada.post(`/app/returns/${made.returnId}`, {
      intent: 'refund',
      method: 'store_credit',
      expected: credit?.refund,
    })
    await ada.post('/app/settings/safety', stop)
    await shop().runJobs()
    const states = async () => (await intentsOf(made.returnId)).map(({ purpose, state }) => [purpose, state])
    expect(await states()).toEqual([
      ['refund', 'settled'],
      ['bonus_credit', 'intended'],
    ])
    await ada.post('/app/settings/safety', { intent: 'start' })
    await shop().runJobs()
    expect((await states()).at(-1)).toEqual(['bonus_credit', 'settled'])
  })

  test('of the operator holds every shop, and no shop can let it go on', async () => {
    const ada = await person('1', 'Ada', 'admin')
    const due = await returnToPay('#1001')
    const { prisma } = database()
    await prisma.operatorSwitch.create({
      data: { name: 'money', stoppedAt: new Date(), reason: 'incident 7' },
    })
    expect((await pay(ada, due)).text).toContain('by the operator of Homeward')
    await ada.post('/app/settings/safety', { intent: 'start' })
    expect((await pay(ada, due)).text).toContain('incident 7')
    const asApp = withShop(shop().ctx.shop, (tx) =>
      tx.operatorSwitch.updateMany({ data: { stoppedAt: null } }),
    )
    await expect(asApp).rejects.toThrow(/permission denied/)
    await prisma.operatorSwitch.updateMany({ data: { stoppedAt: null } })
    expect((await pay(ada, due)).text).toContain('paid')
  })
})
