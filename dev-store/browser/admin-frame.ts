import { confirmDialog, make, requireElement } from './dialogs.ts'
import { createSaveBar, hideToast, renderNav, renderTitleBar, showToast } from './frame-bars.ts'
import type { CallName, Envelope, FromFrame, NavItem, ToFrame } from './messages.ts'
import type { PickerRow } from './picker-dialog.ts'
import { pickRows } from './picker-dialog.ts'

/** Written into the page by the server. */
type FrameConfig = {
  shop: string
  storeName: string
  appTitle: string
  appOrigin: string
  /** `/store/{handle}/apps/{app}` */
  base: string
  /** Prefix of the JSON endpoints behind this page. */
  api: string
  src: string
  /** `{shop}.myshopify.com` → origin of its storefront. */
  storefronts: Record<string, string>
}

// The server of this very page writes the element, so its shape is known.
const config = JSON.parse(requireElement('#frame-config', HTMLScriptElement).textContent) as FrameConfig
const host = requireElement('#app-frame', HTMLElement)
const frame = document.createElement('iframe')
// A name of its own for every visit: browsers restore a frame with a known name to an old address, whose token is stale.
frame.name = `app-${Math.random().toString(36).slice(2)}`
frame.title = config.appTitle
frame.src = config.src
frame.allow = 'clipboard-write'
host.append(frame)

let navItems: NavItem[] = []
let homeHref: string | null = null
let currentPath = location.pathname.slice(config.base.length) || '/'
let peers = new Set<MessageEventSource>()

const send = (message: ToFrame, to: Window | null = frame.contentWindow): void => {
  const envelope: Envelope<ToFrame> = { devStoreAppBridge: 1, message }
  to?.postMessage(envelope, config.appOrigin)
}
const saveBar = createSaveBar(send)
const adminHref = (appPath: string): string => `${config.base}${appPath === '/' ? '' : appPath}`

async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${config.api}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer
  const reason =
    typeof answer === 'object' && answer !== null && 'error' in answer
      ? String(answer.error)
      : `status ${response.status}`
  throw new Error(reason)
}

/** Loads a path of the app into the frame, with fresh parameters. */
async function load(path: string): Promise<void> {
  const answer = (await post('launch', { path })) as { src: string }
  frame.src = answer.src
}

