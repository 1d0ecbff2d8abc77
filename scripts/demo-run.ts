import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startDemo, type Demo } from './demo/start-demo.ts'

const usage = `npm run demo -- [options]
  --json           print one line of JSON when ready
  --port N         base port (default 4400; the next ones up to N+20 are used too)
  --orders FILE    also load past orders from a CSV or CSV.gz into a shop of their own
  --fresh          forget what the demo has stored and start anew
  --verbose        show the app's log`

type Options = { json: boolean; port: number; orders?: string; fresh: boolean; verbose: boolean }

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      port: { type: 'string', default: '4400' },
      orders: { type: 'string' },
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
  if (orders !== undefined && !existsSync(orders))
    throw new Error(`--orders: there is no file ${resolve(orders)}`)
  return { json, port, fresh, verbose, ...(orders === undefined ? {} : { orders: resolve(orders) }) }
}

const say = (line: string) => process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  const options = readOptions()
  const dataDir = join(import.meta.dirname, '..', '.data', 'demo')
  const running: { demo?: Demo } = {}
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    say('Stopping…')
    await running.demo?.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())

  if (options.fresh) rmSync(dataDir, { recursive: true, force: true })
  const demo = await startDemo({
    port: options.port,
    dataDir: join(dataDir, 'dev-store'),
    appDataDir: join(dataDir, 'app'),
    ...(options.orders === undefined ? {} : { ordersFile: options.orders }),
    onProgress: say,
    onAppLine: (line) => {
      if (options.verbose) say(line)
    },
  })
  running.demo = demo
  demo.app.process.on('exit', (code) => {
    if (stopping) return
    say(`The app ended by itself (code ${code}). Start with --verbose to see its log.`)
    process.exitCode = 1
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
