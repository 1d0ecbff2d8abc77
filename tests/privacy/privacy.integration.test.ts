import { createHmac, randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { verifyEvents } from '#app/db/event-chain.server.ts'
import { beginningOfChain, verifyEntries } from '#app/db/ledger.server.ts'
import { listComplianceRequests } from '#app/db/compliance-request.server.ts'
import { env } from '#app/env.server.ts'
import { settleWithdrawalsBy } from '#app/jobs/handlers/settle-withdrawal.server.ts'
import { settleWithdrawal } from '#app/use-cases/settle-withdrawal.server.ts'
import { receiveWebhook } from '#app/webhooks/receive-webhook.server.ts'
import { adminHttp } from '../setup/admin-http.ts'
import { orderNamed, requested, stored, wholeLines } from '../setup/journey.ts'
import { installedShop } from '../setup/shop.ts'
import { email, findMarks, markEverything, type MarkedPerson, marks, rowsOfShop } from './marked-person.ts'

/*
 * The requests of privacy law, from Shopify's webhook on. What is looked through is the database's own catalogue: a table or a column
 * that is new is looked through as well.
 */

const shop = installedShop()
const admin = adminHttp()
beforeEach(() => settleWithdrawalsBy(settleWithdrawal))

async function deliver(topic: string, payload: object): Promise<number> {
  const body = JSON.stringify({ shop_id: 1, shop_domain: shop().ctx.shop, ...payload })
  const response = await receiveWebhook(
    new Request('https://app.example/webhooks', {
      method: 'POST',
      body,
      headers: {
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': shop().ctx.shop,
        'x-shopify-event-id': randomUUID(),
        'x-shopify-triggered-at': shop().ctx.now(),
        'x-shopify-hmac-sha256': createHmac('sha256', env.SHOPIFY_API_SECRET).update(body).digest('base64'),
      },
    }),
  )
  shop().advance(2)
  await shop().runJobs()
  return response.status
}

const about = ({ orders, customerId }: MarkedPerson) => ({
  customer: { id: customerId, email: email.toUpperCase(), phone: '+491511234567' },
  orders_to_redact: orders.map(({ id }) => Number(id.split('/').at(-1))),
})

async function books() {
  const { shop: domain } = shop().ctx
  return withShop(domain, async (tx) => ({
    ledger: await tx.ledgerEntry.groupBy({
      by: ['kind', 'currency'],
      _sum: { amountMinor: true },
      orderBy: [{ kind: 'asc' }, { currency: 'asc' }],
    }),
    intents: await tx.moneyIntent.findMany({
      select: { id: true, state: true, amountMinor: true, correlation: true, unitsKey: true },
      orderBy: { id: 'asc' },
    }),
    limits: await tx.limitEntry.aggregate({ _sum: { amountMinor: true }, _count: true }),
    entries: (await verifyEntries(tx, domain, beginningOfChain)).broken,
    events: (await verifyEvents(tx, domain, null)).broken,
  }))
}

describe('customers/redact', () => {
  test('H97: leaves nothing of the person in any table, for good; keeps the money and the chains, and leaves others alone', async () => {
    const other = await orderNamed(shop(), '#1019')
    const theirs = await requested(shop(), { order: other, lines: wholeLines(other, (index) => index === 0) })
    const person = await markEverything(shop())
    const before = await findMarks()
    // The flows really left the marks where people's words can stand: what is missing here was not tried.
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining([
        'Return.buyerEmail',
        'Return.buyerName',
        'Return.declineNote',
        'Return.decision',
        'ReturnLine.note',
        'Event.data',
        'Message.recipient',
        'Message.text',
        'Case.buyerEmail',
        'Case.orderName',
        'CaseMessage.text',
        'WatchedBuyer.buyer',
        'MoneyIntent.request',
        'MoneyApproval.request',
        'LedgerEntry.note',
        'OrderFacts.facts',
        'OutboxJob.lastError',
      ]),
    )
    const [money, otherBefore] = [await books(), await stored(shop(), theirs.made.returnId)]
    expect(await deliver('customers/redact', about(person))).toBe(200)
    expect(await findMarks()).toEqual({})
    expect(await database().prisma.photo.count()).toBe(0)
    expect(await database().prisma.guestCode.count()).toBe(0)
    expect(await books()).toEqual(money)
    expect(money).toMatchObject({ entries: null, events: null })
    expect(await stored(shop(), theirs.made.returnId)).toEqual(otherBefore)
    // What is left can still be read: pages of staff and books go on.
    for (const id of person.returnIds) {
      const record = await stored(shop(), id)
      expect(record).toMatchObject({ buyerEmail: null, buyerName: null, customerGid: null })
      expect(record.redactedAt).not.toBeNull()
    }
    const [request] = await withShop(shop().ctx.shop, (tx) => listComplianceRequests(tx, shop().ctx.shop, 10))
    expect(request).toMatchObject({ topic: 'customers/redact', result: { rows: { returns: 2 } } })
    expect(request?.doneAt).not.toBeNull()

    // H97: told again and again, of somebody unknown, and with late webhooks it stays so.
    for (let time = 0; time < 2; time += 1) expect(await deliver('customers/redact', about(person))).toBe(200)
    expect(await deliver('customers/redact', { customer: { id: 1, email: 'no@example.com' } })).toBe(200)
    expect(await deliver('customers/redact', { customer: 'nonsense', orders_to_redact: 7 })).toBe(200)
    const [first] = person.orders
    expect(
      await deliver('orders/updated', {
        id: Number(first?.id.split('/').at(-1)),
        admin_graphql_api_id: first?.id,
        email,
        shipping_address: { name: 'Zqname Zqlast', address1: 'Zqstreet 7' },
      }),
    ).toBe(200)
    const again = Object.keys(await findMarks(marks.filter((mark) => mark !== 'zq1 2ab')))
    expect(again).toEqual([])
    expect(await books()).toEqual(money)

    // What was emptied can not be changed once more, nor emptied of an amount, by anybody.
    const { prisma } = database()
    await expect(
      prisma.event.updateMany({ where: { redactedAt: { not: null } }, data: { data: {} } }),
    ).rejects.toThrow(/never changed/)
    const tamper = (sql: string) =>
      withShop(shop().ctx.shop, async (tx) => {
        await tx.$executeRaw`select set_config('role', 'homeward_eraser', true)`
        await tx.$executeRawUnsafe(sql)
      })
    await expect(tamper(`update "LedgerEntry" set note = '' where note <> ''`)).rejects.toThrow(
      /never changed/,
    )
    await expect(tamper(`update "MoneyIntent" set request = '{}', "redactedAt" = now()`)).rejects.toThrow()
    await expect(tamper(`delete from "Event"`)).rejects.toThrow(/never changed/)
    await expect(tamper(`delete from "Shop"`)).rejects.toThrow(/never changed/)
    await expect(tamper(`update "Event" set kind = 'closed'`)).rejects.toThrow(/permission denied/)
  }, 180_000)
})

