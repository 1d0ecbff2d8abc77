import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { database, withShop } from '#app/db.server.ts'
import { findMoneyStop } from '#app/db/kill-switch.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { ownDatabase } from '../setup/database.ts'

ownDatabase()

const run = promisify(execFile)
const shop = ShopDomain.parse('ours.myshopify.com')
const stop = () => withShop(shop, (tx) => findMoneyStop(tx, shop))

async function money(...words: string[]): Promise<unknown> {
  const env = { ...process.env, DATABASE_URL: database().url }
  const { stdout } = await run(process.execPath, ['scripts/money.mjs', ...words], { env, timeout: 20_000 })
  return JSON.parse(stdout)
}

test('the operator stops and starts the payments of every shop by a command, and asks how it stands', async () => {
  expect(await money('status')).toEqual({ money: 'moves' })
  expect(await stop()).toBeNull()
  expect(await money('stop', 'incident', '7')).toMatchObject({ money: 'stopped', reason: 'incident 7' })
  expect(await stop()).toMatchObject({ scope: 'installation', reason: 'incident 7' })
  // The first reason stays.
  expect(await money('stop', 'again')).toMatchObject({ reason: 'incident 7' })
  expect(await money('start')).toEqual({ money: 'moves' })
  expect(await stop()).toBeNull()
  await expect(money('pause')).rejects.toThrow(/status \| stop/)
})
