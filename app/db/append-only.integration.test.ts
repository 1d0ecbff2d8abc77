import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { ReturnId, ShopDomain } from '#app/domain/ids.ts'
import { money } from '#app/domain/money.ts'
import { firstPolicy } from '#app/domain/policy/first-policy.ts'
import { recordInstallation } from '#app/install.server.ts'
import { plainReturn } from '../../tests/factories/plain-return.ts'
import { ownDatabase } from '../../tests/setup/database.ts'
import { appendEvents, listEvents } from './event.server.ts'
import { changeMoneyIntent, createMoneyIntent, findMoneyIntentForUnits } from './money-intent.server.ts'
import { addPolicyVersion, getPolicyAt } from './policy.server.ts'
import { changeReturn, createReturn, getReturn } from './return.server.ts'

ownDatabase()

const shop = ShopDomain.parse('append.myshopify.com')
const now = '2026-11-22T10:00:00.000Z'
const actor = { kind: 'system' } as const

async function newReturn(): Promise<ReturnId> {
  const id = ReturnId.parse(randomUUID())
  await withShop(shop, (tx) => createReturn(tx, shop, { ...plainReturn, id, submissionKey: id }))
  return id
}

const intentFor = (returnId: ReturnId) => ({
  id: randomUUID(),
  returnId,
  purpose: 'refund' as const,
  unitsKey: 'line:1',
  method: 'original_payment' as const,
  amount: money(4250, 'USD'),
  request: { lines: 1 },
  requestHash: 'hash',
  correlation: 'rtn:1',
  actor,
  createdAt: now,
})

describe('what is never changed', () => {
  test('events are appended in order and neither edited nor deleted, by the owner either', async () => {
    const returnId = await newReturn()
    const events = [{ kind: 'approved' }, { kind: 'closed' }] as const
    await withShop(shop, (tx) => appendEvents(tx, { shop, returnId, actor, at: now, events }))
    await withShop(shop, (tx) =>
      appendEvents(tx, { shop, returnId, actor, at: now, events: [{ kind: 'note_added', text: 'x' }] }),
    )
    const history = await withShop(shop, (tx) => listEvents(tx, shop, returnId))
    expect(history.map(({ sequence, event }) => [sequence, event.kind])).toEqual([
      [1, 'approved'],
      [2, 'closed'],
      [3, 'note_added'],
    ])
    const { prisma } = database()
    await expect(prisma.event.updateMany({ data: { kind: 'approved' } })).rejects.toThrow(/never changed/)
    await expect(prisma.event.deleteMany()).rejects.toThrow(/never changed/)
    await expect(withShop(shop, (tx) => tx.event.deleteMany())).rejects.toThrow(/permission denied/)
  })

  test('two writers of one history never take the same number', async () => {
    const returnId = await newReturn()
    const write = () =>
      withShop(shop, (tx) =>
        appendEvents(tx, { shop, returnId, actor, at: now, events: [{ kind: 'approved' }] }),
      )
    await Promise.all(Array.from({ length: 6 }, write))
    const history = await withShop(shop, (tx) => listEvents(tx, shop, returnId))
    expect(history.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('a published policy stays, and an order is judged by the one in force', async () => {
    await recordInstallation({ shop, scope: '', now })
    const second = {
      shop,
      number: 2,
      policy: firstPolicy,
      note: 'new',
      author: actor,
      publishedAt: '2026-12-01T00:00:00.000Z',
    }
    expect(await withShop(shop, (tx) => addPolicyVersion(tx, second))).toBe(2)
    expect(await withShop(shop, (tx) => addPolicyVersion(tx, second))).toBeNull()
    const at = (instant: string) =>
      withShop(shop, async (tx) => (await getPolicyAt(tx, shop, instant)).number)
    expect(await at('2020-01-01T00:00:00.000Z')).toBe(1)
    expect(await at('2026-11-30T23:59:59.999Z')).toBe(1)
    expect(await at('2026-12-01T00:00:00.000Z')).toBe(2)
    await expect(database().prisma.policyVersion.updateMany({ data: { note: 'edited' } })).rejects.toThrow(
      /never changed/,
    )
  })

  test('a money intent keeps amount and request while its state moves', async () => {
    const returnId = await newReturn()
    const intent = intentFor(returnId)
    expect(await withShop(shop, (tx) => createMoneyIntent(tx, shop, intent))).toBe(true)
    await expect(database().prisma.moneyIntent.updateMany({ data: { amountMinor: 1n } })).rejects.toThrow(
      /keeps its amount/,
    )
    await expect(database().prisma.moneyIntent.deleteMany()).rejects.toThrow(/never changed/)
    const read = { id: intent.id, version: 1 }
    expect(
      await withShop(shop, (tx) =>
        changeMoneyIntent(tx, read, { state: 'sent', countSend: true, sentAt: now }),
      ),
    ).toBe(true)
    expect(await withShop(shop, (tx) => changeMoneyIntent(tx, read, { state: 'settled' }))).toBe(false)
    const after = await withShop(shop, (tx) =>
      findMoneyIntentForUnits(tx, { shop, returnId, purpose: 'refund', unitsKey: 'line:1' }),
    )
    expect(after).toMatchObject({
      state: 'sent',
      sendCount: 1,
      amount: { minor: 4250, currency: 'USD' },
      version: 2,
    })
  })

  test('the same units are paid for once, however many ask', async () => {
    const returnId = await newReturn()
    const results = await Promise.all(
      Array.from({ length: 6 }, () =>
        withShop(shop, (tx) => createMoneyIntent(tx, shop, intentFor(returnId))),
      ),
    )
    expect(results.filter(Boolean)).toHaveLength(1)
  })

  test('a return that somebody else changed is not overwritten', async () => {
    const id = await newReturn()
    const read = await withShop(shop, (tx) => getReturn(tx, id))
    expect(
      await withShop(shop, (tx) => changeReturn(tx, read, { status: 'received', receivedAt: now })),
    ).toBe(true)
    expect(await withShop(shop, (tx) => changeReturn(tx, read, { status: 'cancelled' }))).toBe(false)
    expect((await withShop(shop, (tx) => getReturn(tx, id))).status).toBe('received')
  })
})
