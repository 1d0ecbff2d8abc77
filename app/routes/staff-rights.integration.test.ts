import { describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { listApprovals } from '#app/db/approval.server.ts'
import { listAudit } from '#app/db/audit.server.ts'
import { findLimits, saveLimits } from '#app/db/limit.server.ts'
import { findStaff } from '#app/db/staff-role.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { firstLimits, type Limits } from '#app/domain/limits.ts'
import { type Money, money, toDecimal } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import type { Role } from '#app/domain/roles.ts'
import { refundReturn } from '#app/use-cases/refund-return.server.ts'
import { quoteRefund } from '#app/use-cases/quote-refund.server.ts'
import { adminHttp, type Answer, type StaffBrowser } from '../../tests/setup/admin-http.ts'
import {
  breaks,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { refundInAdmin } from '../../tests/setup/refund-in-admin.ts'
import { installedShop } from '../../tests/setup/shop.ts'

/*
 * What people of the shop may not do, asked over HTTP as a browser or a program would: session tokens, the app's router and
 * actions, the real database, the dev store behind it. H52 to H56 are the cases of the hostile inputs about staff.
 */

const shop = installedShop()
const http = adminHttp()

const person = (userId: string, name: string, role: Role | null): Promise<StaffBrowser> =>
  http().person(shop(), { userId, name, role })

/** A return whose goods are here, and what it comes to now. */
async function returnToPay(
  name: string,
  pick: (index: number) => boolean = () => true,
): Promise<{ readonly id: ReturnId; readonly order: OrderFacts; readonly refund: Money }> {
  const order = await orderNamed(shop(), name)
  const { made } = await requested(shop(), { order, lines: wholeLines(order, pick) })
  await receive(shop(), made.returnId)
  return { id: made.returnId, order, refund: await amountOf(made.returnId) }
}

async function amountOf(returnId: ReturnId): Promise<Money> {
  const quoted = await quoteRefund(shop().ctx, { returnId })
  const quote = quoted.ok ? quoted.value.quotes.find((one) => one.outcome === 'refund') : undefined
  if (quote === undefined) throw new Error(`Not quoted: ${JSON.stringify(quoted)}`)
  return quote.refund
}

async function setLimits(limits: Limits): Promise<void> {
  const { shop: domain } = shop().ctx
  const { version } = await withShop(domain, (tx) => findLimits(tx, domain))
  await withShop(domain, (tx) => saveLimits(tx, { shop: domain, limits, version }))
}

const agentsMay = (order: Money, more: Partial<Record<'day' | 'buyer', string>> = {}): Limits => ({
  ...firstLimits,
  agent: {
    kind: 'limited',
    amounts: {
      refund: { [order.currency]: { order: toDecimal(order), day: null, buyer: null, ...more } },
      store_credit: {},
    },
  },
})

const pay = (who: StaffBrowser, { id, refund }: { id: ReturnId; refund: Money }): Promise<Answer> =>
  who.post(`/app/returns/${id}`, { intent: 'refund', method: 'original_payment', expected: refund })

const decide = async (
  who: StaffBrowser,
  id: ReturnId,
  more: { intent?: 'grant' | 'refuse'; requestHash?: string } = {},
): Promise<Answer> => {
  const [approval] = await approvalsOf(id)
  const { intent = 'grant', requestHash = approval?.requestHash } = more
  return who.post(`/app/returns/${id}`, { intent, approvalId: approval?.id, requestHash, note: '' })
}

const approvalsOf = (id: ReturnId) =>
  withShop(shop().ctx.shop, (tx) => listApprovals(tx, shop().ctx.shop, id))
const refundsOf = (name: string) => ledgerOf(shop(), name).filter((row) => row.kind === 'refund')
const intentsOf = async (id: ReturnId) => (await stored(shop(), id)).moneyIntents
const refusals = async () => {
  const { shop: domain } = shop().ctx
  const entries = await withShop(domain, (tx) => listAudit(tx, domain, 50))
  return entries.flatMap(({ event, actor }) =>
    event.kind === 'action_refused'
      ? [`${actor.kind === 'staff' ? actor.name : actor.kind} ${event.action} ${event.because}`]
      : [],
  )
}

describe('H52: a viewer', () => {
  test('who calls any action directly is refused with 403, nothing changes, and it is written down', async () => {
    const ada = await person('1', 'Ada', null)
    await ada.get('/app/returns')
    const due = await returnToPay('#1001')
    const vera = await person('2', 'Vera', 'viewer')
    const before = await stored(shop(), due.id)

    const commands = [
      { intent: 'refund', method: 'original_payment', expected: due.refund },
      { intent: 'approve' },
      { intent: 'decline', reason: 'OTHER', note: '' },
      {
        intent: 'receive',
        items: [{ returnLineId: 'x', quantity: 1, disposition: 'MISSING', locationGid: null }],
      },
      { intent: 'end_exchange' },
      { intent: 'consent', way: 'phone', note: 'Credit is fine' },
      { intent: 'send_invoice', intentId: '0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11' },
      { intent: 'close' },
      { intent: 'cancel' },
      { intent: 'note', text: 'hello' },
      { intent: 'withdraw', approvalId: '0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11' },
    ]
    for (const command of commands) {
      const answer = await vera.post(`/app/returns/${due.id}`, command)
      expect(answer.status, command.intent).toBe(403)
      expect(answer.text, command.intent).toContain('You are a viewer')
    }
    const someKey = '0c2f6a9e-5b3f-4d0e-9a51-1f6d6f6c1a11'
    const pages = [
      ['/app/settings', { contactEmail: '', instructions: 'mine' }],
      ['/app/settings/safety', { intent: 'stop', reason: '' }],
      ['/app/settings/safety', { intent: 'start' }],
      ['/app/settings/safety', { intent: 'save', limits: { limits: firstLimits, version: 0 } }],
      ['/app/settings/safety', { intent: 'save', roles: [{ userId: '2', role: 'admin' }] }],
      ['/app/cases', { intent: 'ask', returnId: due.id, text: 'hello', requestKey: someKey }],
      [`/app/cases/${someKey}`, { intent: 'answer', text: 'hello', seen: 1, close: true }],
      [`/app/cases/${someKey}`, { intent: 'close', seen: 1 }],
      [`/app/cases/${someKey}`, { intent: 'match', orderName: '#1001', lines: [] }],
      ['/app/policy', { intent: 'save', policy: {}, seen: '' }],
      ['/app/policy', { intent: 'publish', note: '', seen: '' }],
    ] as const
    for (const [path, body] of pages) expect((await vera.post(path, body)).status, path).toBe(403)

    expect(await stored(shop(), due.id)).toEqual(before)
    expect(refundsOf('#1001')).toEqual([])
    expect(await refusals()).toHaveLength(commands.length + pages.length)
    expect(await refusals()).toContain('Vera money.pay role')
    // Looking is what viewers are for.
    expect((await vera.get(`/app/returns/${due.id}`)).status).toBe(200)
  })

  test('is who opens the app and was not the first; the first one and the owner are admins', async () => {
    const roleOf = async (userId: string) => {
      const { shop: domain } = shop().ctx
      return (await withShop(domain, (tx) => findStaff(tx, domain, userId)))?.role
    }
    await (await person('1', 'Ada', null)).get('/app/returns')
    await (await person('2', 'Vera', null)).get('/app/returns')
    const owner = await http().person(shop(), { userId: '3', name: 'Olive', role: null, isOwner: true })
    await owner.get('/app/returns')
    expect([await roleOf('1'), await roleOf('2'), await roleOf('3')]).toEqual(['admin', 'viewer', 'admin'])
  })

  test('is nobody without a session token', async () => {
    await person('1', 'Ada', 'admin')
    const answer = await http().send('/app/settings/safety.data', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0 Chrome/140.0.0.0' },
      body: JSON.stringify({ intent: 'stop', reason: '' }),
    })
    expect(answer.status).not.toBe(200)
    const stopped = await database().prisma.paymentSafety.findMany({ where: { stoppedAt: { not: null } } })
    expect(stopped).toEqual([])
  })
})

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

/** Ben, an agent who may pay nothing alone, has asked for a payment. */
async function askedByBen() {
  const due = await returnToPay('#1001')
  const ben = await person('2', 'Ben', 'agent')
  expect((await pay(ben, due)).text).toContain('waits for a second person')
  return { due, ben }
}

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

describe('H56: roles and limits', () => {
  test.each(['viewer', 'agent', 'manager'] as const)(
    'a %s cannot raise their own role, nor anybody’s limits',
    async (role) => {
      await person('1', 'Ada', 'admin')
      const ben = await person('2', 'Ben', role)
      const raised = await ben.post('/app/settings/safety', {
        intent: 'save',
        roles: [{ userId: '2', role: 'admin' }],
      })
      expect(raised.status).toBe(403)
      const unlimited: Limits = { ...firstLimits, agent: { kind: 'unlimited' } }
      const limited = await ben.post('/app/settings/safety', {
        intent: 'save',
        limits: { limits: unlimited, version: 0 },
      })
      expect(limited.status).toBe(403)
      const { shop: domain } = shop().ctx
      const after = await withShop(domain, async (tx) => ({
        role: (await findStaff(tx, domain, '2'))?.role,
        limits: (await findLimits(tx, domain)).limits,
      }))
      expect(after).toEqual({ role, limits: firstLimits })
      expect(await refusals()).toEqual(['Ben limits.save role', 'Ben roles.save role'])
    },
  )

  test('the last admin cannot go; with a second one, either can, and two at once leave one', async () => {
    const ada = await person('1', 'Ada', 'admin')
    const demote = (who: StaffBrowser, userId: string) =>
      who.post('/app/settings/safety', { intent: 'save', roles: [{ userId, role: 'viewer' }] })
    const refused = await demote(ada, '1')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('needs an admin')
    const ben = await person('2', 'Ben', 'admin')
    await Promise.all([demote(ada, '1'), demote(ben, '2')])
    const { shop: domain } = shop().ctx
    const admins = await withShop(domain, (tx) => tx.staffRole.count({ where: { role: 'admin' } }))
    expect(admins).toBe(1)
  })

  test('a role that was taken away holds from the next request on', async () => {
    const ada = await person('1', 'Ada', 'admin')
    const ben = await person('2', 'Ben', 'manager')
    const stop = { intent: 'stop', reason: 'test' }
    const roles = [{ userId: '2', role: 'viewer' }]
    expect((await ada.post('/app/settings/safety', { intent: 'save', roles })).status).toBe(200)
    expect((await ben.post('/app/settings/safety', stop)).status).toBe(403)
  })

  test('fields that no form has change nothing', async () => {
    await person('1', 'Ada', 'admin')
    const ben = await person('2', 'Ben', 'agent')
    const due = await returnToPay('#1001')
    const answer = await ben.post(`/app/returns/${due.id}`, {
      intent: 'refund',
      method: 'original_payment',
      expected: due.refund,
      role: 'admin',
      limits: { agent: { kind: 'unlimited' } },
      approvalId: 'granted',
    })
    expect(answer.text).toContain('waits for a second person')
  })
})

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
