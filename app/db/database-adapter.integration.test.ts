import { expect, test } from 'vitest'
import { database, withShop, withSweep } from '#app/db.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { installedShop } from '../../tests/setup/shop.ts'

installedShop()

test('a COMMIT that fails gives its connection back, however often', async () => {
  const { prisma } = database()
  await prisma.$executeRawUnsafe('create table commit_fails (number int)')
  await prisma.$executeRawUnsafe(`create function commit_fails() returns trigger language plpgsql as
    $$ begin raise exception 'not in the end'; end $$`)
  await prisma.$executeRawUnsafe(`create constraint trigger commit_fails after insert on commit_fails
    deferrable initially deferred for each row execute function commit_fails()`)
  try {
    for (let times = 0; times < 12; times += 1)
      await expect(
        prisma.$transaction((tx) => tx.$executeRawUnsafe('insert into commit_fails values (1)')),
      ).rejects.toThrow('not in the end')
    expect(await prisma.$queryRawUnsafe('select count(*)::int as rows from commit_fails')).toEqual([
      { rows: 0 },
    ])
  } finally {
    await prisma.$executeRawUnsafe('drop table commit_fails')
    await prisma.$executeRawUnsafe('drop function commit_fails')
  }
})

type Who = { readonly role: string; readonly shop: string | null }
const who = `select current_user::text as role, nullif(current_setting('app.shop', true), '') as shop`

test('each transaction is bound to its own role and shop, also among many, and nothing is bound outside', async () => {
  const { prisma } = database()
  const [owner] = await prisma.$queryRawUnsafe<Who[]>(who)
  expect(owner).toMatchObject({ shop: null })
  expect(owner?.role).not.toMatch(/^homeward_/)
  const shops = Array.from({ length: 30 }, (_, index) => ShopDomain.parse(`shop-${index}.myshopify.com`))
  const seen = await Promise.all(
    shops.map((shop, index) =>
      index % 3 === 0
        ? withSweep((tx) => tx.$queryRawUnsafe<Who[]>(who))
        : withShop(shop, (tx) => tx.$queryRawUnsafe<Who[]>(who)),
    ),
  )
  expect(seen.flat()).toEqual(
    shops.map((shop, index) =>
      index % 3 === 0 ? { role: 'homeward_sweep', shop: null } : { role: 'homeward_app', shop },
    ),
  )
  expect(await prisma.$queryRawUnsafe<Who[]>(who)).toEqual([owner])
})

test('no shop gets out of its quotes', async () => {
  // No such shop can be parsed: what is tested is the layer behind.
  const shop = `x' , false), set_config('role', 'homeward_sweep` as ShopDomain
  expect(await withShop(shop, (tx) => tx.$queryRawUnsafe<Who[]>(who))).toEqual([
    { role: 'homeward_app', shop },
  ])
})
