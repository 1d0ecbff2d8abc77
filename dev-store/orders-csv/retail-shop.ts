import { isoSeconds } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import { FIRST_ID, gid } from '../engine/ids.ts'
import type { Location, Shop } from '../engine/state.ts'
import { RETAIL_TIME_ZONE } from './moved-time.ts'

export const RETAIL_SHOP = 'homeward-retail.myshopify.com'

/** The shop of the real orders: pounds, London, one warehouse. `ordersFile` tells later starts which file it holds. */
export function insertRetailShop(engine: Engine, ordersFile: string): void {
  const { state } = engine
  const number = (state.counters.Shop ?? FIRST_ID - 1) + 1
  state.counters.Shop = number
  const now = isoSeconds(engine.clock.now())
  const shop: Shop = {
    id: gid('Shop', number),
    domain: RETAIL_SHOP,
    handle: 'homeward-retail',
    name: 'Homeward Retail',
    email: 'shop@homeward-retail.example.com',
    contactEmail: 'shop@homeward-retail.example.com',
    ownerName: 'Robin Porter',
    currency: 'GBP',
    enabledPresentmentCurrencies: ['GBP'],
    ianaTimezone: RETAIL_TIME_ZONE,
    primaryLocale: 'en',
    locales: ['en', 'de'],
    countryCode: 'GB',
    country: 'United Kingdom',
    address1: '12 Wharf Road',
    city: 'London',
    provinceCode: 'ENG',
    zip: 'N1 7GR',
    phone: null,
    weightUnit: 'KILOGRAMS',
    orderNumberPrefix: '#',
    orderNumberSuffix: '',
    nextOrderNumber: 1001,
    createdAt: now,
    plan: 'plus',
    taxesIncluded: true,
    dutiesIncluded: false,
    returnsWorkflow: 'new',
    zeroPriceExchangeBug: true,
    customerAccounts: 'NEW_CUSTOMER_ACCOUNTS',
    giftCardsEnabled: true,
    storeCreditEnabled: true,
    storeCreditLimit: 10_000_000,
    giftCardIssueLimit: 200_000,
    looseDisposal: false,
    processClosedReturns: false,
    lenientIdempotent: false,
    protectedCustomerData: 2,
    currentRates: {},
    storefrontPassword: null,
    theme: { id: gid('OnlineStoreTheme', number), name: 'Hearth', blockPlaced: true, blockSettings: {} },
    proxyPath: null,
    metafields: [
      {
        id: gid('Metafield', `dev-store-${String(number)}`),
        namespace: 'dev_store',
        key: 'orders_file',
        type: 'single_line_text_field',
        value: ordersFile,
        createdAt: now,
        updatedAt: now,
      },
    ],
  }
  state.tables.shops[RETAIL_SHOP] = shop
}

/** Which orders file the state holds, or undefined when it holds none. */
export function loadedOrdersFile(engine: Engine): string | undefined {
  const metafields = engine.state.tables.shops[RETAIL_SHOP]?.metafields ?? []
  return metafields.find(({ namespace, key }) => namespace === 'dev_store' && key === 'orders_file')?.value
}

export function retailLocation(id: string, createdAt: string): Location {
  return {
    id,
    shop: RETAIL_SHOP,
    name: 'London warehouse',
    isActive: true,
    isPrimary: true,
    fulfillsOnlineOrders: true,
    address1: '12 Wharf Road',
    city: 'London',
    countryCode: 'GB',
    country: 'United Kingdom',
    provinceCode: 'ENG',
    zip: 'N1 7GR',
    phone: null,
    createdAt,
  }
}
