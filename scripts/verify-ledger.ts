import { parseArgs } from 'node:util'
import { openDatabase, withShop, withSweep } from '../app/db.server.ts'
import { getMoneyCheck } from '../app/db/reconciliation.server.ts'
import { ShopDomain } from '../app/domain/ids.ts'
import { env } from '../app/env.server.ts'
import { verifyChains } from '../app/jobs/verify-money.server.ts'

const usage = 'npm run ledger -- verify [--shop NAME.myshopify.com]'

/** Verifies the chains in the database that the environment names, and prints one line of JSON. Exits with 1 when one is broken. */
const { values, positionals } = parseArgs({ options: { shop: { type: 'string' } }, allowPositionals: true })
if (positionals.join(' ') !== 'verify') throw new Error(usage)

// The embedded database belongs to one process: while the app runs on it, this refuses to open it and says so.
const database = await openDatabase(
  env.DATABASE_URL ? { url: env.DATABASE_URL } : { dataDir: env.HOMEWARD_DATA_DIR },
)
const names =
  values.shop === undefined
    ? (await withSweep((tx) => tx.shop.findMany({ select: { shop: true }, orderBy: { shop: 'asc' } }))).map(
        ({ shop }) => shop,
      )
    : [values.shop]
const shops = []
for (const name of names) {
  const shop = ShopDomain.parse(name)
  const before = await withShop(shop, (tx) => getMoneyCheck(tx, shop))
  shops.push({ shop, ...(await verifyChains(shop, before)) })
}
await database.close()
const isWhole = shops.every(({ problem }) => problem === null)
process.stdout.write(`${JSON.stringify({ verified: isWhole, shops })}\n`)
process.exitCode = isWhole ? 0 : 1
