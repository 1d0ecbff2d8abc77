import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { listEvents } from '#app/db/event.server.ts'
import { appendEntries, listEntriesOfOrder } from '#app/db/ledger.server.ts'
import { findReconciliation, getMoneyCheck } from '#app/db/reconciliation.server.ts'
import { changeReturn } from '#app/db/return.server.ts'
import type { LedgerEntry, NewEntry } from '#app/domain/ledger/entry.ts'
import { money, toDecimal, type Money } from '#app/domain/money.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { refundReturn, type RefundMethod } from '#app/use-cases/refund-return.server.ts'
import type { RequestedReturn } from '#app/use-cases/request-return.server.ts'
import {
  breaks,
  ledgerOf,
  orderNamed,
  receive,
  requested,
  settleRefunds,
  stored,
  wholeLines,
} from '../../../tests/setup/journey.ts'
import { refundInAdmin } from '../../../tests/setup/refund-in-admin.ts'
import { installedShop } from '../../../tests/setup/shop.ts'
import { writePeriodicJobs } from '../periodic.server.ts'
import { verifyChains, verifyMoney } from '../verify-money.server.ts'
import { checkAllMoney } from './check-all-money.server.ts'
import { checkOpenMoney } from './check-open-money.server.ts'
import { reconcileLedger } from './reconcile-ledger.server.ts'

const shop = installedShop()

let order: OrderFacts
let made: RequestedReturn
let amount: Money

beforeEach(() => begin('#1001', 'refund'))

async function begin(name: string, outcome: 'refund' | 'store_credit') {
  order = await orderNamed(shop(), name)
  const request = await requested(shop(), { order, lines: wholeLines(order), outcome })
  made = request.made
  amount = request.promised.refund
  await receive(shop(), made.returnId)
}

const pay = (method: RefundMethod = 'original_payment') =>
  refundReturn(shop().ctx, { returnId: made.returnId, method, expected: amount })
const reconcile = () => reconcileLedger(shop().ctx, { orderGid: order.id })
const book = () => withShop(shop().ctx.shop, (tx) => listEntriesOfOrder(tx, shop().ctx.shop, order.id))
const told = (entries: readonly LedgerEntry[]) =>
  entries.map(({ kind, amount: value }) => `${kind} ${toDecimal(value)}`)
const result = () => withShop(shop().ctx.shop, (tx) => findReconciliation(tx, shop().ctx.shop, order.id))
const differences = async () => (await result())?.differences.map(({ kind }) => kind)
const whole = () => toDecimal(amount)

/** Runs past the triggers, as somebody with the owner's rights could. */
const tamper = (sql: string) =>
  database().prisma.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('set local session_replication_role = replica')
    await tx.$executeRawUnsafe(sql)
  })

describe('every movement has its counterpart', () => {
  test('a refund: reserved and done, each transaction of Shopify’s once, nothing unexplained', async () => {
    await pay()
    await reconcile()
    const entries = await book()
    const moved = ledgerOf(shop(), '#1001').filter((row) => row.kind === 'refund')
    expect(told(entries.filter(({ kind }) => kind === 'reserved'))).toEqual([`reserved ${whole()}`])
    const done = entries.filter(({ kind }) => kind === 'done')
    expect(done.map((one) => [toDecimal(one.amount), one.amount.currency]).sort()).toEqual(
      moved.map((row) => [row.amount, row.currency]).sort(),
    )
    expect(done.every(({ refundGid, transactionGid }) => refundGid !== null && transactionGid !== null)).toBe(
      true,
    )
    expect(await result()).toMatchObject({ differences: [], orderName: '#1001' })
    expect((await result())?.transactions).toHaveLength(done.length)
  })

  test('store credit and its bonus: each an intent of its own, and both found in Shopify', async () => {
    await begin('#1008', 'store_credit')
    await pay('store_credit')
    await shop().runJobs()
    await reconcile()
    const entries = await book()
    expect(entries.map(({ kind, purpose }) => `${kind} ${purpose}`)).toEqual([
      'reserved refund',
      'done refund',
      'reserved bonus_credit',
      'done bonus_credit',
    ])
    expect(entries.at(-1)?.refundGid).toBeNull()
    expect(entries.at(-1)?.transactionGid).toContain('StoreCredit')
    expect(await differences()).toEqual([])
  })

  test('a payment provider that says no days later: reserved, then failed, never done', async () => {
    breaks(shop(), 'returnProcess', {
      kind: 'refund_pending',
      seconds: 60,
      becomes: 'FAILURE',
      errorCode: 'PAYMENT_PROVIDER_ERROR',
    })
    const answer = await pay()
    expect(answer).toMatchObject({ ok: true, value: { state: 'pending' } })
    await reconcile()
    expect(told(await book())).toEqual([`reserved ${whole()}`])
    expect(await differences()).toEqual([])
    shop().advance(86_400)
    settleRefunds(shop())
    await shop().runJobs()
    await reconcile()
    expect(told(await book())).toEqual([`reserved ${whole()}`, `failed ${whole()}`])
    expect(await differences()).toEqual([])
  })

  test('an intent from before there was a ledger is booked by the next comparison', async () => {
    await pay()
    const before = told(await book())
    await tamper('delete from "LedgerEntry"')
    await reconcile()
    expect(told(await book())).toEqual(before)
    expect(await differences()).toEqual([])
    expect((await verifyChains(shop().ctx.shop, { verifiedEntries: 0, verifiedAudit: 0 })).problem).toBeNull()
  })

  test('a refusal releases what was reserved', async () => {
    breaks(shop(), 'returnProcess', {
      kind: 'user_errors',
      errors: [{ field: null, message: 'No', code: 'INVALID' }],
    })
    await pay()
    expect(told(await book())).toEqual([`reserved ${whole()}`, `released ${whole()}`])
    await reconcile()
    expect(await differences()).toEqual([])
  })
})

