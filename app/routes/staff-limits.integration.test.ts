import { describe, expect, test } from 'vitest'
import { database } from '#app/db.server.ts'
import { firstLimits } from '#app/domain/limits.ts'
import { money, toDecimal } from '#app/domain/money.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import { orderNamed, receive, requested, stored, wholeLines } from '../../tests/setup/journey.ts'
import { refundInAdmin } from '../../tests/setup/refund-in-admin.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { staffPayments } from '../../tests/setup/staff-payments.ts'

/* What people of the shop pay alone and what waits for a second person, asked over HTTP: H53 to H55. */

const shop = installedShop()
const {
  askedByBen,
  person,
  returnToPay,
  amountOf,
  setLimits,
  agentsMay,
  pay,
  decide,
  approvalsOf,
  refundsOf,
  intentsOf,
  refusals,
} = staffPayments(shop)

describe('H53: an agent above the limit needs approval', () => {
  test('exactly the limit is paid, one minor unit more waits', async () => {
    const due = await returnToPay('#1001')
    const ben = await person('2', 'Ben', 'agent')
    await setLimits(agentsMay(money(due.refund.minor - 1, due.refund.currency)))
    const above = await pay(ben, due)
    expect(above.text).toContain('waits for a second person')
    expect(await intentsOf(due.id)).toEqual([])
    expect(refundsOf('#1001')).toEqual([])
    expect((await stored(shop(), due.id)).attention).toBe('approval_waiting')

    await setLimits(agentsMay(due.refund))
    expect((await pay(ben, due)).text).toContain('paid')
    expect(refundsOf('#1001')).toHaveLength(1)
    // What waited was for this payment, which somebody made.
    expect((await approvalsOf(due.id)).map(({ state, voidBecause }) => [state, voidBecause])).toEqual([
      ['void', 'paid_otherwise'],
    ])
  })

  test('two payments of the same order count together, also of two agents', async () => {
    const first = await returnToPay('#1002', (index) => index === 0)
    const second = await returnToPay('#1002', (index) => index === 0)
    const { currency } = first.refund
    const larger = Math.max(first.refund.minor, second.refund.minor)
    await setLimits(agentsMay(money(larger, currency)))
    const ben = await person('2', 'Ben', 'agent')
    const cleo = await person('3', 'Cleo', 'agent')
    expect((await pay(ben, first)).text).toContain('paid')
    for (const who of [ben, cleo]) {
      expect((await pay(who, second)).text).toContain('waits for a second person')
      expect(await intentsOf(second.id)).toEqual([])
    }
    const waiting = (await approvalsOf(second.id)).filter(({ state }) => state === 'waiting')
    expect(waiting.map(({ because }) => because)).toEqual([
      [
        {
          scope: 'order',
          limit: money(larger, currency),
          would: money(first.refund.minor + second.refund.minor, currency),
        },
      ],
    ])
  })

  test('the payments of a day count together; the next day they do not', async () => {
    const first = await returnToPay('#1002', (index) => index === 0)
    const second = await returnToPay('#1002', (index) => index === 0)
    const most = money(10_000_00, first.refund.currency)
    await setLimits(agentsMay(most, { day: toDecimal(first.refund) }))
    const ben = await person('2', 'Ben', 'agent')
    expect((await pay(ben, first)).text).toContain('paid')
    expect((await pay(ben, second)).text).toContain('waits for a second person')
    shop().advance(86_400 + 60)
    // Session tokens live by the real clock, and the day of limits by the app's: the use-case is asked with it.
    const actor = { kind: 'staff', id: '2', name: 'Ben' } as const
    const paid = await refundReturn(shop().as(actor, 'agent'), {
      returnId: second.id,
      method: 'original_payment',
      expected: second.refund,
    })
    expect(paid).toMatchObject({ ok: true, value: { state: 'settled' } })
  })

  test.each([
    ['#1004', 'JPY'],
    ['#1005', 'KWD'],
  ])('a limit in dollars says nothing about %s in %s', async (name, currency) => {
    const due = await returnToPay(name)
    expect(due.refund.currency).toBe(currency)
    await setLimits(agentsMay(money(1_000_000_00, 'USD')))
    const ben = await person('2', 'Ben', 'agent')
    expect((await pay(ben, due)).text).toContain('waits for a second person')
    expect(refundsOf(name)).toEqual([])
    // And with a limit of its own, to the minor unit.
    await setLimits(agentsMay(due.refund))
    expect((await pay(ben, due)).text).toContain('paid')
  })

  test('two payments at the same moment do not both fit under one limit', async () => {
    const first = await returnToPay('#1002', (index) => index === 0)
    const second = await returnToPay('#1002', (index) => index === 0)
    const larger = Math.max(first.refund.minor, second.refund.minor)
    await setLimits(agentsMay(money(larger, first.refund.currency)))
    const ben = await person('2', 'Ben', 'agent')
    await Promise.all([pay(ben, first), pay(ben, second)])
    expect([...(await intentsOf(first.id)), ...(await intentsOf(second.id))]).toHaveLength(1)
  })
})

