import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startDevStore, type DevStore } from './start.ts'

const USAGE = `node dev-store/main.ts [options]
  --port N          base port (absent: free ports)
  --data DIR        keep the data in this folder
  --app-origin URL  where the app listens, if one is behind it
  --orders FILE     also load past orders from a CSV or CSV.gz into a shop of their own
  --json            print the addresses as one line of JSON and nothing else on stdout`

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      'app-origin': { type: 'string' },
      orders: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stderr.write(`${USAGE}\n`)
    process.exit(0)
  }
  const port = values.port === undefined ? 0 : Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_500)
    throw new Error(`--port wants a number from 1024 to 65500, not "${values.port}"`)
  return { ...values, port }
}

async function main(): Promise<void> {
  const { port, data, orders, 'app-origin': appOrigin } = readOptions()
  const store = await startDevStore({
    port,
    ...(data === undefined ? {} : { dataDir: resolve(data) }),
    ...(orders === undefined ? {} : { ordersFile: resolve(orders) }),
    ...(appOrigin === undefined ? {} : { appOrigin }),
    onProgress: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(`${JSON.stringify(addressesOf(store, appOrigin !== undefined))}\n`)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void store.close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** What the demo prints too. Without an app behind it the admin is Shopify's own, and the app's addresses are left out. */
function addressesOf({ urls, shops, token }: DevStore, hasApp: boolean): object {
  const { storefront, mailbox, control, adminApi, appUrl, smtp } = urls
  const shopAdmin = (admin: string) => (hasApp ? admin : admin.replace(/\/apps\/.*$/, ''))
  return {
    storefront,
    admin: shopAdmin(urls.admin),
    mailbox,
    control,
    adminApi,
    token,
    ...(hasApp ? { appUrl, smtp } : {}),
    shops: shops.map((shop) => ({ ...shop, admin: shopAdmin(shop.admin) })),
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