describe('paid back in Shopify’s own admin', () => {
  test('is booked as external, once, for the return whose lines it names, and told in its history', async () => {
    const line = order.lines.find(({ returnableQuantity }) => returnableQuantity > 0)
    if (line === undefined) throw new Error('There is a line')
    const { lineItemGid } = (await stored(shop(), made.returnId)).lines[0] ?? {}
    const refundGid = await refundInAdmin(shop(), {
      orderGid: order.id,
      amount: '1.00',
      lines: [{ lineItemId: lineItemGid ?? '', quantity: 1 }],
    })
    await reconcile()
    await reconcile()
    const entries = await book()
    expect(entries).toMatchObject([
      { kind: 'external', refundGid, returnId: made.returnId, amount: { minor: 100 } },
    ])
    expect(await differences()).toEqual([])
    const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.returnId))
    expect(events.filter(({ event }) => event.kind === 'refunded_in_shopify')).toHaveLength(1)
  })

  test('a gesture for no line belongs to the order alone', async () => {
    await refundInAdmin(shop(), { orderGid: order.id, amount: '2.50' })
    await reconcile()
    expect(await book()).toMatchObject([{ kind: 'external', returnId: null, amount: { minor: 250 } }])
    expect(await differences()).toEqual([])
  })

  test('is found without any webhook, in the night', async () => {
    await pay()
    await refundInAdmin(shop(), { orderGid: order.id, amount: '0.01' })
    await checkAllMoney(shop().ctx, { after: null })
    shop().advance(5)
    await shop().runJobs()
    expect((await book()).at(-1)).toMatchObject({ kind: 'external', amount: { minor: 1 } })
    const check = await withShop(shop().ctx.shop, (tx) => getMoneyCheck(tx, shop().ctx.shop))
    expect(check.problem).toBeNull()
    expect(check.allCheckedAt).not.toBeNull()
    expect(check.verifiedEntries).toBeGreaterThan(0)
  })
})

describe('what differs', () => {
  const foreign = (some: Partial<NewEntry> = {}): NewEntry => ({
    kind: 'external',
    at: shop().ctx.now(),
    orderGid: order.id,
    orderName: order.name,
    returnId: made.returnId,
    intentId: null,
    purpose: 'refund',
    method: 'outside',
    amount: money(500, 'USD'),
    refundGid: 'gid://shopify/Refund/404',
    transactionGid: 'gid://shopify/OrderTransaction/404',
    gateway: '',
    note: '',
    actor: { kind: 'system' },
    ...some,
  })

  test('is kept with the order and brought before a person, once; it goes when its cause goes', async () => {
    await pay()
    await withShop(shop().ctx.shop, (tx) => appendEntries(tx, shop().ctx.shop, [foreign()]))
    await reconcile()
    const before = await result()
    expect(before?.differences).toMatchObject([
      { kind: 'missing_in_shopify', amount: { minor: 500 }, returnId: made.returnId },
    ])
    expect((await stored(shop(), made.returnId)).attention).toBe('money_differs')
    shop().advance(60)
    await reconcile()
    expect((await result())?.differences[0]?.since).toBe(before?.differences[0]?.since)
    const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.returnId))
    expect(events.filter(({ event }) => event.kind === 'attention_needed')).toHaveLength(1)
    const correction = foreign({
      kind: 'adjusted',
      amount: money(-500, 'USD'),
      refundGid: null,
      transactionGid: null,
      note: `[${before?.differences[0]?.key ?? ''}] never happened`,
    })
    await withShop(shop().ctx.shop, (tx) => appendEntries(tx, shop().ctx.shop, [correction]))
    await checkOpenMoney(shop().ctx, {})
    await shop().runJobs()
    expect(await differences()).toEqual([])
  })
})

