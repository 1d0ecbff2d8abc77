import { join } from 'node:path'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import { legacyId } from '../engine/ids.ts'
import type { Shop } from '../engine/state.ts'
import { forwardToApp } from './app-proxy.ts'
import type { AppProxyTarget } from './app-proxy.ts'
import {
  hasPassedPassword,
  passwordCookie,
  signInCookie,
  signOutCookie,
  signedInCustomer,
} from './customer-session.ts'
import type { PageRequest } from './objects/page-objects.ts'
import { THEME_ASSET_PATH, renderPage, themeFolder } from './render-page.ts'
import type { PageContent } from './render-page.ts'
import { sendAsset, sendBytes } from './static-file.ts'
import { chosenCustomer, localPath, notFoundPage, returnTarget, routePage } from './storefront-routes.ts'
import { escapeText } from './liquid/translate.ts'

export type StorefrontOptions = {
  engine: Engine
  /** myshopify.com domain of the shop whose store this is. */
  shop: string
  /** Folder of the theme app extension; read at each request, may be absent. */
  extensionFolder: string
  /** The installed app's proxy, its address absolute; undefined while the app is not installed. */
  appProxy(): AppProxyTarget | undefined
  /** Where the theme editor lives, which shows the store in a frame. */
  adminOrigin?: () => string
  /** Real milliseconds that the app has until its answer begins; Shopify's is 10 s (inferred). */
  proxyTimeoutMs?: number
}

type Exchange = {
  req: IncomingMessage
  res: ServerResponse
  options: StorefrontOptions
  shop: Shop
  request: PageRequest
}

const LARGEST_FORM = 100_000
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Language of a request: a path prefix of one of the shop's locales (the primary one needs none), or `?locale=` for one. */
function localeOf(shop: Shop, url: URL): { locale: string; root: string; path: string } {
  const first = url.pathname.split('/')[1] ?? ''
  const prefixed = shop.locales.find((locale) => locale.toLowerCase() === first.toLowerCase())
  const path = prefixed === undefined ? url.pathname : url.pathname.slice(first.length + 1) || '/'
  const asked = url.searchParams.get('locale')
  const locale = shop.locales.find((candidate) => candidate === asked) ?? prefixed ?? shop.primaryLocale
  return { locale, root: locale === shop.primaryLocale ? '' : `/${locale}`, path }
}

function sendPage(
  exchange: Exchange,
  status: number,
  html: string,
  headers: Record<string, string> = {},
): void {
  const { req, res, options } = exchange
  const editor = exchange.request.designMode ? (options.adminOrigin?.() ?? "'none'") : "'none'"
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `frame-ancestors ${editor}`,
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  res.end(req.method === 'HEAD' ? undefined : html)
}

function sendRedirect({ res }: Exchange, location: string, cookie?: string): void {
  res.writeHead(302, {
    location,
    'cache-control': 'no-store',
    ...(cookie === undefined ? {} : { 'set-cookie': cookie }),
  })
  res.end()
}