describe('H54: four eyes', () => {
  test('who asked cannot grant, in no session and with no role', async () => {
    const { due, ben } = await askedByBen()
    expect((await decide(ben, due.id)).status).toBe(403)
    // The same person in a second browser, manager and then admin by now.
    for (const role of ['manager', 'admin']) {
      await database().prisma.staffRole.updateMany({ where: { userId: '2' }, data: { role } })
      const again = await person('2', 'Ben', null)
      for (const intent of ['grant', 'refuse'] as const) {
        const answer = await decide(again, due.id, { intent })
        expect(answer.status).toBe(403)
        expect(answer.text).toContain('Somebody else has to grant it')
      }
    }
    expect(await intentsOf(due.id)).toEqual([])
    expect(await refusals()).toContain('Ben money.decide own_request')
    // Not even past the app.
    const [approval] = await approvalsOf(due.id)
    const grant = { state: 'refused', decidedById: '2' }
    await expect(
      database().prisma.moneyApproval.update({ where: { id: approval?.id ?? '' }, data: grant }),
    ).rejects.toThrow(/two_people/)
  })

  test('another agent cannot grant; a manager whose limit covers it can, once', async () => {
    const { due } = await askedByBen()
    const cleo = await person('3', 'Cleo', 'agent')
    expect((await decide(cleo, due.id)).status).toBe(403)
    const dora = await person('4', 'Dora', 'manager')
    const answers = await Promise.all([decide(dora, due.id), decide(dora, due.id)])
    expect(answers.filter(({ text }) => text.includes('paid') && !text.includes('Nothing'))).toHaveLength(1)
    expect(refundsOf('#1001')).toHaveLength(1)
    const [approval] = await approvalsOf(due.id)
    const [intent] = await intentsOf(due.id)
    expect(approval).toMatchObject({
      state: 'granted',
      intentId: intent?.id,
      requestedBy: { name: 'Ben' },
      decidedBy: { name: 'Dora' },
    })
    expect(intent?.amount).toEqual(due.refund)
    expect((await stored(shop(), due.id)).attention).toBeNull()
  })

  test('a manager cannot grant above their own limit', async () => {
    const { due } = await askedByBen()
    const below = agentsMay(money(due.refund.minor - 1, due.refund.currency)).agent
    await setLimits({ ...firstLimits, manager: below })
    const dora = await person('4', 'Dora', 'manager')
    const answer = await decide(dora, due.id)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('higher limit')
    expect((await approvalsOf(due.id))[0]?.state).toBe('waiting')
    expect(await intentsOf(due.id)).toEqual([])
    const ada = await person('1', 'Ada', 'admin')
    expect((await decide(ada, due.id)).text).toContain('paid')
  })

  test('looking at it decides nothing, and refusing pays nothing', async () => {
    const { due } = await askedByBen()
    const dora = await person('4', 'Dora', 'manager')
    await dora.get(`/app/returns/${due.id}`)
    expect((await approvalsOf(due.id))[0]?.state).toBe('waiting')
    expect((await decide(dora, due.id, { intent: 'refuse' })).text).toContain('Payment refused')
    expect((await approvalsOf(due.id))[0]?.state).toBe('refused')
    expect((await decide(dora, due.id)).status).toBe(409)
    expect(refundsOf('#1001')).toEqual([])
  })
})

describe('H55: what was granted is what was asked', () => {
  test('another amount or another request is refused, and the request stays as it was', async () => {
    const { due } = await askedByBen()
    const dora = await person('4', 'Dora', 'manager')
    expect((await decide(dora, due.id, { requestHash: 'f'.repeat(64) })).status).toBe(409)
    expect((await approvalsOf(due.id))[0]?.state).toBe('waiting')
    expect(await intentsOf(due.id)).toEqual([])
    const change = { amountMinor: 1n }
    const id = (await approvalsOf(due.id))[0]?.id ?? ''
    await expect(database().prisma.moneyApproval.update({ where: { id }, data: change })).rejects.toThrow(
      /keeps the request/,
    )
  })

  test('a refund that the merchant makes in Shopify meanwhile makes it void, and nothing is paid', async () => {
    const { due } = await askedByBen()
    const [line] = due.order.lines
    const lines = line ? [{ lineItemId: line.lineItemId, quantity: 1 }] : []
    await refundInAdmin(shop(), { orderGid: due.order.id, amount: '1.00', lines })
    const dora = await person('4', 'Dora', 'manager')
    const answer = await decide(dora, due.id)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('the request is void')
    expect((await approvalsOf(due.id))[0]).toMatchObject({ state: 'void', voidBecause: 'request_changed' })
    expect(await intentsOf(due.id)).toEqual([])
    // Void stays void.
    expect((await decide(dora, due.id)).status).toBe(409)
  })

  test('a change of the return, and another wish, make it void', async () => {
    const order = await orderNamed(shop(), '#1001')
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    const ben = await person('2', 'Ben', 'agent')
    const due = { id: made.returnId, refund: await amountOf(made.returnId) }
    expect((await pay(ben, due)).text).toContain('waits for a second person')
    // The same wish again is the same request.
    await pay(ben, due)
    expect(await approvalsOf(due.id)).toHaveLength(1)
    await receive(shop(), due.id)
    expect((await approvalsOf(due.id))[0]).toMatchObject({ state: 'void', voidBecause: 'return_changed' })
  })

  test('who asked can take it back', async () => {
    const { due, ben } = await askedByBen()
    const [approval] = await approvalsOf(due.id)
    const cleo = await person('3', 'Cleo', 'agent')
    const withdraw = { intent: 'withdraw', approvalId: approval?.id }
    expect((await cleo.post(`/app/returns/${due.id}`, withdraw)).text).toContain('not here any more')
    expect((await ben.post(`/app/returns/${due.id}`, withdraw)).text).toContain('Request taken back')
    expect((await approvalsOf(due.id))[0]).toMatchObject({ state: 'void', voidBecause: 'withdrawn' })
  })
})
