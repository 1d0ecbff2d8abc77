import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerCustomerAccounts } from '../customer-accounts/customer-routes.ts'
import type { CustomerSignIn } from '../customer-accounts/sign-in.ts'
import type { Engine } from '../engine/engine.ts'
import { isServedVersion } from '../engine/schema.ts'
import type { App, Shop } from '../engine/state.ts'
import { adminApi, shopOf } from './admin-api.ts'
import type { FrameContext } from './admin-frame.ts'
import { appFramePage, frameApi, installPage } from './admin-frame.ts'
import type { ShellPage } from './admin-shell.ts'
import { adminShell } from './admin-shell.ts'
import type { AppConfig } from './app-config.ts'
import { asset } from './assets.ts'
import type { Controls } from './control-api.ts'
import { controlApi } from './control-api.ts'
import { controlPage } from './control-page.ts'
import { takeFaults } from './faults.ts'
import { sendFile, takeStagedUpload } from './files.ts'
import {
  HttpError,
  escapeHtml,
  isRecord,
  readBody,
  readJson,
  sendHtml,
  sendJson,
  sendRedirect,
} from './http.ts'
import { appByKey, installationOf } from './installs.ts'
import { mailDocument, mailboxPage } from './mailbox-page.ts'
import { accessToken } from './oauth.ts'
import { settingsOf } from './shop-settings.ts'

/** A page of the shop's own admin, rendered by the admin pages and put into the shell. */
export type AdminPage = { title: string; html: string; status?: number } | { redirect: string }
export type AdminPages = {
  answer(request: {
    req: IncomingMessage
    url: URL
    shop: Shop
    path: string
  }): Promise<AdminPage | undefined>
}

export type MainHost = {
  engine: Engine
  config: AppConfig
  controls: Controls
  adminPages: AdminPages
  base: () => string
  appUrl: () => string
  smtp: () => string
  storefronts: () => Readonly<Record<string, string>>
  signIn: CustomerSignIn
}

/** Everything that lives on the main port: admin, Admin API, OAuth, control plane, mailbox, files. */
export async function answerMainHost(
  host: MainHost,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = new URL(req.url ?? '/', host.base())
  const { pathname: path } = url
  const served = asset(path)
  if (served !== undefined) {
    res.writeHead(200, {
      'content-type': served.type,
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
    })
    res.end(served.body)
    return
  }
  if (path === '/') {
    sendRedirect(res, firstPage(host))
    return
  }
  const { engine, signIn } = host
  if (await answerCustomerAccounts({ engine, signIn, domain: shopOf(req) }, req, res, url)) return
  if (path.startsWith('/admin/')) return answerShopify(host, req, res, url)
  if (path.startsWith('/control') || path.startsWith('/mailbox') || path.startsWith('/frame-api/')) {
    refuseForeignPages(host, req)
    if (path.startsWith('/control/api/')) return controlApi(host.controls, req, res, url)
    if (path === '/control') {
      sendHtml(res, 200, controlHtml(host))
      return
    }
    if (path.startsWith('/frame-api/')) return answerFrameApi(host, req, res, path)
    if (path.startsWith('/mailbox')) {
      answerMailbox(host, req, res, path)
      return
    }
  }
  if (path.startsWith('/store/')) return answerAdmin(host, req, res, url)
  if (path.startsWith('/files/')) {
    sendFile(host.engine, decodeURIComponent(path.slice('/files/'.length)), res)
    return
  }
  if (path.startsWith('/staged/'))
    return takeStagedUpload(host.engine, decodeURIComponent(path.slice('/staged/'.length)), req, res)
  throw new HttpError(404, `The dev store has no page ${path}`)
}

/** A page of another origin in the same browser may not steer the dev store. Programs send no Origin. */
function refuseForeignPages(host: MainHost, req: IncomingMessage): void {
  const { origin } = req.headers
  if (
    origin !== undefined &&
    origin !== new URL(host.base()).origin &&
    origin !== `http://${req.headers.host}`
  ) {
    throw new HttpError(403, `Pages of ${origin} may not use this`)
  }
}

function firstPage(host: MainHost): string {
  const [first] = host.controls.shops()
  return first === undefined ? '/control' : new URL(first.admin).pathname
}

async function answerShopify(
  host: MainHost,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const { engine } = host
  const { pathname: path } = url
  const version = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(path)?.[1]
  if (version !== undefined) {
    if (!isServedVersion(version)) {
      sendJson(res, 404, { errors: 'Not Found' })
      return
    }
    if (req.method !== 'POST') {
      sendJson(res, 405, { errors: 'Method Not Allowed' })
      return
    }
    return adminApi({ engine, calls: host.controls.calls, version, path }, req, res)
  }
  if (path === '/admin/oauth/access_token' && req.method === 'POST') {
    const shop = shopOf(req)
    const effects = takeFaults(engine, {
      ...(shop === undefined ? {} : { shop }),
      roots: [],
      path,
      headers: {},
    })
    for (const effect of effects) {
      if (effect.kind === 'http') {
        sendJson(res, effect.status, { error: 'injected' })
        return
      }
      if (effect.kind === 'timeout_before') return
      if (effect.kind === 'reset') return void res.destroy()
    }
    const { status, body } = accessToken(engine, shop, await tokenRequest(req))
    sendJson(res, status, body)
    return
  }
  if (path === '/admin/oauth/install') {
    sendRedirect(res, firstPage(host))
    return
  }
  throw new HttpError(404, `The dev store does not model ${path}`)
}

