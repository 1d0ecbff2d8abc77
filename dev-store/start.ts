import http from 'node:http'
import { fileURLToPath } from 'node:url'
import { createAdminPages } from './admin-pages/create-admin-pages.ts'
import { createCustomerSignIn } from './customer-accounts/sign-in.ts'
import { createClock, createEngine } from './engine/engine.ts'
import type { Engine } from './engine/engine.ts'
import { LATEST_VERSION } from './engine/schema.ts'
import { launchUrl } from './server/admin-frame.ts'
import { readAppConfig } from './server/app-config.ts'
import type { AppConfig } from './server/app-config.ts'
import { createCalls } from './server/calls.ts'
import { createClockHub } from './server/clock-hub.ts'
import { consoleToken } from './server/console-tokens.ts'
import type { Controls, ShopAddress } from './server/control-api.ts'
import { lockData } from './server/data-lock.ts'
import { doDueWork } from './server/due-work.ts'
import { webhookFaults } from './server/faults.ts'
import { answer, closer, listen } from './server/http.ts'
import { appByKey, deployApp, installApp, installationOf, uninstallApp } from './server/installs.ts'
import { openMailbox } from './server/mailbox.ts'
import type { MainHost } from './server/main-host.ts'
import { answerMainHost } from './server/main-host.ts'
import { createSnapshots, keptStates, readSnapshot } from './server/snapshot.ts'
import { createTunnel } from './server/tunnel.ts'
import { deliverWebhooks } from './server/webhook-delivery.ts'
import { loadOrdersCsv } from './orders-csv/load-orders-csv.ts'
import { createStorefront } from './storefront/create-storefront.ts'

export type DevStoreOptions = {
  /** Base port; 0 or absent takes free ports. */
  port?: number
  /** Folder of the snapshot; absent keeps everything in memory. */
  dataDir?: string
  /** Where the app process really listens. */
  appOrigin?: string
  /** CSV or CSV.gz of past orders, loaded into a shop of its own. */
  ordersFile?: string
  app?: { apiKey: string; apiSecret: string; configFile?: string }
  onProgress?: (line: string) => void
}

export type DevStore = {
  engine: Engine
  urls: {
    admin: string
    storefront: string
    mailbox: string
    control: string
    adminApi: string
    /** The tunnel: public address of the app. */
    appUrl: string
    smtp: string
    base: string
  }
  shops: ShopAddress[]
  /** Permanent access token of the USD shop with every scope. */
  token: string
  setAppOrigin(origin: string): void
  close(): Promise<void>
}

const ROOT = new URL('../', import.meta.url)
const EXTENSION = fileURLToPath(new URL('extensions/returns-portal', ROOT))
const CONFIG_FILE = fileURLToPath(new URL('shopify.app.toml', ROOT))
/** Opening the app as a merchant's browser would; libraries turn away what calls itself a bot. */
const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'

/** Starts a local Shopify. Resolves when every page answers; throws with a sentence when it cannot start. */
export async function startDevStore(options: DevStoreOptions = {}): Promise<DevStore> {
  const closing: (() => Promise<void> | void)[] = []
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  try {
    return await start(options, closing, close)
  } catch (error) {
    await close()
    throw error
  }
}

type Closing = (() => Promise<void> | void)[]