/** Where an address of Shopify's admin or of a shop lives on this machine. */
function localAddress(address: string): string {
  const url = new URL(address, config.appOrigin)
  if (url.protocol === 'shopify:') {
    const path = address.replace(/^shopify:\/*admin/i, '')
    return `/store/${config.shop.replace('.myshopify.com', '')}${path}`
  }
  if (url.hostname === 'admin.shopify.com') return `${url.pathname}${url.search}${url.hash}`
  const storefront = config.storefronts[url.hostname]
  if (storefront === undefined) return address
  if (!/^\/admin(\/|$)/.test(url.pathname)) return `${storefront}${url.pathname}${url.search}${url.hash}`
  return `/store/${url.hostname.replace('.myshopify.com', '')}${url.pathname.slice('/admin'.length)}${url.search}${url.hash}`
}

async function openAddress(address: string, target: string): Promise<void> {
  const url = new URL(address, config.appOrigin)
  if (target === '_self' && url.origin === config.appOrigin) return load(`${url.pathname}${url.search}`)
  const local = localAddress(address)
  if (target === '_blank') {
    window.open(local, '_blank')
    return
  }
  if (await saveBar.confirmLeaving()) location.assign(local)
}

function navigated(path: string): void {
  currentPath = path
  history.replaceState(history.state, '', adminHref(path))
  renderNav(navItems, currentPath, adminHref)
}

async function choose(input: unknown): Promise<unknown> {
  // App Bridge passes on what the app gave; the server checks what it uses.
  const options = (input ?? {}) as {
    type?: string
    multiple?: boolean | number
    query?: string
    action?: string
    selectionIds?: { id: string; variants?: { id: string }[] }[]
    filter?: unknown
  }
  const type = options.type ?? 'product'
  const selected = (options.selectionIds ?? []).flatMap((one) => [
    one.id,
    ...(one.variants ?? []).map((variant) => variant.id),
  ])
  const ids = await pickRows({
    title: `${options.action === 'select' ? 'Select' : 'Add'} ${type}s`,
    limit: options.multiple ?? false,
    selected,
    query: options.query ?? '',
    confirm: options.action === 'select' ? 'Select' : 'Add',
    load: async (query) =>
      (await post('picker', { type, query, filter: options.filter ?? {} })) as PickerRow[],
  })
  return ids === null ? undefined : post('picked', { type, ids })
}

async function chooseItem(input: unknown): Promise<unknown> {
  const options = input as {
    heading: string
    multiple?: boolean | number
    items: {
      id: string
      heading: string
      data?: (string | number)[]
      disabled?: boolean
      selected?: boolean
      thumbnail?: { url: string }
    }[]
  }
  const rows = options.items.map((item) => ({
    id: item.id,
    title: item.heading,
    detail: (item.data ?? []).join(' · '),
    imageUrl: item.thumbnail?.url ?? null,
    disabled: item.disabled ?? false,
    children: [],
  }))
  const ids = await pickRows({
    title: options.heading,
    limit: options.multiple ?? false,
    selected: options.items.filter((item) => item.selected === true).map((item) => item.id),
    query: '',
    confirm: 'Select',
    load: (query) =>
      Promise.resolve(
        rows.filter((row) => `${row.title} ${row.detail}`.toLowerCase().includes(query.toLowerCase())),
      ),
  })
  return ids ?? undefined
}

async function requestScopes(input: unknown): Promise<unknown> {
  const scopes = Array.isArray(input) ? input.map(String) : []
  const granted = await confirmDialog({
    title: `${config.appTitle} asks for more access`,
    text: `It would get these access scopes: ${scopes.join(', ')}.`,
    yes: 'Update',
    no: 'Cancel',
  })
  const detail = granted ? await post('scopes', { grant: scopes }) : await post('scopes', {})
  return { result: granted ? 'granted-all' : 'declined-all', detail }
}

/** Resolves when the person leaves; the app's next step waits for ever when they stay, as it should not happen. */
async function leaveConfirmation(): Promise<unknown> {
  return (await saveBar.confirmLeaving()) ? undefined : new Promise(() => undefined)
}

const CALLS: Record<CallName, (input: unknown) => Promise<unknown>> = {
  idToken: async () => ((await post('session-token', {})) as { token: string }).token,
  user: () => post('user', {}),
  resourcePicker: choose,
  picker: chooseItem,
  scopesQuery: () => post('scopes', {}),
  scopesRequest: requestScopes,
  scopesRevoke: async (input) => ({ detail: await post('scopes', { revoke: input }) }),
  leaveConfirmation,
  extensions: () => post('extensions', {}),
  directApi: (input) => post('direct-api', input),
}

async function answerCall(message: Extract<FromFrame, { kind: 'call' }>, source: Window): Promise<void> {
  try {
    send({ kind: 'result', id: message.id, value: await CALLS[message.name](message.input) }, source)
  } catch (error) {
    send(
      { kind: 'failure', id: message.id, message: error instanceof Error ? error.message : String(error) },
      source,
    )
  }
}

function receive(message: FromFrame, source: Window): void {
  const reply = (answer: ToFrame): void => send(answer, source)
  if (message.kind === 'navigated') navigated(message.path)
  if (message.kind === 'nav') {
    navItems = message.items
    homeHref = message.home
    renderNav(navItems, currentPath, adminHref)
  }
  if (message.kind === 'title') {
    renderTitleBar(message, reply)
    document.title = [message.title, config.appTitle, config.storeName]
      .filter((part) => part !== '')
      .join(' · ')
  }
  if (message.kind === 'save-bar') saveBar.render(message)
  if (message.kind === 'toast') showToast(message, reply)
  if (message.kind === 'toast-hide') hideToast(message.id, reply)
  if (message.kind === 'loading') requireElement('#loading-bar', HTMLElement).hidden = !message.on
  if (message.kind === 'overlay') document.body.classList.toggle('app-overlay', message.on)
  if (message.kind === 'open') void openAddress(message.url, message.target)
  if (message.kind === 'call') void answerCall(message, source)
}

window.addEventListener('message', (event: MessageEvent<Envelope<FromFrame> | null>) => {
  if (event.origin !== config.appOrigin || event.data?.devStoreAppBridge !== 1 || event.source === null)
    return
  peers.add(event.source)
  // Messages from frames come from windows; ports and workers have no origin that would match.
  receive(event.data.message, event.source as Window)
})

frame.addEventListener('load', () => {
  peers = new Set()
  requireElement('#frame-wait', HTMLElement).hidden = true
  document.body.classList.remove('app-overlay')
  // The page that declared unsaved changes is gone, whatever became of them.
  window.setTimeout(() => {
    if (peers.size === 0) {
      renderTitleBar({ kind: 'title', title: '', actions: [] }, send)
      saveBar.render({ kind: 'save-bar', open: false, save: null, discard: null, discardConfirmation: false })
    }
  }, 1_500)
})

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
  if (link === null || event.defaultPrevented || event.ctrlKey || event.metaKey || link.target === '_blank')
    return
  const appHref = link.dataset.appHome === undefined ? link.dataset.appHref : (homeHref ?? undefined)
  if (appHref === undefined && !saveBar.isOpen()) return
  event.preventDefault()
  void saveBar.confirmLeaving().then((leave) => {
    if (!leave) return
    if (appHref === undefined) location.assign(link.href)
    else send({ kind: 'navigate', href: appHref })
  })
})

/** A menu of actions closes after a choice and when something else is pressed, also inside the app. */
function closeMenus(except: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(
    'details.action-menu[open], details.account[open]',
  )) {
    if (menu !== except) menu.open = false
  }
}
document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null
  closeMenus(target?.closest('summary')?.closest('details') ?? null)
})
window.addEventListener('blur', () => closeMenus(null))

// The frame is there but shows nothing yet: say so instead of a blank page.
host.prepend(
  make('p', { id: 'frame-wait', class: 'frame-wait', role: 'status' }, `Loading ${config.appTitle}…`),
)
