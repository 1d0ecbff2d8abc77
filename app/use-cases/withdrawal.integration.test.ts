import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { findCase, redactCases } from '#app/db/case.server.ts'
import { findPerson } from '#app/db/privacy/person.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { settleWithdrawalsBy } from '#app/jobs/handlers/settle-withdrawal.server.ts'
import {
  breaks,
  judgeBy,
  orderNamed,
  receive,
  requested,
  stored,
  wholeLines,
} from '../../tests/setup/journey.ts'
import { installedShop } from '../../tests/setup/shop.ts'
import { type Declaration, declareWithdrawal } from './declare-withdrawal.server.ts'
import { matchWithdrawal } from './match-withdrawal.server.ts'
import { settleWithdrawal } from './settle-withdrawal.server.ts'

const shop = installedShop()
beforeEach(() => settleWithdrawalsBy(settleWithdrawal))

const camille: Declaration = {
  name: 'Camille Martin',
  orderName: '#1003',
  email: 'Camille@example.com',
  goods: [],
}

async function declare(some: Partial<Declaration> & { key?: string; locale?: string } = {}) {
  const { key = randomUUID(), locale = 'en', ...said } = some
  const declared = await declareWithdrawal(shop().as({ kind: 'shopper' }), {
    ...camille,
    ...said,
    submissionKey: key,
    locale,
  })
  await shop().runJobs()
  return { ...declared, now: await caseOf(declared.caseId) }
}

async function caseOf(id: string) {
  const known = await withShop(shop().ctx.shop, (tx) => findCase(tx, id))
  if (known === null) throw new Error('no case')
  return known
}

const mailsTo = (address: string) =>
  shop().mails.filter(({ to }) => to.address.toLowerCase() === address.toLowerCase())

