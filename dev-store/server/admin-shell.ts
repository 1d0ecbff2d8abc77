import type { Shop } from '../engine/state.ts'
import { escapeHtml } from './http.ts'

export type ShellApp = { title: string; handle: string; installed: boolean }

export type ShellPage = {
  /** For the document's title. */
  title: string
  shop: Shop
  shops: readonly Shop[]
  app: ShellApp
  /** Path below the main host, which marks the current link. */
  path: string
  storefront: string
  /** Everything inside the main region. */
  main: string
  mainClass?: string
  /** Extra scripts of the page. */
  scripts?: readonly string[]
  /** The page shows the app in its frame: its menu and bars belong to it. */
  hasAppFrame?: boolean
}

const BAG =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="#25c389" d="M4 8h16l-1.2 12.2a2 2 0 0 1-2 1.8H7.2a2 2 0 0 1-2-1.8z"/><path fill="none" stroke="#25c389" stroke-width="2" d="M8 10V7a4 4 0 0 1 8 0v3"/></svg>'

function link(page: ShellPage, href: string, text: string): string {
  const current = page.path === href || page.path.startsWith(`${href}/`)
  return `<li><a href="${escapeHtml(href)}"${current ? ' aria-current="page"' : ''}>${escapeHtml(text)}</a></li>`
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
}

function accountMenu(page: ShellPage): string {
  const stores = page.shops
    .map((shop) => {
      const current = shop.domain === page.shop.domain ? ' aria-current="true"' : ''
      return `<a href="/store/${escapeHtml(shop.handle)}/apps/${escapeHtml(page.app.handle)}"${current}>${escapeHtml(shop.name)} <span class="muted">${escapeHtml(shop.currency)}</span></a>`
    })
    .join('')
  return `<details class="account"><summary><span class="store">${escapeHtml(page.shop.name)}</span><span class="initials" aria-hidden="true">${escapeHtml(initials(page.shop.name))}</span></summary>
<div class="account-menu">${stores}<hr><a href="${escapeHtml(page.storefront)}">View online store</a><a href="/control">Control page</a><a href="/mailbox">Mailbox</a></div></details>`
}

function sideNav(page: ShellPage): string {
  const base = `/store/${page.shop.handle}`
  const appHref = `${base}/apps/${page.app.handle}`
  const inApp = page.hasAppFrame === true
  const app = page.app.installed
    ? `<li><a class="app-link" href="${escapeHtml(appHref)}"${inApp ? ' data-app-home aria-current="true"' : ''}><span class="app-icon" aria-hidden="true">${escapeHtml(initials(page.app.title).slice(0, 1))}</span>${escapeHtml(page.app.title)}</a>${inApp ? '<ul id="app-nav" hidden></ul>' : ''}</li>`
    : `<li><a href="${escapeHtml(appHref)}">Install ${escapeHtml(page.app.title)}</a></li>`
  return `<nav class="sidenav" id="admin-nav" aria-label="Admin">
<ul>${link(page, `${base}/orders`, 'Orders')}${link(page, `${base}/customers`, 'Customers')}</ul>
<h2>Sales channels</h2><ul><li><a href="${escapeHtml(page.storefront)}" target="_blank" rel="noreferrer">Online store ↗</a></li>${link(page, `${base}/themes`, 'Themes')}</ul>
<h2>Apps</h2><ul>${app}</ul>
<div class="bottom"><h2>Dev store</h2><ul>${link(page, '/control', 'Control page')}${link(page, '/mailbox', 'Mailbox')}</ul></div></nav>`
}

/** A page of the dev store's Shopify admin: top bar, navigation and the given main region. */
export function adminShell(page: ShellPage): string {
  const scripts = ['/assets/admin-shell.js', ...(page.scripts ?? [])]
    .map((src) => `<script src="${src}" defer></script>`)
    .join('')
  const saveBar =
    page.hasAppFrame === true ? '<div id="save-bar" hidden></div><div id="loading-bar" hidden></div>' : ''
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(page.title)} · ${escapeHtml(page.shop.name)}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/admin.css">${scripts}</head>
<body><a class="skip" href="#main">Skip to content</a>
<header class="topbar"><button type="button" class="topbar-menu" aria-label="Menu" aria-controls="admin-nav" aria-expanded="false">☰</button>
<a class="brand" href="/store/${escapeHtml(page.shop.handle)}/orders">${BAG}<span>Dev store</span></a><span class="flag">Local stand-in for the Shopify admin</span><span class="spring"></span>
${accountMenu(page)}${saveBar}</header>
<div class="frame"><div class="nav-scrim" hidden></div>${sideNav(page)}<main id="main" class="${escapeHtml(page.mainClass ?? 'page')}">${page.main}</main></div>
<div id="toasts" role="status" aria-live="polite"></div></body></html>`
}
