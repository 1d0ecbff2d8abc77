import { randomInt } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Session } from '@shopify/shopify-api'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import express from 'express'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { withShop } from '#app/db.server.ts'
import { getShop, PortalSettings, savePortalSettings } from '#app/db/shop.server.ts'
import { ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { recordInstallation } from '#app/install.server.ts'
import { offlineSessionId } from '#app/shopify/access-token.server.ts'
import { sessionStorage } from '#app/shopify.server.ts'
import { signedProxyQuery } from '../../dev-store/storefront/proxy-signature.ts'
import type { TestShop } from './shop.ts'

export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string }

/** A visitor of a storefront: everything goes through the dev store's app proxy, from an address of his own. */
export type Visitor = {
  readonly storefront: string
  send(path: string, init?: RequestInit): Promise<Reply>
  get(step: string): Promise<Reply>
  post(step: string, fields: Readonly<Record<string, string>>): Promise<Reply>
  /** The token of an order, found with number and proof. */
  find(orderNumber: string, proof: string): Promise<string>
}

export type PortalHttp = {
  /** Where the app itself listens. */
  readonly origin: string
  /** Every portal route of the app by its path, `portal/status/:token`. */
  readonly routes: readonly PortalRoute[]
  visitor(domain?: string, address?: string): Visitor
  /** Asks the app itself as Shopify would, with whatever parameters: signed now unless told otherwise. */
  asShopify(path: string, some?: SignedParts, init?: RequestInit): Promise<Reply>
  /** Changes what the merchant may set. */
  set(changes: Partial<PortalSettings>, domain?: string): Promise<void>
}
export type PortalRoute = {
  readonly file: string
  readonly path: string
  readonly reads: boolean
  readonly writes: boolean
}
export type SignedParts = Partial<Parameters<typeof signedProxyQuery>[1]> & { readonly query?: string }

const folder = new URL('../../app/routes/', import.meta.url)
const first = 'homeward-demo.myshopify.com'

/** An address of the documentation ranges: the limits stay on, and nobody shares one by accident. */
export function someAddress(): string {
  return `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(256)}`
}

/**
 * The shopper's routes over HTTP, behind the dev store's app proxy, while the tests of a file run. The app is installed in the
 * shop of `installed` and in the others of the dev store. Call the answer inside a test.
 */