describe('H98: customers/data_request', () => {
  test('gives staff every row that names the person, once, as a file, until it was handed over', async () => {
    const person = await markEverything(shop())
    const { orders_to_redact: orders_requested, customer } = about(person)
    const ask = () =>
      deliver('customers/data_request', { customer, orders_requested, data_request: { id: 9 } })
    expect(await ask()).toBe(200)
    const [request] = await withShop(shop().ctx.shop, (tx) => listComplianceRequests(tx, shop().ctx.shop, 10))
    expect(request?.doneAt).toBeNull()
    const path = `/app/settings/privacy/export?request=${request?.id}`
    const viewer = await admin().person(shop(), { userId: '71', name: 'Vi Viewer', role: 'viewer' })
    expect((await viewer.download(path)).status).toBe(403)
    const manager = await admin().person(shop(), { userId: '72', name: 'Mo Manager', role: 'manager' })
    expect((await manager.get('/app')).text).toContain('dataRequests')
    const file = await manager.download(path)
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    const found = (await file.json()) as Record<string, object[]>
    // Whatever the redaction would take is in it: each table that has a mark has one in the file.
    const inFile = JSON.stringify(found).toLowerCase()
    for (const mark of ['zqmail', 'zqname', 'zqnote', 'zqstreet', 'zq1 2ab']) expect(inFile).toContain(mark)
    expect(
      Object.fromEntries(
        Object.entries(found).filter(([, rows]) => Array.isArray(rows) && rows.length === 0),
      ),
    ).toEqual({ gifts: [] })
    expect(inFile).toContain('/9j/') // a photo, as JPEG in base64
    const page = await manager.get('/app/settings/privacy')
    expect(page.text).toContain('Waits for you')
    expect(
      (await viewer.post('/app/settings/privacy', { intent: 'handed_over', requestId: request?.id })).status,
    ).toBe(403)
    const handedOver = () =>
      manager.post('/app/settings/privacy', { intent: 'handed_over', requestId: request?.id })
    expect([(await handedOver()).status, (await handedOver()).status]).toEqual([200, 409])
    expect((await manager.download(path)).status).toBe(404)
    const [after] = await withShop(shop().ctx.shop, (tx) => listComplianceRequests(tx, shop().ctx.shop, 10))
    expect(JSON.stringify(after?.payload)).not.toMatch(/zqmail|151123/i)
    // Of somebody who is not known there is nothing to hand over.
    await deliver('customers/data_request', { customer: { id: 4, email: 'nobody@example.com' } })
    expect((await manager.get('/app/settings/privacy')).text).toContain('Nothing is known of them')
  }, 180_000)
})

describe('shop/redact', () => {
  test('erases everything of a shop that left, and only that shop', async () => {
    await markEverything(shop())
    const domain = shop().ctx.shop
    const other = 'other.myshopify.com'
    await withShop(other as typeof domain, (tx) =>
      tx.watchedBuyer.create({
        data: { shop: other, buyer: 'b@example.com', addedBy: {}, addedAt: new Date() },
      }),
    )
    await withShop(domain, (tx) =>
      tx.shop.update({ where: { shop: domain }, data: { uninstalledAt: shop().ctx.now() } }),
    )
    expect(await deliver('shop/redact', {})).toBe(200)
    expect(await rowsOfShop(domain)).toEqual({ ComplianceRequest: 1 })
    expect(await findMarks()).toEqual({})
    expect(await rowsOfShop(other)).toEqual({ WatchedBuyer: 1 })
    // And once more, of a shop that is not known any more.
    expect(await deliver('shop/redact', {})).toBe(200)
    expect(await rowsOfShop(domain)).toEqual({ ComplianceRequest: 2, WebhookDelivery: 1 })
  }, 180_000)

  test('F48: of a shop that has the app again erases nothing and says so', async () => {
    const order = await orderNamed(shop(), '#1001')
    const { made } = await requested(shop(), { order, lines: wholeLines(order) })
    expect(await deliver('shop/redact', {})).toBe(200)
    expect((await stored(shop(), made.returnId)).buyerEmail).not.toBeNull()
    const [request] = await withShop(shop().ctx.shop, (tx) => listComplianceRequests(tx, shop().ctx.shop, 10))
    expect(request?.result).toEqual({ because: 'installed_again' })
  })
})
