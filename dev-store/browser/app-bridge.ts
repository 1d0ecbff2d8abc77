import { adminOrigin, bridgeScript, call, isEmbedded, isNested, onMessage, tell } from './bridge-channel.ts'
import { SaveBarElement, defineElements, watchFormsWithSaveBar } from './bridge-elements.ts'
import { ModalElement, defineModal } from './bridge-modal.ts'

type ToastOptions = {
  duration?: number
  isError?: boolean
  action?: string
  onAction?: () => void
  onDismiss?: () => void
}
type Config = { apiKey: string; shop: string | null; host: string | null; locale: string }

const CONFIG_KEY = 'app-bridge-config'
/** Parameters that the admin adds to the frame's address; they are not part of the app's own path. */
const ADMIN_PARAMS = [
  'hmac',
  'locale',
  'protocol',
  'session',
  'id_token',
  'shop',
  'timestamp',
  'host',
  'embedded',
  'appLoadId',
]

const realFetch = window.fetch.bind(window)
const realOpen = window.open.bind(window)
const query = new URLSearchParams(location.search)
const config = readConfig()
const toastOptions = new Map<string, ToastOptions>()
let lastToast = 0
let appNavigates = false

/** Later documents of the frame have no parameters, so the first one's are kept for the session. */
function readConfig(): Config {
  // Only this script writes the entry.
  const stored = JSON.parse(sessionStorage.getItem(CONFIG_KEY) ?? '{}') as Partial<Config>
  const meta = document.querySelector('meta[name="shopify-api-key"]')?.getAttribute('content')
  const found: Config = {
    apiKey: bridgeScript?.dataset.apiKey ?? meta ?? stored.apiKey ?? '',
    shop: query.get('shop') ?? stored.shop ?? null,
    host: query.get('host') ?? stored.host ?? null,
    locale: query.get('locale') ?? stored.locale ?? 'en',
  }
  sessionStorage.setItem(CONFIG_KEY, JSON.stringify(found))
  return found
}

async function idToken(): Promise<string> {
  return String(await call('idToken'))
}

/** Same-origin requests carry a fresh session token; one that the app calls invalid is sent again once, with a new one. */
async function bridgedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input)
  if (address.startsWith('shopify:admin/api/')) return directApi(address, init)
  if (!isEmbedded || new URL(address, location.href).origin !== location.origin) return realFetch(input, init)
  const request = new Request(input, init)
  request.headers.set('X-Requested-With', 'XMLHttpRequest')
  const bearsToken = request.headers.has('Authorization')
  if (!bearsToken) request.headers.set('Authorization', `Bearer ${await idToken()}`)
  const again = request.clone()
  let response = await realFetch(request)
  if (!bearsToken && response.headers.get('X-Shopify-Retry-Invalid-Session-Request') === '1') {
    again.headers.set('Authorization', `Bearer ${await idToken()}`)
    response = await realFetch(again)
  }
  const reauthorize = response.headers.get('X-Shopify-API-Request-Failure-Reauthorize-Url')
  if (reauthorize !== null) tell({ kind: 'open', url: reauthorize, target: '_top' })
  return response
}

async function directApi(address: string, init: RequestInit = {}): Promise<Response> {
  const body = typeof init.body === 'string' ? init.body : '{}'
  const answer = await call('directApi', { path: address.replace('shopify:admin', '/admin'), body })
  return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } })
}

function isShopifyAddress(url: URL): boolean {
  return (
    url.protocol === 'shopify:' ||
    url.hostname === 'admin.shopify.com' ||
    url.hostname.endsWith('.myshopify.com')
  )
}

function parsedUrl(address: string): URL | null {
  try {
    return new URL(address, location.href)
  } catch {
    return null
  }
}

function bridgedOpen(address?: string | URL, target?: string, features?: string): Window | null {
  const url = parsedUrl(String(address ?? ''))
  if (!isEmbedded || url === null || !isShopifyAddress(url)) return realOpen(address, target, features)
  tell({ kind: 'open', url: url.href, target: target ?? '_blank' })
  return null
}

function element<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof kind))
    throw new Error(`App Bridge: there is no element of the wanted kind with the id "${id}"`)
  return found
}

/** An API of App Bridge that the dev store does not model: using it fails by name. */
function unmodelled(name: string): () => never {
  return () => {
    throw new Error(`App Bridge: shopify.${name} is not modelled by the dev store`)
  }
}

function showToast(message: string, options: ToastOptions = {}): string {
  lastToast += 1
  const id = `toast-${lastToast}`
  toastOptions.set(id, options)
  const { duration = 5_000, isError = false, action = null } = options
  tell({ kind: 'toast', id, message, duration, isError, action })
  return id
}

async function resourcePicker(options: unknown): Promise<unknown> {
  const picked = await call('resourcePicker', options)
  // The answer is the list itself, which also carries it as `selection`.
  return Array.isArray(picked) ? Object.assign(picked, { selection: picked }) : undefined
}

