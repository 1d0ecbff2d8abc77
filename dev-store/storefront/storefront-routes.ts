import { gid } from '../engine/ids.ts'
import type { Customer, Product } from '../engine/state.ts'
import { customerName, customerObject } from './objects/customer-object.ts'
import type { PageRequest } from './objects/page-objects.ts'
import { productObject, publishedProducts } from './objects/product-object.ts'
import { modelled, readModelled } from './liquid/modelled.ts'
import { legacyId } from '../engine/ids.ts'
import type { PageContent } from './render-page.ts'

/** A page to render with its status, or an address to go to. */
export type RouteAnswer = { status: number; content: PageContent } | { redirect: string }

const PER_PAGE = 24
const CUSTOMERS_SHOWN = 50

export function notFoundPage(): RouteAnswer {
  return { status: 404, content: { source: { template: '404' }, title: 'not_found.title' } }
}

function page(template: string, title: string, more: Partial<PageContent> = {}): RouteAnswer {
  return { status: 200, content: { source: { template }, title, ...more } }
}

function homePage(request: PageRequest): RouteAnswer {
  const products = publishedProducts(request).slice(0, 8)
  return page('index', '', {
    objects: { featured_products: products.map((product) => productObject(request, product)) },
  })
}

function collectionPage(request: PageRequest, handle: string): RouteAnswer {
  const collection = Object.values(request.engine.state.tables.collections).find(
    (candidate) => candidate.shop === request.shop.domain && candidate.handle === handle,
  )
  if (!collection && handle !== 'all') return notFoundPage()
  const all = publishedProducts(request)
  const chosen = collection
    ? all.filter((product: Product) => collection.productIds.includes(product.id))
    : all
  const pages = Math.max(1, Math.ceil(chosen.length / PER_PAGE))
  const asked = Number(request.query.get('page') ?? '1')
  const number = Number.isInteger(asked) ? Math.min(Math.max(1, asked), pages) : 1
  const shown = chosen.slice((number - 1) * PER_PAGE, number * PER_PAGE)
  return page('collection', 'layout.products', {
    objects: {
      collection: modelled('collection', {
        id: collection ? legacyId(collection.id) : 0,
        title: collection?.title ?? 'Products',
        handle,
        url: `${request.root}/collections/${handle}`,
        products_count: chosen.length,
      }),
      page_products: shown.map((product) => productObject(request, product)),
      page_number: number,
      page_count: pages,
    },
  })
}

function productPage(request: PageRequest, handle: string): RouteAnswer {
  const product = publishedProducts(request).find((candidate) => candidate.handle === handle)
  if (!product) return notFoundPage()
  const objects = { product: productObject(request, product) }
  return page('product', product.title, { objects, placement: 'product' })
}

/** The store has one page of its own: the one that carries the returns block. */
function contentPage(request: PageRequest, handle: string): RouteAnswer {
  if (handle !== 'returns') return notFoundPage()
  const object = modelled('page', {
    id: 1,
    title: request.locale.startsWith('de') ? 'Rückgabe' : 'Returns',
    handle,
    content: '',
    url: `${request.root}/pages/${handle}`,
    template_suffix: 'returns',
    author: request.shop.ownerName,
    published_at: request.shop.createdAt,
    metafields: {},
  })
  return page('page', 'page.returns_title', { objects: { page: object }, placement: 'page' })
}

/** Only paths of this store are returned to after signing in. */
export function localPath(text: string | null): string {
  if (text === null || text.length > 2_000 || !/^\/(?![/\\])/.test(text)) return ''
  // Printable characters only: browsers drop tabs and line ends, and read what is left as another host.
  return /^[!-[\]-~]+$/.test(text) ? text : ''
}

export function returnTarget(query: URLSearchParams): string {
  return localPath(query.get('return_to') ?? query.get('return_url') ?? query.get('checkout_url'))
}

function matches(customer: Customer, terms: string): boolean {
  return `${customerName(customer)} ${customer.email ?? ''}`.toLowerCase().includes(terms)
}

function loginPage(request: PageRequest): RouteAnswer {
  if (request.customer) return { redirect: returnTarget(request.query) || `${request.root}/account` }
  const terms = (request.query.get('q') ?? '').trim().slice(0, 100)
  const customers = Object.values(request.engine.state.tables.customers).filter(
    (customer) =>
      customer.shop === request.shop.domain && !customer.redacted && matches(customer, terms.toLowerCase()),
  )
  return page('customers/login', 'login.title', {
    objects: {
      login_customers: customers.slice(0, CUSTOMERS_SHOWN).map((customer) => ({
        id: legacyId(customer.id),
        name: customerName(customer),
        email: customer.email ?? customer.phone ?? '',
      })),
      login_more: Math.max(0, customers.length - CUSTOMERS_SHOWN),
      search_terms: terms,
      return_to: returnTarget(request.query),
    },
  })
}

function toLogin(request: PageRequest): RouteAnswer {
  const back = `${request.root}${request.path}`
  return { redirect: `${request.root}/account/login?return_to=${encodeURIComponent(back)}` }
}

async function orderPage(request: PageRequest, number: string): Promise<RouteAnswer> {
  if (!request.customer) return toLogin(request)
  const orders: unknown = await readModelled(customerObject(request, request.customer), 'orders')
  const list: unknown[] = Array.isArray(orders) ? orders : []
  const order = list.find((candidate) => String(readModelled(candidate, 'id')) === number)
  return order === undefined
    ? notFoundPage()
    : page('customers/order', 'account.title', { objects: { order }, placement: 'customers/order' })
}

/** The customer that a posted sign-in form names. */
export function chosenCustomer(request: PageRequest, id: string): Customer | undefined {
  const customer = request.engine.state.tables.customers[gid('Customer', id)]
  return customer && customer.shop === request.shop.domain && !customer.redacted ? customer : undefined
}

/** Answers a GET of the theme's own pages. App proxy, assets and posted forms are the handler's. */
export async function routePage(request: PageRequest): Promise<RouteAnswer> {
  const parts = request.path.split('/').filter((part) => part !== '')
  const [first = '', second = '', third = ''] = parts
  if (parts.length === 0) return homePage(request)
  if (first === 'collections' && parts.length <= 2) return collectionPage(request, second || 'all')
  if (first === 'products' && parts.length === 2) return productPage(request, second)
  if (first === 'pages' && parts.length === 2) return contentPage(request, second)
  const accounts = request.shop.customerAccounts !== 'NONE'
  if (first === 'account' && accounts) {
    if (parts.length === 1)
      return request.customer
        ? page('customers/account', 'account.title', { placement: 'customers/account' })
        : toLogin(request)
    if (second === 'login' && parts.length === 2) return loginPage(request)
    if (second === 'orders' && parts.length === 3) return orderPage(request, third)
  }
  if (
    (first === 'customer_authentication' || first === 'customer_identity') &&
    second === 'login' &&
    accounts
  ) {
    const back = returnTarget(request.query)
    return {
      redirect: `${request.root}/account/login${back === '' ? '' : `?return_to=${encodeURIComponent(back)}`}`,
    }
  }
  return notFoundPage()
}
