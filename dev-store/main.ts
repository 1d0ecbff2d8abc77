import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startDevStore } from './start.ts'

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
  const { urls, shops, token } = store
  const { storefront, admin, mailbox, control, adminApi, appUrl, smtp } = urls
  process.stdout.write(
    `${JSON.stringify({ storefront, admin, mailbox, control, adminApi, token, appUrl, smtp, shops })}\n`,
  )
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void store.close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
