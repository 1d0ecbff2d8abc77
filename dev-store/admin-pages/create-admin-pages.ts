import type { IncomingMessage } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import type { Shop } from '../engine/state.ts'
import type { Html } from './html.ts'
import { customerPage, customersPage, ordersPage } from './list-pages.ts'
import { actOnOrder } from './order-actions.ts'
import { ORDER_DOCUMENT } from './order-document.ts'
import type { AdminOrder } from './order-document.ts'
import { orderPage } from './order-page.ts'
import { actOnTheme, themePage } from './theme-page.ts'

export type AdminPagesOptions = {
  engine: Engine
  /** Folder of the theme app extension, for the theme editor. */
  extensionFolder: string
  /** Origin of a shop's storefront, for the editor's preview. */
  storefrontOf(shop: string): string
}
/** `path` is what follows `/store/{handle}`: '/orders/1000001'. */
export type AdminPageRequest = { req: IncomingMessage; url: URL; shop: Shop; path: string }
/** A page for the admin's shell, or where to go. */
export type AdminPageAnswer = { title: string; html: string; status?: number } | { redirect: string }

const LARGEST_FORM = 500_000

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of req) {
    text += String(chunk)
    if (text.length > LARGEST_FORM) throw new Error('The form is too large')
  }
  return new URLSearchParams(text)
}

/** Only the admin's own pages post here: a form of another site would act with the person's hands. */
function isForeign(req: IncomingMessage): boolean {
  const { origin, host } = req.headers
  return origin !== undefined && origin !== `http://${host ?? ''}`
}

function page(title: string, body: Html): AdminPageAnswer {
  return { title, html: body.markup }
}

function noticeOf(url: URL): { done: string | null; error: string | null } {
  return { done: url.searchParams.get('done'), error: url.searchParams.get('error') }
}

/** Post, redirect, get: a reload does not act twice. */
async function acted(url: URL, act: () => string | Promise<string>): Promise<AdminPageAnswer> {
  let query: URLSearchParams
  try {
    query = new URLSearchParams({ done: await act() })
  } catch (error) {
    query = new URLSearchParams({ error: error instanceof Error ? error.message : String(error) })
  }
  return { redirect: `${url.pathname}?${query.toString()}` }
}

/**
 * Shopify's own admin of the dev store: orders, an order, customers and the theme editor. Answers undefined for a path that
 * it has no page for. Everything is read and done through the Admin schema as staff, so the app meets it as changes
 * that were made behind its back.
 */
export function createAdminPages(options: AdminPagesOptions): {
  answer(request: AdminPageRequest): Promise<AdminPageAnswer | undefined>
} {
  const { engine, extensionFolder } = options

  async function orderAnswer(
    { req, url, shop }: AdminPageRequest,
    number: string,
  ): Promise<AdminPageAnswer | undefined> {
    const id = `gid://shopify/Order/${number}`
    const { order } = await engine.asMerchant<{ order: AdminOrder | null }>(shop.domain, ORDER_DOCUMENT, {
      id,
    })
    if (!order) return undefined
    if (req.method !== 'POST') return page(order.name, orderPage(order, shop, noticeOf(url)))
    const form = await readForm(req)
    return acted(url, () => actOnOrder({ engine, shop: shop.domain, order, form }))
  }

  async function themeAnswer({ req, url, shop }: AdminPageRequest): Promise<AdminPageAnswer> {
    const request = {
      engine,
      shop,
      extensionFolder,
      storefront: options.storefrontOf(shop.domain),
      notice: noticeOf(url),
    }
    if (req.method !== 'POST') return page('Themes', themePage(request))
    const form = await readForm(req)
    return acted(url, () => actOnTheme(request, form))
  }

  return {
    async answer(request) {
      const { req, url, shop, path } = request
      const [, section = '', id, ...more] = path.split('/')
      if (more.length > 0) return undefined
      if (req.method === 'POST' && isForeign(req))
        return { title: 'Forbidden', html: '<p>Forbidden</p>', status: 403 }
      const list = { engine, shop, query: url.searchParams }
      if (section === '') return { redirect: `/store/${shop.handle}/orders` }
      if (section === 'themes' && id === undefined) return themeAnswer(request)
      if (section === 'orders') {
        if (id === undefined || id === '') return page('Orders', await ordersPage(list))
        return /^\d+$/.test(id) ? orderAnswer(request, id) : undefined
      }
      if (section === 'customers') {
        if (id === undefined || id === '') return page('Customers', await customersPage(list))
        const found = /^\d+$/.test(id) ? await customerPage(list, id) : undefined
        return found && page(found.title, found.body)
      }
      return undefined
    },
  }
}
