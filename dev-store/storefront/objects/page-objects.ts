import type { Drop } from 'liquidjs'
import { legacyId } from '../../engine/ids.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Customer, Shop } from '../../engine/state.ts'
import { customerObject } from './customer-object.ts'
import { modelled, metafieldsObject } from '../liquid/modelled.ts'
import { moneyFormat } from '../liquid/money-format.ts'
import { productObject, publishedProducts } from './product-object.ts'
import type { ObjectScope } from './product-object.ts'

/** What a page knows about its request. `root` is '' for the shop's primary locale, '/de' for another. */
export type PageRequest = {
  engine: Engine
  shop: Shop
  customer: Customer | undefined
  locale: string
  root: string
  /** Path without the locale prefix. */
  path: string
  query: URLSearchParams
  origin: string
  designMode: boolean
}

function languageNames(locale: string): { name: string; endonym_name: string } {
  const name = (inLocale: string): string =>
    new Intl.DisplayNames([inLocale], { type: 'language' }).of(locale) ?? locale
  return { name: name('en'), endonym_name: name(locale) }
}

function localeObject(shop: Shop, locale: string): Drop {
  const primary = locale === shop.primaryLocale
  return modelled('shop_locale', {
    iso_code: locale,
    primary,
    root_url: primary ? '/' : `/${locale}`,
    ...languageNames(locale),
  })
}

function shopObject({ engine, shop, origin }: PageRequest): Drop {
  return modelled('shop', {
    id: legacyId(shop.id),
    name: shop.name,
    email: shop.email,
    // The store's own host stands for its primary domain here.
    domain: new URL(origin).host,
    permanent_domain: shop.domain,
    url: origin,
    secure_url: origin,
    currency: shop.currency,
    money_format: moneyFormat(shop.currency),
    money_with_currency_format: `${moneyFormat(shop.currency)} ${shop.currency}`,
    enabled_currencies: shop.enabledPresentmentCurrencies.map((iso_code) =>
      modelled('currency', { iso_code }),
    ),
    locale: shop.primaryLocale,
    published_locales: shop.locales.map((locale) => localeObject(shop, locale)),
    customer_accounts_enabled: shop.customerAccounts !== 'NONE',
    customer_accounts_optional: true,
    taxes_included: shop.taxesIncluded,
    phone: shop.phone,
    description: '',
    products_count: Object.values(engine.state.tables.products).filter(
      (product) => product.shop === shop.domain,
    ).length,
    metafields: metafieldsObject(shop.metafields),
    address: modelled('address', {
      address1: shop.address1,
      city: shop.city,
      zip: shop.zip,
      country: modelled('country', { name: shop.country, iso_code: shop.countryCode }),
      country_code: shop.countryCode,
    }),
  })
}

function routesObject(root: string): Drop {
  return modelled('routes', {
    root_url: root === '' ? '/' : root,
    account_url: `${root}/account`,
    account_login_url: `${root}/account/login`,
    account_logout_url: `${root}/account/logout`,
    storefront_login_url: `${root}/account/login`,
    all_products_collection_url: `${root}/collections/all`,
    collections_url: `${root}/collections`,
    cart_url: `${root}/cart`,
    search_url: `${root}/search`,
  })
}

function localizationObject({ shop, locale }: PageRequest): Drop {
  const country = modelled('country', {
    iso_code: shop.countryCode,
    name: shop.country,
    currency: modelled('currency', { iso_code: shop.currency, name: shop.currency, symbol: shop.currency }),
  })
  return modelled('localization', {
    language: localeObject(shop, locale),
    available_languages: shop.locales.map((available) => localeObject(shop, available)),
    country,
    available_countries: [country],
    market: modelled('market', { id: 1, handle: 'primary' }),
  })
}

/** `app` in the extension's blocks: the metafields that the app wrote on its own installation. */
function appObject({ engine, shop }: PageRequest): Drop {
  const installation = Object.values(engine.state.tables.appInstallations).find(
    (candidate) =>
      candidate.shop === shop.domain && candidate.uninstalledAt === null && candidate.metafields.length > 0,
  )
  return modelled('app', { metafields: metafieldsObject(installation?.metafields ?? []) })
}

/** Objects that every template and every app block sees, by Liquid name. `template` and `page`-like ones are added per page. */
export function globalObjects(request: PageRequest): Record<string, unknown> {
  const scope: ObjectScope = { engine: request.engine, shop: request.shop, root: request.root }
  const { shop, locale, customer, root, path, origin } = request
  const all = modelled(
    'collection',
    { id: 0, title: 'Products', handle: 'all', url: `${root}/collections/all` },
    {
      products: () =>
        publishedProducts(scope)
          .slice(0, 50)
          .map((product) => productObject(scope, product)),
      products_count: () => publishedProducts(scope).length,
      all_products_count: () => publishedProducts(scope).length,
    },
  )
  return {
    shop: shopObject(request),
    app: appObject(request),
    customer: customer ? customerObject(scope, customer) : null,
    routes: routesObject(root),
    localization: localizationObject(request),
    collections: { all, frontpage: all },
    cart: modelled('cart', {
      item_count: 0,
      items: [],
      total_price: 0,
      note: '',
      attributes: {},
      currency: modelled('currency', { iso_code: shop.currency }),
    }),
    request: modelled('request', {
      design_mode: request.designMode,
      visual_preview_mode: false,
      host: new URL(origin).host,
      origin,
      path: `${root}${path}`,
      locale: localeObject(shop, locale),
      page_type: pageType(path),
    }),
    settings: {},
    canonical_url: `${origin}${root}${path}`,
    powered_by_link: '',
  }
}

function pageType(path: string): string {
  if (path === '/') return 'index'
  const first = path.split('/')[1] ?? ''
  return (
    {
      products: 'product',
      collections: 'collection',
      pages: 'page',
      account: 'customers/account',
      password: 'password',
    }[first] ?? '404'
  )
}