async function showPage(exchange: Exchange, status: number, content: PageContent): Promise<void> {
  const objects = { page_path: exchange.request.path.replace(/^\//, ''), ...content.objects }
  const html = await renderPage(exchange.request, exchange.options.extensionFolder, { ...content, objects })
  sendPage(exchange, status, html)
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of req) {
    text += String(chunk)
    if (text.length > LARGEST_FORM) throw new Error('the form is too large')
  }
  return new URLSearchParams(text)
}

async function answerPost(exchange: Exchange): Promise<void> {
  const { req, request, shop } = exchange
  const form = await readForm(req)
  const sender = req.headers.origin
  if (sender !== undefined && sender !== request.origin) {
    sendPage(exchange, 403, 'Forbidden')
    return
  }
  if (request.path === '/password' && shop.storefrontPassword !== null) {
    if (form.get('password') === shop.storefrontPassword) {
      sendRedirect(exchange, '/', passwordCookie(shop))
      return
    }
    return showPasswordPage(exchange, true)
  }
  if (request.path === '/account/login') {
    const customer = chosenCustomer(request, form.get('customer_id') ?? '')
    if (customer) {
      const target = localPath(form.get('return_to')) || `${request.root}/account`
      sendRedirect(exchange, target, signInCookie(shop, customer))
      return
    }
  }
  const { status, content } = asPage(notFoundPage())
  return showPage(exchange, status, content)
}

function asPage(answer: ReturnType<typeof notFoundPage>): { status: number; content: PageContent } {
  if ('redirect' in answer) throw new Error('a redirect is no page')
  return answer
}

function showPasswordPage(exchange: Exchange, failed: boolean): Promise<void> {
  const source = { template: 'password' }
  return showPage(exchange, failed ? 422 : 200, {
    source,
    title: '',
    layout: 'password',
    objects: { form_failed: failed },
  })
}

/** Path prefix of the app's proxy on this store (a merchant may have moved it), and what follows it; undefined elsewhere. */
function proxyMatch(
  exchange: Exchange,
  target: AppProxyTarget,
): { pathPrefix: string; rest: string } | undefined {
  const pathPrefix = exchange.shop.proxyPath ?? `/${target.prefix}/${target.subpath}`
  const { path } = exchange.request
  if (path !== pathPrefix && !path.startsWith(`${pathPrefix}/`)) return undefined
  return { pathPrefix, rest: path.slice(pathPrefix.length) }
}

function proxy(
  exchange: Exchange,
  target: AppProxyTarget,
  match: { pathPrefix: string; rest: string },
): Promise<void> {
  const { req, res, options, shop, request } = exchange
  const { customer, origin, query } = request
  const render = (content: PageContent): Promise<string> =>
    renderPage(request, options.extensionFolder, { ...content, objects: { page_path: '' } })
  return forwardToApp({
    req,
    res,
    target,
    rest: match.rest,
    query,
    origin,
    identity: {
      shop: shop.domain,
      customerId: customer ? String(legacyId(customer.id)) : '',
      pathPrefix: match.pathPrefix,
      timestamp: Math.floor(options.engine.clock.now().getTime() / 1000),
    },
    timeoutMs: options.proxyTimeoutMs ?? 10_000,
    renderLiquid: (text) => render({ source: { text }, title: '' }),
    errorPage: () => render({ source: { template: 'app-error' }, title: 'app_error.title' }),
  })
}

/** Theme and extension assets and uploaded files; answers false when the path is none of them. */
async function sendStatic({ req, res, options, shop }: Exchange, path: string): Promise<boolean> {
  let name: string
  try {
    name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
  } catch {
    return false
  }
  if (path.startsWith(THEME_ASSET_PATH)) return sendAsset(req, res, join(themeFolder(shop), 'assets'), name)
  const extension = /^\/extensions\/([\w-]+)\/assets\/[^/]+$/.exec(path)
  if (extension && options.extensionFolder.endsWith(extension[1] ?? '/')) {
    return sendAsset(req, res, join(options.extensionFolder, 'assets'), name)
  }
  if (!path.startsWith('/files/')) return false
  const blob = options.engine.state.tables.blobs[decodeURIComponent(path.slice('/files/'.length))]
  if (!blob || (blob.shop !== null && blob.shop !== shop.domain)) return false
  sendBytes(req, res, Buffer.from(blob.body, blob.base64 ? 'base64' : 'utf8'), blob.mimeType)
  return true
}

async function answer(exchange: Exchange): Promise<void> {
  const { req, res, options, shop, request } = exchange
  const isRead = req.method === 'GET' || req.method === 'HEAD'
  if (isRead && (await sendStatic(exchange, request.path))) return
  if (!hasPassedPassword(shop, req.headers.cookie)) {
    if (request.path !== '/password') {
      sendRedirect(exchange, '/password')
      return
    }
    return isRead ? showPasswordPage(exchange, false) : answerPost(exchange)
  }
  const target = options.appProxy()
  const match = target && proxyMatch(exchange, target)
  if (target && match) return proxy(exchange, target, match)
  if (req.method === 'POST') return answerPost(exchange)
  if (!isRead) {
    res.writeHead(405, { allow: 'GET, HEAD, POST' })
    res.end()
    return
  }
  if (request.path === '/account/logout') {
    sendRedirect(exchange, returnTarget(request.query) || request.root || '/', signOutCookie(shop))
    return
  }
  const routed = await routePage(request)
  if ('redirect' in routed) {
    sendRedirect(exchange, routed.redirect)
    return
  }
  return showPage(exchange, routed.status, routed.content)
}

function fail(res: ServerResponse, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  console.error('dev store: storefront', error)
  if (res.headersSent) {
    res.destroy()
    return
  }
  res.writeHead(500, { 'content-type': 'text/html; charset=utf-8' })
  res.end(
    `<!doctype html><title>Storefront error</title><h1>The storefront could not show this page</h1><pre>${escapeText(reason)}</pre>`,
  )
}

/**
 * The online store of one shop as an HTTP handler: theme pages, app blocks, customer sign-in, app proxy, password page.
 * Its origin is the one that the visitor's `Host` header names. Errors are answered and logged, never thrown.
 */
export function createStorefront(
  options: StorefrontOptions,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    try {
      const shop = options.engine.state.tables.shops[options.shop]
      if (!shop) throw new Error(`there is no shop ${options.shop}`)
      if (!METHODS.includes(req.method ?? '')) {
        res.writeHead(405, { allow: METHODS.join(', ') })
        res.end()
        return
      }
      const origin = `http://${req.headers.host ?? '127.0.0.1'}`
      const url = new URL(req.url ?? '/', origin)
      const customer = signedInCustomer(options.engine.state, shop, req.headers.cookie)
      const designMode = options.adminOrigin !== undefined && url.searchParams.get('design_mode') === 'true'
      const { engine } = options
      const query = url.searchParams
      const request: PageRequest = {
        engine,
        shop,
        customer,
        query,
        origin,
        designMode,
        ...localeOf(shop, url),
      }
      await answer({ req, res, options, shop, request })
    } catch (error) {
      fail(res, error)
    }
  }
}