export function portalHttp(installed: () => TestShop): () => PortalHttp {
  const web = express()
  const server = createServer(web)
  let routes: readonly PortalRoute[] = []
  beforeAll(async () => {
    const loaded = await loadRoutes()
    routes = loaded.map(({ file, path, module }) => ({
      file,
      path,
      reads: 'loader' in module,
      writes: 'action' in module,
    }))
    web.set('trust proxy', 'loopback')
    // As server.ts does: the address of the connection.
    web.use((request, _response, next) => {
      request.headers['x-homeward-client'] = request.ip ?? ''
      next()
    })
    web.all('*', createRequestHandler({ build: buildOf(loaded), mode: 'test' }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  beforeEach(() => connect(installed(), originOf(server.address())))
  afterAll(() => new Promise<unknown>((resolve) => server.close(resolve)))
  return () => {
    const origin = originOf(server.address())
    return {
      origin,
      routes,
      visitor: (domain, address) => visitorOf(installed(), domain ?? first, address ?? someAddress()),
      asShopify: (path, some, init) => askApp(origin, path, some, init),
      set: (changes, domain) => changeSettings(ShopDomain.parse(domain ?? first), changes),
    }
  }
}

function originOf(address: string | AddressInfo | null): string {
  // A listening TCP server has an address and a port.
  return `http://127.0.0.1:${(address as AddressInfo).port}`
}

/** Every shop of the dev store has the app, and the app its token. */
async function connect({ devStore, ctx }: TestShop, origin: string): Promise<void> {
  devStore.setAppOrigin(origin)
  // The demo's app is told its public address when it starts; here it runs before the store is up.
  Object.assign(env, { SHOPIFY_APP_URL: devStore.urls.appUrl })
  for (const each of devStore.shops) {
    const shop = ShopDomain.parse(each.domain)
    const id = offlineSessionId(shop)
    await sessionStorage.storeSession(
      new Session({ id, shop, state: '', isOnline: false, accessToken: each.token, scope: 'read_orders' }),
    )
    if (shop === ctx.shop) continue
    await recordInstallation({ shop, scope: 'read_orders', now: ctx.now() })
    // `runJobs` works the jobs of the first shop; these would wait for ever.
    await withShop(shop, (tx) => tx.outboxJob.deleteMany())
  }
}

async function changeSettings(shop: ShopDomain, changes: Partial<PortalSettings>): Promise<void> {
  await withShop(shop, async (tx) => {
    const { settings } = await getShop(tx, shop)
    await savePortalSettings(tx, shop, PortalSettings.parse({ ...settings.portal, ...changes }))
  })
}

async function reply(response: Response): Promise<Reply> {
  return { status: response.status, headers: response.headers, text: await response.text() }
}

function visitorOf({ devStore }: TestShop, domain: string, address: string): Visitor {
  const storefront = devStore.shops.find((shop) => shop.domain === domain)?.storefront ?? ''
  const send = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-for', address)
    return reply(await fetch(`${storefront}${path}`, { redirect: 'manual', ...init, headers }))
  }
  const post = (step: string, fields: Readonly<Record<string, string>>) =>
    send(`/apps/returns/${step}`, { method: 'POST', body: new URLSearchParams(fields) })
  const find = async (orderNumber: string, proof: string): Promise<string> => {
    const found = await post('order', { order_number: orderNumber, proof })
    const token = new URL(found.headers.get('location') ?? '', storefront).searchParams.get('t')
    if (token === null) throw new Error(`${orderNumber} was not found: ${found.status} ${found.text}`)
    return token
  }
  return { storefront, send, post, find, get: (step) => send(`/apps/returns/${step}`) }
}

async function askApp(
  origin: string,
  path: string,
  { query = '', ...identity }: SignedParts = {},
  init: RequestInit = {},
): Promise<Reply> {
  const signed = signedProxyQuery(new URLSearchParams(query), {
    shop: first,
    customerId: '',
    pathPrefix: '/apps/returns',
    timestamp: Math.floor(Date.now() / 1000),
    secret: env.SHOPIFY_API_SECRET,
    ...identity,
  })
  const url = `${origin}/portal${path}?${signed.toString()}`
  const headers = new Headers(init.headers)
  if (!headers.has('x-forwarded-for')) headers.set('x-forwarded-for', someAddress())
  return reply(await fetch(url, { redirect: 'manual', ...init, headers }))
}

type Loaded = { readonly file: string; readonly path: string; readonly module: object }

async function loadRoutes(): Promise<readonly Loaded[]> {
  const files = readdirSync(fileURLToPath(folder)).filter((file) => /^portal\..*\.tsx?$/.test(file))
  return Promise.all(
    files.map(async (file) => {
      // A route file is a module; which of loader and action it has is asked by name.
      const module = (await import(new URL(file, folder).href)) as object
      return { file, path: pathOf(file), module }
    }),
  )
}

/** The path of a flat route file: `portal.status.$token.tsx` is `portal/status/:token`. */
function pathOf(file: string): string {
  return file
    .replace(/\.tsx?$/, '')
    .split(/\.(?![^[]*\])/)
    .filter((part) => part !== '_index')
    .map((part) =>
      part.startsWith('$') ? `:${part.slice(1)}` : part.replace(/_$/, '').replace(/[[\]]/g, ''),
    )
    .join('/')
    .replace(/:$/, '*')
}

function buildOf(loaded: readonly Loaded[]): ServerBuild {
  const routes: ServerBuild['routes'] = { root: { id: 'root', path: '', module: { default: () => null } } }
  for (const { file, path, module } of loaded) {
    // Remix's type of a route's module wants a component; these have none, they answer themselves.
    routes[file] = { id: file, parentId: 'root', path, module } as unknown as NonNullable<
      ServerBuild['routes'][string]
    >
  }
  return {
    mode: 'test',
    entry: { module: { default: () => Promise.reject(new Error('No page is rendered here')) } },
    routes,
    assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
    publicPath: '/',
    assetsBuildDirectory: '',
    isSpaMode: false,
    future: {
      v3_fetcherPersist: true,
      v3_relativeSplatPath: true,
      v3_throwAbortReason: true,
      v3_lazyRouteDiscovery: true,
      v3_singleFetch: true,
    },
  }
}
