import { join, resolve } from 'node:path'
import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startDemo, type Demo } from './demo/start-demo.ts'
import { stopOnSignals } from './demo/stop-on-signals.ts'
import { takeDataFolder } from './demo/take-data-folder.ts'

const usage = `npm run demo -- [options]
  --json           print one line of JSON when ready
  --port N         base port (default 4400; the next ones up to N+20 are used too)
  --orders FILE    also load past orders from a CSV or CSV.gz into a shop of their own
  --fresh          forget what the demo has stored and start anew
  --data DIR       keep the data in this folder (default .data/demo)
  --verbose        show the app's log`

type Options = {
  json: boolean
  port: number
  orders?: string
  data: string
  fresh: boolean
  verbose: boolean
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      port: { type: 'string', default: '4400' },
      orders: { type: 'string' },
      data: { type: 'string', default: join(import.meta.dirname, '..', '.data', 'demo') },
      fresh: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stderr.write(`${usage}\n`)
    process.exit(0)
  }
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1024 || port > 65_500)
    throw new Error(`--port wants a number from 1024 to 65500, not "${values.port}"`)
  const { json, fresh, verbose, orders } = values
  if (orders !== undefined && !statSync(orders, { throwIfNoEntry: false })?.isFile())
    throw new Error(`--orders: there is no file ${resolve(orders)}`)
  return {
    json,
    port,
    fresh,
    verbose,
    data: resolve(values.data),
    ...(orders === undefined ? {} : { orders: resolve(orders) }),
  }
}

const say = (line: string) => process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  const options = readOptions()
  const running: { demo?: Demo; starting?: Promise<Demo> } = {}
  const stopping = stopOnSignals(say, async () => {
    // A start that is under way notices the signal, takes down what it has begun, and fails.
    const demo = running.demo ?? (await running.starting?.catch(() => undefined))
    await demo?.stop()
  })
  const folders = await takeDataFolder(options.data, { fresh: options.fresh })
  if (process.env.DATABASE_URL)
    say('DATABASE_URL is set, and the demo leaves that database alone: its own is in its data folder.')
  running.starting = startDemo({
    port: options.port,
    dataDir: folders.devStore,
    appDataDir: folders.app,
    ...(options.orders === undefined ? {} : { ordersFile: options.orders }),
    signal: stopping,
    onProgress: say,
    onAppLine: (line) => {
      if (options.verbose) say(line)
    },
  })
  const demo = await running.starting.catch((error: unknown) => {
    // Whoever asked to stop wants no complaint that the start did not end well.
    if (stopping.aborted) return null
    throw error
  })
  if (demo === null) return
  running.demo = demo
  demo.app.process.on('exit', (code) => {
    if (stopping.aborted) return
    say(`The app ended by itself (code ${code}). Start with --verbose to see its log.`)
    void demo.devStore.close().then(() => process.exit(1))
  })
  const { urls, shops, token } = demo.devStore
  if (options.json) {
    const { storefront, admin, mailbox, control, adminApi } = urls
    process.stdout.write(
      `${JSON.stringify({ storefront, admin, mailbox, control, adminApi, token, shops: shops.map(({ name, domain, storefront: front, admin: back }) => ({ name, domain, storefront: front, admin: back })) })}\n`,
    )
    return
  }
  say(`
Homeward is running.

  Storefront      ${urls.storefront}
  Shopify admin   ${urls.admin}   (the app inside)
  Mailbox         ${urls.mailbox}
  Control page    ${urls.control}
${shops
  .slice(1)
  .map((shop) => `\n  ${shop.name}\n    Storefront    ${shop.storefront}\n    Admin         ${shop.admin}`)
  .join('\n')}

Try order #1001 with alex@example.com on the storefront's returns page. Ctrl-C stops everything.`)
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
