import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Session } from '@shopify/shopify-api'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import express from 'express'
import { afterAll, beforeAll } from 'vitest'
import { withShop } from '#app/db.server.ts'
import type { Role } from '#app/domain/roles.ts'
import { env } from '#app/env.server.ts'
import { offlineSessionId } from '#app/shopify/access-token.server.ts'
import { sessionStorage } from '#app/shopify.server.ts'
import * as homeRoute from '#app/routes/app._index/route.tsx'
import * as caseRoute from '#app/routes/app.cases.$id/route.tsx'
import * as casesRoute from '#app/routes/app.cases._index/route.tsx'
import * as policyRoute from '#app/routes/app.policy/route.tsx'
import * as replayRoute from '#app/routes/app.policy_.replay/route.tsx'
import * as replayExportRoute from '#app/routes/app.policy_.replay_.export.ts'
import * as returnRoute from '#app/routes/app.returns.$id/route.tsx'
import * as previewRoute from '#app/routes/app.returns.$id_.preview.ts'
import * as listRoute from '#app/routes/app.returns._index/route.tsx'
import * as settingsRoute from '#app/routes/app.settings/route.tsx'
import * as paymentsRoute from '#app/routes/app.settings_.payments/route.tsx'
import * as privacyRoute from '#app/routes/app.settings_.privacy/route.tsx'
import * as privacyExportRoute from '#app/routes/app.settings_.privacy_.export.ts'
import * as safetyRoute from '#app/routes/app.settings_.safety/route.tsx'
import * as textsRoute from '#app/routes/app.settings_.texts/route.tsx'
import { signSessionToken } from '../../dev-store/server/session-token.ts'
import type { TestShop } from './shop.ts'

/** A plain browser's: Shopify's library answers 410 to robots. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** Somebody of the shop as a browser of theirs: every request carries a session token of Shopify's form. */
export type StaffBrowser = {
  readonly userId: string
  /** Posts JSON to a page's action, as the page itself does. */
  post(path: string, body: object): Promise<Answer>
  get(path: string): Promise<Answer>
  /** A file, at its own address. */
  download(path: string): Promise<Response>
}
export type Answer = { readonly status: number; readonly text: string }

/** The admin pages' own server over HTTP: router, authentication and actions are the app's; only the tunnel is left out. */
export type AdminHttp = {
  readonly origin: string
  /** A person who has opened the app and has this role; null: who has not opened it yet. */
  person(shop: TestShop, of: PersonOf): Promise<StaffBrowser>
  /** A request with any headers. */
  send(path: string, init: RequestInit): Promise<Answer>
}
export type PersonOf = {
  readonly userId: string
  readonly name: string
  readonly role: Role | null
  readonly isOwner?: boolean
}

const pages = [
  ['routes/app._index', 'app', homeRoute],
  ['routes/app.cases._index', 'app/cases', casesRoute],
  ['routes/app.cases.$id', 'app/cases/:id', caseRoute],
  ['routes/app.policy', 'app/policy', policyRoute],
  ['routes/app.policy_.replay', 'app/policy/replay', replayRoute],
  // Without a page it answers by itself, at its own address.
  ['routes/app.policy_.replay_.export', 'app/policy/replay/export', { ...replayExportRoute, default: null }],
  ['routes/app.returns._index', 'app/returns', listRoute],
  ['routes/app.returns.$id', 'app/returns/:id', returnRoute],
  ['routes/app.returns.$id_.preview', 'app/returns/:id/preview', { ...previewRoute, default: () => null }],
  ['routes/app.settings_.payments', 'app/settings/payments', paymentsRoute],
  ['routes/app.settings', 'app/settings', settingsRoute],
  ['routes/app.settings_.privacy', 'app/settings/privacy', privacyRoute],
  [
    'routes/app.settings_.privacy_.export',
    'app/settings/privacy/export',
    { ...privacyExportRoute, default: null },
  ],
  ['routes/app.settings_.safety', 'app/settings/safety', safetyRoute],
  ['routes/app.settings_.texts', 'app/settings/texts', textsRoute],
] as const

/** Serves the admin pages on loopback while the tests of a file run. Call the answer inside a test. */
export function adminHttp(): () => AdminHttp {
  const server = createServer(express().all('*', createRequestHandler({ build, mode: 'test' })))
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise<unknown>((resolve) => server.close(resolve)))
  return () => {
    // A listening TCP server has an address and a port.
    const { port } = server.address() as AddressInfo
    const origin = `http://127.0.0.1:${port}`
    const send = async (path: string, init: RequestInit): Promise<Answer> => {
      const response = await fetch(`${origin}${path}`, { redirect: 'manual', ...init })
      return { status: response.status, text: await response.text() }
    }
    return { origin, send, person: (shop, of) => personIn(shop, of, { origin, send }) }
  }
}

/** Only loaders and actions are asked, by the addresses that the router itself uses for data. */
const build: ServerBuild = {
  mode: 'test',
  entry: { module: { default: () => Promise.reject(new Error('No page is rendered here')) } },
  routes: { root: { id: 'root', path: '', module: { default: () => null } }, ...childRoutes() },
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

function childRoutes(): ServerBuild['routes'] {
  const routes: ServerBuild['routes'] = {}
  for (const [id, path, module] of pages) routes[id] = { id, parentId: 'root', path, module }
  return routes
}

async function personIn(
  { ctx, devStore }: TestShop,
  { userId, name, role, isOwner = false }: PersonOf,
  { origin, send }: Pick<AdminHttp, 'origin' | 'send'>,
): Promise<StaffBrowser> {
  const { shop } = ctx
  const accessToken = devStore.shops.find((each) => each.domain === shop)?.token ?? ''
  const scope = 'read_orders'
  await sessionStorage.storeSession(
    new Session({ id: offlineSessionId(shop), shop, state: '', isOnline: false, accessToken, scope }),
  )
  // What the exchange of the first token would leave behind: Shopify says who the person is.
  await sessionStorage.storeSession(
    new Session({
      id: `${shop}_${userId}`,
      shop,
      state: '',
      isOnline: true,
      accessToken,
      scope,
      expires: new Date(Date.now() + 3_600_000),
      onlineAccessInfo: {
        expires_in: 3600,
        associated_user_scope: scope,
        associated_user: {
          id: Number(userId),
          first_name: name,
          last_name: '',
          email: `${userId}@example.com`,
          email_verified: true,
          account_owner: isOwner,
          locale: 'en',
          collaborator: false,
        },
      },
    }),
  )
  if (role !== null) {
    const data = { shop, userId, name, role, isOwner, firstSeenAt: ctx.now() }
    await withShop(shop, (tx) => tx.staffRole.create({ data }))
  }
  // Each request has a token of its own, as App Bridge asks for one: two browsers of one person have two.
  const headers = () => {
    const token = signSessionToken({
      shop,
      apiKey: env.SHOPIFY_API_KEY,
      apiSecret: env.SHOPIFY_API_SECRET,
      userId,
      now: new Date(),
      jti: randomUUID(),
      sid: randomUUID(),
    })
    return { authorization: `Bearer ${token}`, 'user-agent': userAgent }
  }
  return {
    userId,
    post: (path, body) =>
      send(`${path}.data`, {
        method: 'POST',
        headers: { ...headers(), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    get: (path) => send(`${path}.data`, { headers: headers() }),
    download: (path) => fetch(`${origin}${path}`, { redirect: 'manual', headers: headers() }),
  }
}