describe('a withdrawal', () => {
  test('of an order within the right becomes a return of all its goods, with the day the money is due', async () => {
    const { now, number, declaredAt } = await declare()
    expect(number).toBe(1001)
    expect(now).toMatchObject({ state: 'closed', because: null, orderName: '#1003' })
    const made = await stored(shop(), now.returnId ?? never())
    expect(made).toMatchObject({ status: 'approved', outcome: 'refund', requestedAt: declaredAt })
    expect(made.lines.map(({ quantity, note }) => [quantity, note])).toEqual([
      [1, 'Withdrawal C1001'],
      [2, 'Withdrawal C1001'],
    ])
    expect(made.decision.lines.every((line) => line.law?.open)).toBe(true)
    expect(made.name).toBe('#1003-R1')
    const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.id))
    expect(events.map(({ event }) => event.kind)).toEqual(
      expect.arrayContaining(['requested', 'auto_approved', 'case_opened']),
    )
    const [first] = mailsTo(camille.email)
    expect(first?.subject).toBe('We received your withdrawal C1001')
    for (const said of [
      'Camille Martin',
      '#1003',
      'Camille@example.com',
      'everything in this order',
      'C1001',
    ])
      expect(first?.text).toContain(said)
    expect(first?.text).toMatch(
      /Received: Nov 22, 2026|Received: \w{3} \d+, 20\d\d, \d\d:\d\d:\d\d [AP]M \w+/,
    )
    expect(mailsTo(camille.email)[1]?.subject).toContain('approved')
  })

  test('is judged by the instant of the declaration, however late it is looked at', async () => {
    const declared = await declareWithdrawal(shop().as({ kind: 'shopper' }), {
      ...camille,
      submissionKey: randomUUID(),
      locale: 'en',
    })
    breaks(shop(), 'orders', { kind: 'http', status: 503 })
    shop().advance(20 * 86_400)
    await shop().runJobs()
    shop().advance(3600)
    await shop().runJobs()
    const now = await caseOf(declared.caseId)
    expect(now.returnId).not.toBeNull()
    expect((await stored(shop(), now.returnId ?? never())).requestedAt).toBe(declared.declaredAt)
  })

  test('of a part takes exactly what it names, and of goods that it does not name nothing', async () => {
    const { now } = await declare({ goods: ['1 x beeswax candle'] })
    const made = await stored(shop(), now.returnId ?? never())
    expect(made.lines.map(({ title, quantity }) => [title, quantity])).toEqual([['Beeswax Candle', 1]])
    const unclear = await declare({ orderName: '#1019', goods: ['the big one'] })
    expect(unclear.now).toMatchObject({ state: 'open', because: 'goods_unclear', returnId: null })
  })

  test('sent twice is one declaration, one return and one acknowledgement', async () => {
    const key = randomUUID()
    const [first, second] = await Promise.all([declare({ key }), declare({ key })])
    expect(second.caseId).toBe(first.caseId)
    await settleWithdrawal(shop().ctx, { caseId: first.caseId })
    await settleWithdrawal(shop().ctx, { caseId: first.caseId })
    expect(mailsTo(camille.email).filter(({ subject }) => subject.includes('withdrawal'))).toHaveLength(1)
    expect(await database().prisma.return.count()).toBe(1)
  })

  test.each([
    ['an order that is not there', { orderName: '#999999' }, 'order_not_found'],
    ['another address than the order’s', { email: 'mallory@example.com' }, 'order_not_found'],
    ['an order outside the right', { orderName: '#1023' }, 'outside_right'],
    ['an order without such a right', { orderName: '#1001', email: 'alex@example.com' }, 'outside_right'],
  ] as const)(
    'of %s is acknowledged with the same words and waits for staff',
    async (_name, some, because) => {
      const { now, number } = await declare(some)
      expect(now).toMatchObject({ state: 'open', because, returnId: null })
      expect(await database().prisma.return.count()).toBe(0)
      const said = { ...camille, ...some }
      const mails = mailsTo(said.email)
      expect(mails).toHaveLength(1)
      expect(mails[0]?.subject).toBe(`We received your withdrawal C${number}`)
      const bare = (text: string | undefined) =>
        (text ?? '')
          .replaceAll(said.orderName, '')
          .replaceAll(said.email, '')
          .replace(/https?:\S+/g, '')
      const other = await declare()
      const [hit] = mailsTo(camille.email).filter(({ subject }) => subject.includes(`C${other.number}`))
      const words = (text: string) => text.replaceAll(/C10\d\d|\d\d:\d\d:\d\d [AP]M/g, '')
      expect(words(bare(mails[0]?.text))).toBe(
        words(
          (hit?.text ?? '')
            .replaceAll('#1003', '')
            .replaceAll(camille.email, '')
            .replace(/https?:\S+/g, ''),
        ),
      )
    },
  )

  test('goes the same way once staff says which order it is about', async () => {
    const { now } = await declare({ orderName: 'my last order' })
    const agent = shop().as({ kind: 'staff', id: '2', name: 'Ben' }, 'agent')
    const viewer = shop().as({ kind: 'staff', id: '3', name: 'Vera' }, 'viewer')
    const match = { caseId: now.id, orderName: '1003', lines: [] }
    expect(await matchWithdrawal(viewer, match)).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(await matchWithdrawal(agent, { ...match, orderName: '#4711' })).toMatchObject({
      ok: false,
      error: { kind: 'no_such_order' },
    })
    const line = { lineId: 'gid://shopify/FulfillmentLineItem/1', quantity: 1 }
    expect(await matchWithdrawal(agent, { ...match, lines: [line] })).toMatchObject({
      error: { kind: 'foreign_line' },
    })
    expect(await matchWithdrawal(agent, match)).toMatchObject({ ok: true, value: { because: null } })
    expect(await matchWithdrawal(agent, match)).toMatchObject({ error: { kind: 'settled' } })
    expect((await caseOf(now.id)).state).toBe('closed')
  })

  test('does not wait for what was sent back before', async () => {
    const order = await orderNamed(shop(), '#1003')
    const { made } = await requested(shop(), { order, lines: wholeLines(order, (index) => index === 0) })
    await receive(shop(), made.returnId)
    const { now } = await declare()
    expect(now).toMatchObject({ state: 'closed', because: null })
    expect((await stored(shop(), now.returnId ?? never())).lines).toHaveLength(1)
  })

  test('needs no photos, no reason and no other outcome, whatever the policy asks for', async () => {
    await judgeBy(shop(), (policy) => ({
      baseline: {
        ...policy.baseline,
        review: 'automatic',
        outcomes: ['store_credit'],
        evidence: { photos: 2, questions: [] },
        eligible: { kind: 'no', because: { en: 'final sale' }, ground: null },
      },
      rules: [],
    }))
    const { now } = await declare()
    expect(await stored(shop(), now.returnId ?? never())).toMatchObject({
      status: 'approved',
      outcome: 'refund',
    })
  })
})

describe('what was declared', () => {
  test('is never changed or deleted, and is emptied once for privacy law', async () => {
    const { caseId } = await declare()
    const { prisma } = database()
    const rows = prisma.caseMessage
    await expect(rows.updateMany({ data: { text: 'edited' } })).rejects.toThrow(/never changed/)
    await expect(rows.deleteMany()).rejects.toThrow(/never changed/)
    await expect(prisma.case.updateMany({ data: { buyerEmail: 'other@example.com' } })).rejects.toThrow(
      /keeps/,
    )
    await expect(prisma.case.updateMany({ data: { number: 7 } })).rejects.toThrow(/keeps/)
    await expect(prisma.case.deleteMany()).rejects.toThrow(/never changed/)

    const { shop: domain } = shop().ctx
    const redactOf = (email: string) =>
      withShop(domain, async (tx) => {
        const { caseIds } = await findPerson(tx, domain, { customer: { email } })
        return redactCases(tx, domain, { caseIds, at: shop().ctx.now() })
      })
    // An underscore is no wildcard: somebody else's address reaches nobody.
    expect(await redactOf('c_mille@example.com')).toBe(0)
    const redact = () => redactOf('CAMILLE@example.com')
    expect([await redact(), await redact(), await redact()]).toEqual([1, 0, 0])
    const after = await caseOf(caseId)
    expect(JSON.stringify(after)).not.toMatch(/camille|martin|#1003/i)
    expect(after.number).toBe(1001)
    expect(await prisma.message.count({ where: { kind: 'case_withdrawal' } })).toBe(0)
    await settleWithdrawal(shop().ctx, { caseId })
  })
})

function never(): never {
  throw new Error('There is no return')
}
