import { expect, test } from 'vitest'
import { database } from '#app/db.server.ts'
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