/** The token endpoint takes JSON, as Shopify's libraries send it, and forms, as RFC 6749 has it. */
async function tokenRequest(req: IncomingMessage): Promise<Record<string, unknown>> {
  if (!(req.headers['content-type'] ?? '').includes('x-www-form-urlencoded')) return readJson(req)
  return Object.fromEntries(new URLSearchParams((await readBody(req)).toString('utf8')))
}

function controlHtml(host: MainHost): string {
  const shops = host.controls.shops().flatMap((address) => {
    const shop = host.engine.state.tables.shops[address.domain]
    return shop === undefined ? [] : [{ ...address, handle: shop.handle, settings: settingsOf(shop) }]
  })
  return controlPage({
    shops,
    appUrl: host.appUrl(),
    smtp: host.smtp(),
    now: `${host.engine.clock.now().toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  })
}

function currentApp(host: MainHost): App {
  const app = appByKey(host.engine, host.config.apiKey)
  if (app === undefined) throw new Error('The app is not registered')
  return app
}

function shopByHandle(host: MainHost, handle: string | undefined): Shop {
  const shop = Object.values(host.engine.state.tables.shops).find((one) => one.handle === handle)
  if (shop === undefined) throw new HttpError(404, `There is no shop ${String(handle)}`)
  return shop
}

function frameContext(host: MainHost, shop: Shop): FrameContext {
  return {
    engine: host.engine,
    calls: host.controls.calls,
    config: host.config,
    app: currentApp(host),
    shop,
    appUrl: host.appUrl(),
    storefronts: host.storefronts(),
    skewSeconds: host.controls.skew.seconds,
  }
}

function shellOf(host: MainHost, shop: Shop, path: string): Omit<ShellPage, 'main' | 'title'> {
  const app = currentApp(host)
  return {
    shop,
    shops: Object.values(host.engine.state.tables.shops),
    app: {
      title: host.config.name,
      handle: host.config.handle,
      installed: installationOf(host.engine, app.id, shop.domain) !== undefined,
    },
    path,
    storefront: host.storefronts()[shop.domain] ?? '#',
  }
}

/** `/store/{handle}[/…]`: the app's frame under /apps, everything else from the admin pages. */
async function answerAdmin(
  host: MainHost,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const [, , handle, section, appHandle, ...rest] = url.pathname.split('/')
  const shop = shopByHandle(host, handle)
  const shell = shellOf(host, shop, url.pathname)
  if (section === 'apps' && appHandle !== undefined) {
    const { handle: own, apiKey } = host.config
    if (appHandle === apiKey) {
      sendRedirect(res, `/store/${shop.handle}/apps/${[own, ...rest].join('/')}${url.search}`)
      return
    }
    if (appHandle !== own) throw new HttpError(404, `There is no app ${appHandle}`)
    const context = frameContext(host, shop)
    if (!shell.app.installed) {
      sendHtml(res, 200, installPage(context, shell))
      return
    }
    const appPath = rest.length === 0 ? url.search : `/${rest.join('/')}${url.search}`
    sendHtml(res, 200, appFramePage(context, shell, appPath), NO_FRAMING)
    return
  }
  const path = `/${[section, appHandle, ...rest].filter((part) => part !== undefined).join('/')}`
  const page = await host.adminPages.answer({ req, url, shop, path })
  if (page === undefined) {
    const main = `<h1>Not modelled</h1><section class="card"><p>The dev store’s admin has no page <code>${escapeHtml(path)}</code>.</p></section>`
    sendHtml(res, 404, adminShell({ ...shell, title: 'Not modelled', main }), NO_FRAMING)
    return
  }
  if ('redirect' in page) {
    sendRedirect(res, page.redirect, 303)
    return
  }
  sendHtml(res, page.status ?? 200, adminShell({ ...shell, title: page.title, main: page.html }), NO_FRAMING)
}

const NO_FRAMING = { 'x-frame-options': 'DENY' }

async function answerFrameApi(
  host: MainHost,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<void> {
  if (req.method !== 'POST') throw new HttpError(405, 'POST only')
  const [, , handle, appHandle, name = ''] = path.split('/')
  const shop = shopByHandle(host, handle)
  if (appHandle !== host.config.handle) throw new HttpError(404, `There is no app ${String(appHandle)}`)
  if (name === 'install') {
    await host.controls.install(shop.domain, false)
    sendRedirect(res, `/store/${shop.handle}/apps/${host.config.handle}`, 303)
    return
  }
  const body = await readJson(req)
  sendJson(res, 200, (await frameApi(frameContext(host, shop), name, isRecord(body) ? body : {})) ?? null)
}

function answerMailbox(host: MainHost, req: IncomingMessage, res: ServerResponse, path: string): void {
  const { mailbox } = host.engine.state.logs
  const [, , id, part] = path.split('/')
  if (id === undefined || id === '') {
    sendHtml(res, 200, mailboxPage(mailbox, undefined))
    return
  }
  if (id === 'empty' && req.method === 'POST') {
    mailbox.splice(0)
    sendRedirect(res, '/mailbox', 303)
    return
  }
  const mail = mailbox.find((one) => one.id === decodeURIComponent(id))
  if (mail === undefined) throw new HttpError(404, 'There is no such message')
  if (part === 'raw') {
    res.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
    res.end(mail.raw)
    return
  }
  if (part === 'html') {
    const { html, headers } = mailDocument(mail)
    sendHtml(res, 200, html, headers)
    return
  }
  sendHtml(res, 200, mailboxPage(mailbox, mail))
}
