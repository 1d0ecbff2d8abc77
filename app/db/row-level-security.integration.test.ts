import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { database, withShop, withSweep } from '#app/db.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { ownDatabase } from '../../tests/setup/database.ts'
import { recordInstall } from './shop.server.ts'

ownDatabase()

const ours = ShopDomain.parse('ours.myshopify.com')
const theirs = ShopDomain.parse('theirs.myshopify.com')
const now = '2026-11-22T10:00:00.000Z'

const job = (shop: ShopDomain) => ({
  id: randomUUID(),
  shop,
  name: 'refresh-shop',
  payload: { secret: shop },
  createdAt: now,
  runAfter: now,
})

async function install(shop: ShopDomain): Promise<void> {
  await withShop(shop, async (tx) => {
    await recordInstall(tx, { shop, scopes: ['read_orders'], now })
    await tx.outboxJob.create({ data: job(shop) })
  })
}

describe('row-level security', () => {
  test('a query that forgets the shop sees nothing of another shop', async () => {
    await install(ours)
    await install(theirs)
    const seen = await withShop(ours, async (tx) => [
      ...(await tx.shop.findMany()),
      ...(await tx.outboxJob.findMany()),
    ])
    expect(seen.map((row) => row.shop)).toEqual([ours, ours])
  })

  test('a row for another shop is refused', async () => {
    await expect(withShop(ours, (tx) => tx.outboxJob.create({ data: job(theirs) }))).rejects.toThrow(
      /row-level security/,
    )
  })

  test('changing and deleting without a filter leaves other shops alone', async () => {
    await install(ours)
    await install(theirs)
    await withShop(ours, async (tx) => {
      await tx.outboxJob.updateMany({ data: { name: 'changed' } })
      await tx.outboxJob.deleteMany()
    })
    const left = await withShop(theirs, (tx) => tx.outboxJob.findMany())
    expect(left.map((row) => row.name)).toEqual(['refresh-shop'])
  })

  test('a row cannot be moved to another shop', async () => {
    await install(ours)
    await expect(withShop(ours, (tx) => tx.outboxJob.updateMany({ data: { shop: theirs } }))).rejects.toThrow(
      /row-level security/,
    )
  })

  test('every table but the sessions and counters is under it, for its owner too', async () => {
    const tables = await database().prisma.$queryRaw<{ relname: string }[]>`
      select relname::text as relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and not (relrowsecurity and relforcerowsecurity) order by relname`
    expect(tables.map((table) => table.relname)).toEqual(['RateLimit', 'Session', '_prisma_migrations'])
  })

  test('the plain role does not reach the sessions', async () => {
    await expect(withShop(ours, (tx) => tx.session.findMany())).rejects.toThrow(/permission denied/)
  })

  test('a transaction without a shop sees nothing', async () => {
    await install(ours)
    const seen = await database().prisma.$transaction(async (tx) => {
      await tx.$executeRaw`set local role homeward_app`
      return tx.shop.findMany()
    })
    expect(seen).toEqual([])
  })

  test('the role and the shop end with the transaction', async () => {
    await install(ours)
    const [row] = await database().prisma.$queryRaw<{ role: string; shop: string | null }[]>`
      select current_user::text as role, current_setting('app.shop', true) as shop`
    expect(row?.role).toBe('postgres')
    expect(row?.shop ?? '').toBe('')
  })

  test('the sweep sees which jobs wait in every shop, and no payload', async () => {
    await install(ours)
    await install(theirs)
    const waiting = await withSweep((tx) =>
      tx.outboxJob.findMany({ select: { shop: true }, orderBy: { shop: 'asc' } }),
    )
    expect(waiting).toEqual([{ shop: ours }, { shop: theirs }])
    await expect(withSweep((tx) => tx.outboxJob.findMany({ select: { payload: true } }))).rejects.toThrow(
      /permission denied/,
    )
    await expect(withSweep((tx) => tx.outboxJob.updateMany({ data: { name: 'changed' } }))).rejects.toThrow(
      /permission denied/,
    )
    await expect(withSweep((tx) => tx.shop.findMany())).rejects.toThrow(/permission denied/)
  })
})