describe('money that has not come to its end', () => {
  test('gets its job back when that was lost, and is settled', async () => {
    breaks(shop(), 'returnProcess', { kind: 'reset' })
    expect(await pay()).toMatchObject({ ok: true, value: { state: 'unknown' } })
    await database().prisma.outboxJob.deleteMany({ where: { name: 'reconcile-refund' } })
    shop().advance(400)
    await checkOpenMoney(shop().ctx, {})
    await checkOpenMoney(shop().ctx, {})
    expect(
      await database().prisma.outboxJob.count({ where: { name: 'reconcile-refund', doneAt: null } }),
    ).toBe(1)
    await shop().runJobs()
    expect((await stored(shop(), made.returnId)).moneyIntents).toMatchObject([{ state: 'settled' }])
  })

  test('comes before a person after a quarter of an hour, once', async () => {
    breaks(shop(), 'returnProcess', { kind: 'throttled' })
    await pay()
    const record = await stored(shop(), made.returnId)
    expect(record.moneyIntents).toMatchObject([{ state: 'intended' }])
    await withShop(shop().ctx.shop, (tx) => changeReturn(tx, record, { attention: null }))
    shop().advance(899)
    await checkOpenMoney(shop().ctx, {})
    expect((await stored(shop(), made.returnId)).attention).toBeNull()
    shop().advance(2)
    await checkOpenMoney(shop().ctx, {})
    await checkOpenMoney(shop().ctx, {})
    expect((await stored(shop(), made.returnId)).attention).toBe('money_waits')
    const events = await withShop(shop().ctx.shop, (tx) => listEvents(tx, shop().ctx.shop, made.returnId))
    expect(events.filter(({ event }) => event.kind === 'attention_needed')).toHaveLength(1)
  })
})

describe('jobs by the clock', () => {
  const names = async () =>
    (await database().prisma.outboxJob.findMany({ where: { name: { startsWith: 'check-' } } })).map(
      ({ name }) => name,
    )

  test('are written once for all workers, every five minutes and every night of the shop', async () => {
    const { shop: domain } = shop().ctx
    await database().prisma.shop.update({ where: { shop: domain }, data: { timeZone: 'America/New_York' } })
    const at = (time: string) => writePeriodicJobs(`2026-11-22T${time}:00.000Z`)
    await Promise.all([at('10:00'), at('10:00')])
    expect((await names()).sort()).toEqual(['check-all-money', 'check-open-money'])
    await database().prisma.outboxJob.updateMany({ data: { doneAt: '2026-11-22T10:01:00.000Z' } })
    expect(await at('10:04')).toEqual([])
    expect(await at('10:05')).toHaveLength(1)
    await database().prisma.outboxJob.updateMany({ data: { doneAt: '2026-11-22T10:06:00.000Z' } })
    // Three in the morning of the next day in New York is eight o'clock here.
    const next = (time: string) => writePeriodicJobs(`2026-11-23T${time}:00.000Z`)
    expect(await next('07:59')).toHaveLength(1)
    expect(await next('08:00')).toHaveLength(1)
    expect((await names()).filter((name) => name === 'check-all-money')).toHaveLength(2)
  })

  test('are not written for a shop that removed the app', async () => {
    await database().prisma.shop.updateMany({ data: { uninstalledAt: new Date() } })
    expect(await writePeriodicJobs('2026-11-22T10:00:00.000Z')).toEqual([])
  })
})