const api = {
  config,
  origin: location.origin,
  ready: Promise.resolve(),
  environment: { embedded: isEmbedded, mobile: false, pos: false, intent: false },
  idToken,
  user: () => call('user'),
  toast: { show: showToast, hide: (id: string) => tell({ kind: 'toast-hide', id }) },
  loading: (on = false) => tell({ kind: 'loading', on }),
  modal: {
    show: async (id: string) => element(id, ModalElement).show(),
    hide: async (id: string) => element(id, ModalElement).hide(),
    toggle: async (id: string) => element(id, ModalElement).toggle(),
  },
  saveBar: {
    show: async (id: string) => element(id, SaveBarElement).show(),
    hide: async (id: string) => element(id, SaveBarElement).hide(),
    toggle: async (id: string) => element(id, SaveBarElement).toggle(),
    leaveConfirmation: () => call('leaveConfirmation'),
  },
  resourcePicker,
  picker: (options: unknown) => Promise.resolve({ selected: call('picker', options) }),
  scopes: {
    query: () => call('scopesQuery'),
    request: (scopes: string[]) => call('scopesRequest', scopes),
    revoke: (scopes: string[]) => call('scopesRevoke', scopes),
  },
  app: { extensions: () => call('extensions') },
  intents: { register: unmodelled('intents.register'), invoke: unmodelled('intents.invoke') },
  webVitals: { onReport: () => Promise.resolve() },
  support: { registerHandler: () => Promise.resolve() },
  reviews: { request: unmodelled('reviews.request') },
  scanner: { capture: unmodelled('scanner.capture') },
  tools: {
    register: unmodelled('tools.register'),
    unregister: unmodelled('tools.unregister'),
    clear: unmodelled('tools.clear'),
  },
  shopifyQL: { available: () => Promise.resolve(false) },
  setSignals: () => undefined,
}

/** Clicks in the admin's navigation reach the app as `shopify:navigate` on a link, which routers listen to. */
function navigate(href: string): void {
  if (!appNavigates) {
    tell({ kind: 'open', url: new URL(href, location.href).href, target: '_self' })
    return
  }
  const link = document.createElement('a')
  link.href = href
  link.hidden = true
  document.body.append(link)
  link.dispatchEvent(new Event('shopify:navigate', { bubbles: true }))
  link.remove()
}

function noticeRouter(target: Window | Document): void {
  const add = target.addEventListener.bind(target)
  target.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions | boolean,
  ) => {
    if (type === 'shopify:navigate') appNavigates = true
    add(type, listener, options)
  }
}

function ownPath(): string {
  const url = new URL(location.href)
  for (const name of ADMIN_PARAMS) url.searchParams.delete(name)
  return `${url.pathname}${url.search}${url.hash}`
}

/** Keeps the admin's address bar in step with the app's own path. */
function reportNavigation(): void {
  const report = (): void => tell({ kind: 'navigated', path: ownPath() })
  for (const name of ['pushState', 'replaceState'] as const) {
    const real = history[name].bind(history)
    history[name] = (...args) => {
      real(...args)
      report()
    }
  }
  window.addEventListener('popstate', report)
  window.addEventListener('hashchange', report)
  report()
}

function followShopifyLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null
    const url = link === null ? null : parsedUrl(link.getAttribute('href') ?? '')
    if (link === null || url === null || !isShopifyAddress(url) || event.defaultPrevented) return
    event.preventDefault()
    const newTab = event.ctrlKey || event.metaKey
    tell({ kind: 'open', url: url.href, target: newTab ? '_blank' : (link.getAttribute('target') ?? '_top') })
  })
}

/** The bounce page: fetches a session token and goes back to where the app wanted to be. */
async function reloadWithToken(destination: string): Promise<void> {
  const url = new URL(destination, location.href)
  if (url.origin !== location.origin) return
  url.searchParams.set('id_token', await idToken())
  location.replace(url)
}

onMessage((message) => {
  if (message.kind === 'navigate') navigate(message.href)
  if (message.kind === 'toast-action') toastOptions.get(message.id)?.onAction?.()
  if (message.kind === 'toast-dismissed') {
    toastOptions.get(message.id)?.onDismiss?.()
    toastOptions.delete(message.id)
  }
})

/** Outside of the admin an embedded page sends itself there, as App Bridge does. */
function enterAdmin(): void {
  if (config.host === null || query.get('embedded') === '1' || config.apiKey === '') return
  const host = atob(config.host)
  if (host.startsWith('admin.shopify.com'))
    location.replace(`${adminOrigin}${host.slice('admin.shopify.com'.length)}/apps/${config.apiKey}`)
}

Object.assign(window, { shopify: api })
window.fetch = bridgedFetch
window.open = bridgedOpen
noticeRouter(window)
noticeRouter(document)
defineElements()
defineModal()
watchFormsWithSaveBar()
followShopifyLinks()
if (!isEmbedded) enterAdmin()
const reload = query.get('shopify-reload')
if (reload !== null) void reloadWithToken(reload)
else if (!isNested) reportNavigation()