async function start(
  options: DevStoreOptions,
  closing: Closing,
  close: () => Promise<void>,
): Promise<DevStore> {
  const progress = options.onProgress ?? (() => undefined)
  const config = readAppConfig({ configFile: CONFIG_FILE, ...options.app })
  if (options.dataDir !== undefined) closing.push(await lockData(options.dataDir))

  progress('Filling the shops…')
  const kept = options.dataDir === undefined ? undefined : readSnapshot(options.dataDir)
  const clock = createClock(kept?.offsetMs)
  const engine = createEngine({ clock, ...(kept === undefined ? {} : { state: kept.state }) })
  const snapshots = options.dataDir === undefined ? undefined : createSnapshots(engine, options.dataDir)
  const fill = async (): Promise<void> => {
    if (options.ordersFile !== undefined)
      await loadOrdersCsv(engine, options.ordersFile, { onProgress: progress })
    connectApp(engine, config)
  }
  await fill()
  if (kept !== undefined) progress('Went on from the last snapshot.')
  // Saved when everything else has stopped: closing goes backwards.
  if (snapshots !== undefined) closing.push(() => snapshots.close())
  const keptByName = keptStates(engine, options.dataDir)
  closing.push(() => keptByName.close())

  const base = options.port ?? 0
  const port = (offset: number): number => (base === 0 ? 0 : base + offset)
  const tokens = new Map(
    Object.keys(engine.state.tables.shops).map((shop) => [shop, consoleToken(engine, shop)]),
  )
  let appOrigin = options.appOrigin
  const origins = { main: '', tunnel: '', smtp: '' }
  const storefronts: Record<string, string> = {}

  const clockHub = createClockHub(clock)
  closing.push(() => clockHub.close())
  const webhooks = deliverWebhooks({ engine, appUrl: () => origins.tunnel, faults: webhookFaults(engine) })
  closing.push(() => webhooks.close())
  closing.push(doDueWork(engine))
  const skew = { seconds: 0 }
  const calls = createCalls()

  const controls: Controls = {
    engine,
    clock: clockHub,
    calls,
    webhooks,
    snapshots: keptByName,
    skew,
    shops: () => shopAddresses(engine, { origins, storefronts, tokens, config }),
    async reset() {
      calls.clear()
      await clockHub.move(0)
      engine.reset()
      await fill()
      for (const shop of Object.keys(engine.state.tables.shops)) consoleToken(engine, shop, tokens.get(shop))
    },
    async install(shop, open) {
      installApp(engine, { appId: appId(engine, config), shop, config })
      return open ? openApp(host, shop) : null
    },
    uninstall: (shop) => uninstallApp(engine, { appId: appId(engine, config), shop }),
    rotateSecret(secret) {
      config.apiSecret = secret
      deployApp(engine, config)
    },
  }
  const host: MainHost = {
    engine,
    config,
    controls,
    adminPages: createAdminPages({
      engine,
      extensionFolder: EXTENSION,
      storefrontOf: (shop) => storefronts[shop] ?? '',
    }),
    base: () => origins.main,
    appUrl: () => origins.tunnel,
    smtp: () => origins.smtp,
    storefronts: () => storefronts,
    signIn: createCustomerSignIn({
      engine,
      base: () => origins.main,
      client: () => ({
        apiKey: config.apiKey,
        apiSecret: config.apiSecret,
        redirectUris: config.customerRedirects.map((path) => new URL(path, origins.tunnel).href),
      }),
    }),
  }

  const main = http.createServer((req, res) => answer(req, res, () => answerMainHost(host, req, res)))
  closing.push(closer(main))
  origins.main = `http://127.0.0.1:${await listen(main, port(0))}`

  engine.origins.files = origins.main
  engine.origins.storefronts = storefronts

  const tunnel = createTunnel({
    target: () => appOrigin,
    hosts: () => ({ admin: origins.main, appBridge: `${origins.main}/app-bridge.js`, storefronts }),
  })
  closing.push(closer(tunnel))
  origins.tunnel = `http://127.0.0.1:${await listen(tunnel, port(1))}`

  const mailbox = await openMailbox({ engine, port: port(2) })
  closing.push(() => mailbox.close())
  origins.smtp = `smtp://127.0.0.1:${mailbox.port}`

  for (const [i, shop] of Object.keys(engine.state.tables.shops).entries()) {
    const handler = createStorefront({
      engine,
      shop,
      extensionFolder: EXTENSION,
      appProxy: () => proxyTarget(engine, config, shop, origins.tunnel),
      adminOrigin: () => origins.main,
    })
    const server = http.createServer((req, res) => answer(req, res, () => handler(req, res)))
    closing.push(closer(server))
    storefronts[shop] = `http://127.0.0.1:${await listen(server, port(10 + i))}`
  }
  snapshots?.start()

  const shops = controls.shops()
  const first = shops[0]
  if (first === undefined) throw new Error('The dev store has no shop')
  progress('The dev store is up.')
  return {
    engine,
    urls: {
      admin: first.admin,
      storefront: first.storefront,
      mailbox: `${origins.main}/mailbox`,
      control: `${origins.main}/control`,
      adminApi: first.adminApi,
      appUrl: origins.tunnel,
      smtp: origins.smtp,
      base: origins.main,
    },
    shops,
    token: first.token,
    setAppOrigin(origin) {
      appOrigin = origin
    },
    close,
  }
}

/** Registers the app and installs it where it never was: a shop that uninstalled it stays without. */
function connectApp(engine: Engine, config: AppConfig): void {
  const id = deployApp(engine, config)
  for (const shop of Object.keys(engine.state.tables.shops)) {
    const known = Object.values(engine.state.tables.appInstallations).some(
      (one) => one.appId === id && one.shop === shop,
    )
    if (!known) installApp(engine, { appId: id, shop, config })
  }
}

function appId(engine: Engine, config: AppConfig): string {
  const app = appByKey(engine, config.apiKey)
  if (app === undefined) throw new Error('The app is not registered')
  return app.id
}

function proxyTarget(engine: Engine, config: AppConfig, shop: string, appUrl: string) {
  const app = appByKey(engine, config.apiKey)
  if (app === undefined || config.proxy === null || installationOf(engine, app.id, shop) === undefined)
    return undefined
  const { prefix, subpath, url } = config.proxy
  return { prefix, subpath, url: new URL(url, appUrl).href, apiSecret: app.apiSecret }
}

type Addresses = {
  origins: { main: string }
  storefronts: Readonly<Record<string, string>>
  tokens: ReadonlyMap<string, string>
  config: AppConfig
}

function shopAddresses(engine: Engine, { origins, storefronts, tokens, config }: Addresses): ShopAddress[] {
  return Object.values(engine.state.tables.shops).map((shop) => ({
    domain: shop.domain,
    name: shop.name,
    storefront: storefronts[shop.domain] ?? '',
    admin: `${origins.main}/store/${shop.handle}/apps/${config.handle}`,
    adminApi: `${origins.main}/admin/api/${LATEST_VERSION}/graphql.json`,
    token: tokens.get(shop.domain) ?? '',
  }))
}

/** Opens the app's first page like the admin's frame does, so that it exchanges its token and sets itself up. */
async function openApp(host: MainHost, domain: string): Promise<number> {
  const shop = host.engine.state.tables.shops[domain]
  const app = appByKey(host.engine, host.config.apiKey)
  if (shop === undefined || app === undefined) throw new Error(`There is no shop ${domain}`)
  const url = launchUrl(
    {
      engine: host.engine,
      calls: host.controls.calls,
      config: host.config,
      app,
      shop,
      appUrl: host.appUrl(),
      storefronts: host.storefronts(),
      skewSeconds: 0,
    },
    '/',
  )
  const response = await fetch(url, {
    headers: { accept: 'text/html', 'user-agent': BROWSER },
    signal: AbortSignal.timeout(60_000),
  })
  await response.arrayBuffer()
  return response.status
}