describe('the chain', () => {
  const verify = () => verifyChains(shop().ctx.shop, { verifiedEntries: 0, verifiedAudit: 0 })

  test('holds, also when many write at once', async () => {
    await pay()
    const write = (minor: number) => {
      const id = randomUUID()
      return withShop(shop().ctx.shop, (tx) =>
        appendEntries(tx, shop().ctx.shop, [
          {
            kind: 'external',
            at: shop().ctx.now(),
            orderGid: order.id,
            orderName: order.name,
            returnId: null,
            intentId: null,
            purpose: 'refund',
            method: 'outside',
            amount: money(minor, 'USD'),
            refundGid: id,
            transactionGid: id,
            gateway: 'ü "x" \\ \u2028',
            note: '',
            actor: { kind: 'staff', id: '1', name: 'Zoë' },
          },
        ]),
      )
    }
    await Promise.all(Array.from({ length: 12 }, (_, index) => write(index)))
    expect((await book()).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 14 }, (_, at) => at + 1),
    )
    expect(await verify()).toMatchObject({ entries: 14, problem: null })
    expect((await verify()).events).toBeGreaterThan(3)
  })

  test.each([
    [
      'an amount was changed',
      'update "LedgerEntry" set "amountMinor" = "amountMinor" + 1 where "sequence" = 2',
      /entry 2: it was changed/,
    ],
    [
      'an actor was changed',
      `update "LedgerEntry" set "actor" = '{"kind":"system"}' where "sequence" = 1`,
      /entry 1: it was changed/,
    ],
    [
      'an entry was taken out',
      'delete from "LedgerEntry" where "sequence" = 1',
      /entry 2: an entry before it/,
    ],
    [
      'an event was changed',
      `update "Event" set "kind" = 'approved' where "kind" = 'refund_settled'`,
      /Event \d+ of return/,
    ],
    ['an event was taken out', `delete from "Event" where "kind" = 'refund_intended'`, /Event \d+ of return/],
  ])('%s: it is seen', async (_name, sql, expected) => {
    await pay()
    expect((await verify()).problem).toBeNull()
    await tamper(sql)
    expect((await verify()).problem).toMatch(expected)
  })

  test('that lost its end is seen at the next look, and goes on to be seen', async () => {
    await pay()
    const { ctx } = shop()
    expect((await verifyMoney(ctx)).problem).toBeNull()
    await tamper('delete from "LedgerEntry" where "sequence" = 2')
    expect((await verifyMoney(ctx)).problem).toMatch(/has 1 entries and had 2/)
    expect((await verifyMoney(ctx)).problem).toMatch(/has 1 entries and had 2/)
    const check = await withShop(ctx.shop, (tx) => getMoneyCheck(tx, ctx.shop))
    expect(check.problem).toMatch(/has 1 entries/)
  })

  test('is neither edited nor shortened nor written past its end, by the owner either', async () => {
    await pay()
    const { prisma } = database()
    await expect(prisma.ledgerEntry.updateMany({ data: { note: 'x' } })).rejects.toThrow(/never changed/)
    await expect(prisma.ledgerEntry.deleteMany()).rejects.toThrow(/never changed/)
    await expect(withShop(shop().ctx.shop, (tx) => tx.ledgerEntry.deleteMany())).rejects.toThrow(
      /permission denied/,
    )
    const row = await prisma.ledgerEntry.findFirstOrThrow({ orderBy: { sequence: 'desc' } })
    const { actor: _actor, ...plain } = row
    const copy = { ...plain, actor: {}, transactionGid: 'other', hash: 'other' }
    await expect(
      prisma.ledgerEntry.create({ data: { ...copy, sequence: row.sequence + 2 } }),
    ).rejects.toThrow(/goes on at/)
    await expect(
      prisma.ledgerEntry.create({ data: { ...copy, sequence: row.sequence + 1, previousHash: 'no' } }),
    ).rejects.toThrow(/goes on at/)
  })

  test('a movement is booked once, whoever books it', async () => {
    await pay()
    const { sequence: _s, hash: _h, previousHash: _p, ...done } = (await book()).at(-1) ?? ({} as LedgerEntry)
    await expect(
      withShop(shop().ctx.shop, (tx) => appendEntries(tx, shop().ctx.shop, [{ ...done, kind: 'external' }])),
    ).rejects.toThrow(/Unique constraint/)
  })
})

describe('what the database itself refuses', () => {
  test('an intent at its end that the ledger knows nothing of', async () => {
    breaks(shop(), 'returnProcess', { kind: 'throttled' })
    await pay()
    const [intent] = (await stored(shop(), made.returnId)).moneyIntents
    for (const state of ['settled', 'refused', 'failed'])
      await expect(
        database().prisma.moneyIntent.update({ where: { id: intent?.id ?? '' }, data: { state } }),
      ).rejects.toThrow(/the ledger does not say so/)
  })

  test('units that are paid for already, and units that nobody asked back', async () => {
    await pay()
    const [intent] = await database().prisma.moneyIntent.findMany()
    if (intent === undefined) throw new Error('There is an intent')
    const { actor: _a, request, snapshot: _s, report: _r, emptyReads: _e, ...plain } = intent
    const again = (some: object) =>
      database().prisma.moneyIntent.create({
        data: {
          ...plain,
          id: randomUUID(),
          unitsKey: randomUUID(),
          actor: {},
          request: { ...(request as object), ...some },
        },
      })
    await expect(again({})).rejects.toThrow(/paid for already/)
    const returnLineId = (await stored(shop(), made.returnId)).lines[0]?.id
    await expect(again({ units: [{ returnLineId, from: 90, to: 91 }] })).rejects.toThrow(/not asked back/)
    await expect(again({ units: [{ returnLineId: randomUUID(), from: 0, to: 1 }] })).rejects.toThrow(
      /not asked back/,
    )
  })
})
