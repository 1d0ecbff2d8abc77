import { returnReasonLibrary } from '../engine/returns/reason-definitions.ts'
import { createClock, createEngine } from '../engine/engine.ts'
import type { Clock, Engine, TokenRecord } from '../engine/engine.ts'
import { emptyState } from '../engine/state.ts'
import type { Customer, Shop } from '../engine/state.ts'

export const FLOW_SHOP = 'flows.myshopify.com'
const START = Date.parse('2026-10-01T12:00:00Z')

/** A clock that stands still until it is moved, so that a flow is the same on every machine. */
function stillClock(): Clock {
  return createClock(0, () => START)
}

const at = new Date(START - 86_400_000).toISOString().replace('.000', '')

/** The shop that flows run in; its switches are what a test wants to see. */
function flowShop(facts: Partial<Shop>): Shop {
  return {
    id: 'gid://shopify/Shop/1', domain: FLOW_SHOP, handle: 'flows', name: 'Flows', email: 'shop@flows.example', contactEmail: 'shop@flows.example',
    ownerName: 'Flo Wright', currency: 'USD', enabledPresentmentCurrencies: ['USD', 'EUR', 'JPY', 'KWD'], ianaTimezone: 'UTC', primaryLocale: 'en', locales: ['en'],
    countryCode: 'US', country: 'United States', address1: '1 Flow Street', city: 'New York', provinceCode: 'NY', zip: '10001', phone: null, weightUnit: 'KILOGRAMS',
    orderNumberPrefix: '#', orderNumberSuffix: '', nextOrderNumber: 1001, createdAt: at, plan: 'enterprise', taxesIncluded: false, dutiesIncluded: false,
    returnsWorkflow: 'new', zeroPriceExchangeBug: false, customerAccounts: 'NEW_CUSTOMER_ACCOUNTS', giftCardsEnabled: true, storeCreditEnabled: true,
    storeCreditLimit: 100_000_000, giftCardIssueLimit: 100_000_000, looseDisposal: false, processClosedReturns: false, lenientIdempotent: false,
    protectedCustomerData: 2, currentRates: { EUR: 0.93, JPY: 151, KWD: 0.307 }, storefrontPassword: null,
    theme: { id: 'gid://shopify/OnlineStoreTheme/1', name: 'Hearth', blockPlaced: false, blockSettings: {} }, proxyPath: null, metafields: [], ...facts,
  } // prettier-ignore
}

const customer = (number: number): Customer => ({
  id: `gid://shopify/Customer/${number}`, shop: FLOW_SHOP, firstName: 'Ada', lastName: `Flow ${number}`, email: `ada${number}@example.com`, phone: null, locale: 'en',
  note: null, tags: [], state: 'ENABLED', verifiedEmail: true, taxExempt: false, emailMarketing: 'NOT_SUBSCRIBED', createdAt: at, updatedAt: at, redacted: false,
  addresses: [], defaultAddressId: null, metafields: [],
}) // prettier-ignore

/** A store with one shop, six stocked variants, two locations, a customer and a gift card; no orders. */
export function createWorld(facts: Partial<Shop> = {}): { engine: Engine; clock: Clock; token: TokenRecord } {
  const state = emptyState()
  const { tables } = state
  const shop = flowShop(facts)
  tables.shops[shop.domain] = shop
  for (const definition of returnReasonLibrary()) tables.returnReasonDefinitions[definition.id] = definition
  for (const number of [1, 2]) {
    const id = `gid://shopify/Location/${number}`
    tables.locations[id] = {
      id, shop: shop.domain, name: `Warehouse ${number}`, isActive: true, isPrimary: number === 1, fulfillsOnlineOrders: true, address1: null, city: null,
      countryCode: 'US', country: 'United States', provinceCode: null, zip: null, phone: null, createdAt: at,
    } // prettier-ignore
  }
  tables.customers['gid://shopify/Customer/1'] = customer(1)
  const prices = [1999, 5000, 333, 12_345, 0, 750]
  prices.forEach((price, index) => addVariant(state, index + 1, price, shop.currency))
  const token: TokenRecord = {
    value: 'flow-token', shop: shop.domain, appId: 'gid://shopify/App/1', mode: 'offline', scopes: SCOPES, expiresAt: null, refreshToken: null, refreshExpiresAt: null,
    replaces: null, used: true, revoked: false, userId: null, plan: 'enterprise', createdAt: at,
  } // prettier-ignore
  tables.tokens[token.value] = token
  const clock = stillClock()
  return { engine: createEngine({ clock, state }), clock, token }
}

const SCOPES = [
  'read_returns', 'write_returns', 'read_orders', 'write_orders', 'read_all_orders', 'read_fulfillments', 'write_fulfillments', 'read_customers', 'write_customers',
  'read_products', 'read_inventory', 'write_inventory', 'read_locations', 'read_store_credit_accounts', 'read_store_credit_account_transactions',
  'write_store_credit_account_transactions', 'read_gift_cards', 'write_gift_cards', 'read_gift_card_transactions', 'write_gift_card_transactions',
  'read_merchant_managed_fulfillment_orders', 'write_merchant_managed_fulfillment_orders', 'read_assigned_fulfillment_orders', 'read_third_party_fulfillment_orders',
] // prettier-ignore

function addVariant(
  state: ReturnType<typeof emptyState>,
  number: number,
  price: number,
  currency: string,
): void {
  const { tables } = state
  const productId = `gid://shopify/Product/${number}`
  const variantId = `gid://shopify/ProductVariant/${number}`
  const itemId = `gid://shopify/InventoryItem/${number}`
  tables.products[productId] = {
    id: productId, shop: FLOW_SHOP, title: `Thing ${number}`, handle: `thing-${number}`, descriptionHtml: '', productType: 'Shirts', vendor: 'Flows', status: 'ACTIVE',
    tags: [], isGiftCard: false, createdAt: at, updatedAt: at, publishedAt: at, options: [], images: [], variantIds: [variantId], metafields: [],
  } // prettier-ignore
  tables.variants[variantId] = {
    id: variantId, shop: FLOW_SHOP, productId, title: 'Default Title', sku: `T-${number}`, barcode: null, price: { amount: price, currency }, compareAtPrice: null,
    taxable: number % 3 !== 0, position: 1, selectedOptions: [], inventoryItemId: itemId, createdAt: at, updatedAt: at, imageIndex: null, metafields: [],
  } // prettier-ignore
  tables.inventoryItems[itemId] = {
    id: itemId, shop: FLOW_SHOP, variantId, sku: `T-${number}`, tracked: true, requiresShipping: true, grams: 100 * number, unitCost: null, countryCodeOfOrigin: null,
    harmonizedSystemCode: null, createdAt: at, updatedAt: at,
  } // prettier-ignore
  const levelId = `gid://shopify/InventoryLevel/${number}`
  tables.inventoryLevels[levelId] = {
    id: levelId, shop: FLOW_SHOP, inventoryItemId: itemId, locationId: 'gid://shopify/Location/1', quantities: { available: 1000, on_hand: 1000, committed: 0 },
    createdAt: at, updatedAt: at,
  } // prettier-ignore
}
