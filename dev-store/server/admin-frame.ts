import { createHmac, randomUUID } from 'node:crypto'
import type { Engine } from '../engine/engine.ts'
import type { App, Shop } from '../engine/state.ts'
import type { AppConfig } from './app-config.ts'
import type { Calls } from './calls.ts'
import { graphqlBody, runGraphql } from './admin-api.ts'
import type { ShellPage } from './admin-shell.ts'
import { adminShell } from './admin-shell.ts'
import { HttpError, escapeHtml, isRecord, scriptJson } from './http.ts'
import { changeOptionalScopes, installationOf } from './installs.ts'
import { mint, OWNER_ID } from './oauth.ts'
import { pickedResources, pickerRows } from './resource-picker.ts'
import { signSessionToken } from './session-token.ts'

export type FrameContext = {
  engine: Engine
  calls: Calls
  config: AppConfig
  app: App
  shop: Shop
  /** Origin of the tunnel: the app's public address. */
  appUrl: string
  storefronts: Readonly<Record<string, string>>
  /** Seconds that Shopify's clock is ahead when it signs, from the control page. */
  skewSeconds: number
}

/** A session token for the person in the admin, who owns the store (behaviour §8). */
function sessionToken({ engine, app, shop, skewSeconds }: FrameContext): string {
  return signSessionToken({
    shop: shop.domain,
    apiKey: app.apiKey,
    apiSecret: app.apiSecret,
    userId: OWNER_ID,
    now: new Date(engine.clock.now().getTime() + skewSeconds * 1000),
    jti: randomUUID(),
    sid: `${shop.handle}-admin`,
  })
}

/** hex(HMAC-SHA256) over the sorted parameters, as the admin signs the address of an embedded page. */
function launchSignature(params: URLSearchParams, secret: string): string {
  const text = [...params]
    .filter(([name]) => name !== 'hmac')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return createHmac('sha256', secret).update(text).digest('hex')
}

/** Address of the app's page in the frame: its own path with the parameters that Shopify's admin adds. */
export function launchUrl(context: FrameContext, path: string): string {
  const { engine, app, shop, appUrl } = context
  const url = new URL(path === '' || path === '/' ? context.config.applicationPath : path, appUrl)
  if (url.origin !== new URL(appUrl).origin) throw new HttpError(400, 'The path leads out of the app')
  const params = url.searchParams
  params.set('embedded', '1')
  params.set(
    'host',
    Buffer.from(`admin.shopify.com/store/${shop.handle}`).toString('base64').replace(/=+$/, ''),
  )
  params.set('id_token', sessionToken(context))
  params.set('locale', shop.primaryLocale)
  params.set('session', createHmac('sha256', app.apiSecret).update(shop.domain).digest('hex'))
  params.set('shop', shop.domain)
  params.set('timestamp', String(Math.floor(engine.clock.now().getTime() / 1000)))
  params.set('hmac', launchSignature(params, app.apiSecret))
  return url.href
}

/** The page of the admin that shows the app. */
export function appFramePage(
  context: FrameContext,
  shell: Omit<ShellPage, 'main' | 'title'>,
  appPath: string,
): string {
  const { config, shop, appUrl } = context
  const frameConfig = {
    shop: shop.domain,
    storeName: shop.name,
    appTitle: config.name,
    appOrigin: new URL(appUrl).origin,
    base: `/store/${shop.handle}/apps/${config.handle}`,
    api: `/frame-api/${shop.handle}/${config.handle}`,
    src: launchUrl(context, appPath),
    storefronts: context.storefronts,
  }
  const initial = escapeHtml(config.name.slice(0, 1).toUpperCase())
  return adminShell({
    ...shell,
    title: config.name,
    hasAppFrame: true,
    mainClass: 'app-page',
    scripts: ['/assets/admin-frame.js'],
    main: `<div class="titlebar"><div class="where"><span id="title-breadcrumb"></span><span class="app-icon" aria-hidden="true">${initial}</span>
<h1><span>${escapeHtml(config.name)}</span><span id="title-text"></span></h1></div><div id="title-actions"></div></div>
<div id="app-frame"></div><script type="application/json" id="frame-config">${scriptJson(frameConfig)}</script>`,
  })
}

