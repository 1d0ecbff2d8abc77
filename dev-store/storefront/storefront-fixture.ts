import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestListener } from 'node:http'
import { createClock } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import { createIndex } from '../engine/index-of-state.ts'
import { createRequestContext } from '../engine/request-context.ts'
import { beginTransaction } from '../engine/transaction.ts'
import { emptyState } from '../engine/state.ts'
import type { Customer, Product, Shop, TokenRecord, Variant } from '../engine/state.ts'

/** For tests: an engine that holds one small shop and answers no GraphQL. What it is asked beyond that throws. */
export const FIXTURE_SHOP = 'fixture.myshopify.com'
export const FIXTURE_NOW = '2026-10-05T12:00:00Z'

const shop: Shop = {
  id: 'gid://shopify/Shop/1',
  domain: FIXTURE_SHOP,
  handle: 'fixture',
  name: 'Fixture & Sons',
  email: 'shop@example.com',
  contactEmail: 'shop@example.com',
  ownerName: 'Ada Owner',
  currency: 'USD',
  enabledPresentmentCurrencies: ['USD'],
  ianaTimezone: 'America/New_York',
  primaryLocale: 'en',
  locales: ['en', 'de'],
  countryCode: 'US',
  country: 'United States',
  address1: '1 Main Street',
  city: 'Portland',
  provinceCode: 'ME',
  zip: '04101',
  phone: null,
  weightUnit: 'GRAMS',
  orderNumberPrefix: '#',
  orderNumberSuffix: '',
  nextOrderNumber: 1001,
  createdAt: FIXTURE_NOW,
  plan: 'standard',
  taxesIncluded: false,
  dutiesIncluded: false,
  returnsWorkflow: 'new',
  zeroPriceExchangeBug: true,
  customerAccounts: 'NEW_CUSTOMER_ACCOUNTS',
  giftCardsEnabled: true,
  storeCreditEnabled: true,
  storeCreditLimit: 100_000,
  giftCardIssueLimit: 100_000,
  looseDisposal: false,
  processClosedReturns: false,
  lenientIdempotent: false,
  protectedCustomerData: 2,
  currentRates: {},
  storefrontPassword: null,
  theme: { id: 'gid://shopify/OnlineStoreTheme/1', name: 'Hearth', blockPlaced: true, blockSettings: {} },
  proxyPath: null,
  metafields: [],
}

const customer: Customer = {
  id: 'gid://shopify/Customer/7001',
  shop: FIXTURE_SHOP,
  firstName: 'Ines',
  lastName: 'Shopper',
  email: 'ines@example.com',
  phone: null,
  locale: 'en',
  note: null,
  tags: ['vip'],
  state: 'ENABLED',
  verifiedEmail: true,
  taxExempt: false,
  emailMarketing: 'NOT_SUBSCRIBED',
  createdAt: FIXTURE_NOW,
  updatedAt: FIXTURE_NOW,
  redacted: false,
  addresses: [],
  defaultAddressId: null,
  metafields: [],
}

const product: Product = {
  id: 'gid://shopify/Product/1',
  shop: FIXTURE_SHOP,
  title: 'Mug <em>blue</em>',
  handle: 'mug',
  descriptionHtml: '<p>A mug.</p>',
  productType: 'Kitchen',
  vendor: 'Fixture',
  status: 'ACTIVE',
  tags: ['final-sale'],
  isGiftCard: false,
  createdAt: FIXTURE_NOW,
  updatedAt: FIXTURE_NOW,
  publishedAt: FIXTURE_NOW,
  options: [{ id: 'gid://shopify/ProductOption/1', name: 'Title', values: ['Default Title'] }],
  images: [
    { id: 'gid://shopify/MediaImage/1', altText: null, path: '/files/mug.svg', width: 600, height: 600 },
  ],
  variantIds: ['gid://shopify/ProductVariant/1'],
  metafields: [],
}

const variant: Variant = {
  id: 'gid://shopify/ProductVariant/1',
  shop: FIXTURE_SHOP,
  productId: product.id,
  title: 'Default Title',
  sku: 'MUG',
  barcode: null,
  price: { amount: 123_450, currency: 'USD' },
  compareAtPrice: null,
  taxable: true,
  position: 1,
  selectedOptions: [{ name: 'Title', value: 'Default Title' }],
  inventoryItemId: 'gid://shopify/InventoryItem/1',
  createdAt: FIXTURE_NOW,
  updatedAt: FIXTURE_NOW,
  imageIndex: null,
  metafields: [],
}

const NO_TOKEN: TokenRecord = {
  value: '',
  shop: FIXTURE_SHOP,
  appId: 'gid://shopify/App/1',
  mode: 'staff',
  scopes: [],
  expiresAt: null,
  refreshToken: null,
  refreshExpiresAt: null,
  replaces: null,
  used: true,
  revoked: false,
  userId: null,
  plan: null,
  createdAt: FIXTURE_NOW,
}

function unavailable(what: string): never {
  throw new Error(`the fixture has no ${what}`)
}

export function fixtureEngine(changes: Partial<Shop> = {}): Engine {
  const state = emptyState()
  state.tables.shops[FIXTURE_SHOP] = { ...structuredClone(shop), ...changes }
  state.tables.customers[customer.id] = structuredClone(customer)
  state.tables.products[product.id] = structuredClone(product)
  state.tables.variants[variant.id] = structuredClone(variant)
  const body = '<svg xmlns="http://www.w3.org/2000/svg"/>'
  state.tables.blobs['mug.svg'] = {
    key: 'mug.svg',
    shop: FIXTURE_SHOP,
    mimeType: 'image/svg+xml',
    base64: false,
    body,
    createdAt: FIXTURE_NOW,
  }
  const now = new Date(FIXTURE_NOW).getTime()
  const engine: Engine = {
    state,
    clock: createClock(0, () => now),
    index: createIndex(() => state),
    origins: { files: 'http://127.0.0.1:1', storefronts: {} },
    graphql: () => unavailable('graphql'),
    asMerchant: () => unavailable('asMerchant'),
    tokenByValue: () => undefined,
    onEmit: () => () => undefined,
    transact: (domain, change) => {
      const transaction = beginTransaction(state, engine.index)
      const options = { version: '2026-10', shop: domain, token: NO_TOKEN, headers: {} }
      const request = createRequestContext(engine, options)
      request.hold(transaction)
      const result = change(request.context)
      transaction.commit()
      return result
    },
    startBulk: () => undefined,
    dump: () => JSON.stringify(state),
    load: () => unavailable('load'),
    adopt: () => unavailable('adopt'),
    reset: () => unavailable('reset'),
  }
  return engine
}

/** A server on a free loopback port; `close` ends its open sockets too. */
export async function serve(
  listener: RequestListener,
): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an AddressInfo.
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${port}`, close }
}
