import { expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { verifyChains, verifyMoney } from '#app/jobs/verify-money.server.ts'
import { ownDatabase } from '../../tests/setup/database.ts'
import { appendAudit, listAudit } from './audit.server.ts'
import { rememberStaff } from './staff-role.server.ts'

ownDatabase()

const shop = ShopDomain.parse('log.myshopify.com')
const other = ShopDomain.parse('other.myshopify.com')
const at = '2026-11-22T10:00:00.000Z'
const actor = { kind: 'staff', id: '1', name: 'Ada' } as const
const nothingBefore = { verifiedEntries: 0, verifiedAudit: 0 }

const append = (reason: string, of = shop) =>
  withShop(of, (tx) => appendAudit(tx, { shop: of, actor, at, event: { kind: 'money_stopped', reason } }))

/** The owner of the tables, past the triggers: what somebody with the database in their hands could do. */
async function behindTheTriggers(sql: string): Promise<void> {
  const { prisma } = database()
  await prisma.$executeRawUnsafe('alter table "AuditEntry" disable trigger user')
  await prisma.$executeRawUnsafe(sql)
  await prisma.$executeRawUnsafe('alter table "AuditEntry" enable trigger user')
}

test('entries are numbered per shop, also when many are written at once, and hold', async () => {
  await Promise.all(['a', 'b', 'c', 'd'].map((reason) => append(reason)))
  await append('elsewhere', other)
  const rows = await withShop(shop, (tx) => tx.auditEntry.findMany({ orderBy: { sequence: 'asc' } }))
  expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  expect(await verifyChains(shop, nothingBefore)).toMatchObject({ audit: 4, problem: null })
  expect(await verifyChains(other, nothingBefore)).toMatchObject({ audit: 1, problem: null })
  expect(await withShop(shop, (tx) => listAudit(tx, shop, 2))).toHaveLength(2)
})

test('the database takes no entry that does not go on from the last one, and no change', async () => {
  await append('a')
  const row = { shop, kind: 'money_started', data: {}, actor, at }
  const add = (data: object) =>
    withShop(shop, (tx) => tx.auditEntry.create({ data: { id: crypto.randomUUID(), ...row, ...data } }))
  await expect(add({})).rejects.toThrow(/goes on at 2/)
  await expect(add({ sequence: 3, previousHash: '', hash: 'x' })).rejects.toThrow(/goes on at 2/)
  await expect(add({ sequence: 2, previousHash: 'other', hash: 'x' })).rejects.toThrow(/goes on at 2/)
  await expect(database().prisma.auditEntry.updateMany({ data: { kind: 'x' } })).rejects.toThrow(
    /never changed/,
  )
})

test.each([
  ['changed', `update "AuditEntry" set data = '{"reason":"x"}' where sequence = 2`, 'Log entry 2'],
  ['taken out', `delete from "AuditEntry" where sequence = 2`, 'Log entry 3'],
  ['cut off at the end', `delete from "AuditEntry" where sequence = 3`, 'The log has 2 entries and had 3'],
])('an entry that was %s is found', async (_what, sql, problem) => {
  for (const reason of ['a', 'b', 'c']) await append(reason)
  const ctx = { shop, now: () => at }
  expect(await verifyMoney(ctx)).toMatchObject({ audit: 3, problem: null })
  await behindTheTriggers(sql)
  expect((await verifyMoney(ctx)).problem).toContain(problem)
})

test('people can be forgotten, of one’s own shop only', async () => {
  const person = { userId: '1', name: 'Ada', isOwner: false, now: at }
  for (const of of [shop, other]) await withShop(of, (tx) => rememberStaff(tx, { shop: of, ...person }))
  expect(await withShop(shop, (tx) => tx.staffRole.deleteMany())).toEqual({ count: 1 })
  expect(await withShop(other, (tx) => tx.staffRole.count())).toBe(1)
})