/** The page for an app that is not installed: what it asks for, and a button. */
export function installPage(context: FrameContext, shell: Omit<ShellPage, 'main' | 'title'>): string {
  const { config, shop } = context
  const scopes = config.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')
  return adminShell({
    ...shell,
    title: `Install ${config.name}`,
    main: `<h1>Install ${escapeHtml(config.name)}</h1><section class="card"><p>${escapeHtml(config.name)} is not installed in ${escapeHtml(shop.name)}. It asks for these access scopes:</p>
<ul>${scopes}</ul><form method="post" action="/frame-api/${escapeHtml(shop.handle)}/${escapeHtml(config.handle)}/install"><button class="button button-primary">Install</button></form></section>`,
  })
}

/** The JSON endpoints behind the frame page. Throws HttpError for what is not modelled. */
export async function frameApi(
  context: FrameContext,
  name: string,
  body: Record<string, unknown>,
): Promise<unknown> {
  const { engine, app, shop, config } = context
  const installation = installationOf(engine, app.id, shop.domain)
  if (installation === undefined) throw new HttpError(403, `${config.name} is not installed in ${shop.name}`)
  if (name === 'session-token') return { token: sessionToken(context) }
  if (name === 'launch') return { src: launchUrl(context, typeof body.path === 'string' ? body.path : '') }
  if (name === 'user')
    return { id: Number(OWNER_ID), name: shop.ownerName, email: shop.email, accountAccess: 'owner' }
  if (name === 'picker') return pickerRows(engine, shop.domain, body)
  if (name === 'picked') return pickedResources(engine, shop.domain, body)
  if (name === 'scopes') return scopesDetail(context, body)
  if (name === 'extensions') return extensions(shop)
  if (name === 'direct-api') return directApi(context, body)
  throw new HttpError(404, `The dev store does not model ${name}`)
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function scopesDetail({ engine, app, shop, config }: FrameContext, body: Record<string, unknown>): unknown {
  const grant = strings(body.grant)
  const revoke = strings(body.revoke)
  const granted = changeOptionalScopes(engine, { appId: app.id, shop: shop.domain, config, grant, revoke })
  return { granted, required: config.scopes, optional: config.optionalScopes }
}

/** Where the app's theme blocks stand, as `shopify.app.extensions()` tells it. */
function extensions(shop: Shop): unknown {
  const { theme } = shop
  const activations = theme.blockPlaced ? [{ target: 'section', themeId: theme.id }] : []
  const block = {
    target: 'section',
    handle: 'returns-portal',
    name: 'Returns portal',
    status: theme.blockPlaced ? 'active' : 'available',
    activations,
  }
  return [{ handle: 'returns-portal', type: 'theme_app_extension', activations: [block] }]
}

/** App Bridge's direct API access runs with an online token of the person in the admin. */
async function directApi(context: FrameContext, body: Record<string, unknown>): Promise<unknown> {
  const { engine, calls, app, shop } = context
  const version = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(String(body.path))?.[1]
  const request: unknown = JSON.parse(String(body.body))
  const parsed = graphqlBody(request)
  if (version === undefined || parsed === undefined || !isRecord(request))
    throw new HttpError(400, 'Not a GraphQL request')
  const token = onlineToken(context)
  const reply = await runGraphql({ engine, calls }, { token, body: parsed, version, headers: {}, roots: [] })
  if (reply.status !== 200)
    throw new HttpError(
      reply.status,
      `The Admin API answered ${reply.status} for ${app.title} in ${shop.name}`,
    )
  return reply.body
}

function onlineToken({ engine, app, shop }: FrameContext): ReturnType<typeof mint> {
  const now = engine.clock.now().getTime()
  const known = Object.values(engine.state.tables.tokens).find(
    (token) =>
      token.appId === app.id &&
      token.shop === shop.domain &&
      token.mode === 'online' &&
      !token.revoked &&
      token.expiresAt !== null &&
      Date.parse(token.expiresAt) > now,
  )
  const scopes = installationOf(engine, app.id, shop.domain)?.scopes ?? []
  return (
    known ??
    engine.transact(shop.domain, (inside) =>
      mint(inside, { appId: app.id, scopes, mode: 'online', userId: OWNER_ID, seconds: 86_399 }),
    )
  )
}
