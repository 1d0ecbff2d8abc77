import type { Shop } from '../state.ts'

const common = {
  orderNumberPrefix: '#',
  orderNumberSuffix: '',
  weightUnit: 'KILOGRAMS',
  dutiesIncluded: false,
  returnsWorkflow: 'new',
  zeroPriceExchangeBug: true,
  customerAccounts: 'NEW_CUSTOMER_ACCOUNTS',
  giftCardsEnabled: true,
  storeCreditEnabled: true,
  looseDisposal: false,
  processClosedReturns: false,
  lenientIdempotent: false,
  protectedCustomerData: 2,
  storefrontPassword: null,
  proxyPath: null,
  metafields: [],
} satisfies Partial<Shop>

type Differing = Omit<
  Shop,
  keyof typeof common | 'id' | 'theme' | 'handle' | 'contactEmail' | 'email' | 'createdAt' | 'nextOrderNumber'
> &
  Partial<Shop>

const theme = (number: number): Shop['theme'] => ({
  id: `gid://shopify/OnlineStoreTheme/${number}`,
  name: 'Hearth',
  blockPlaced: true,
  blockSettings: {},
})

const shop = (number: number, createdAt: string, facts: Differing): Shop => {
  const handle = facts.domain.replace('.myshopify.com', '')
  return {
    ...common,
    id: `gid://shopify/Shop/${number}`,
    handle,
    email: `hello@${handle}.example`,
    contactEmail: `hello@${handle}.example`,
    createdAt,
    nextOrderNumber: 1001,
    theme: theme(number),
    ...facts,
  }
}

/** The four shops of behaviour §12: USD on the standard plan, EUR with taxes included on Plus, JPY, and a legacy workflow. */
export const seedShops = (createdAt: string): Shop[] => [
  shop(70_000_001, createdAt, {
    domain: 'homeward-demo.myshopify.com', name: 'Homeward Demo', ownerName: 'Dana Reyes', currency: 'USD',
    enabledPresentmentCurrencies: ['USD', 'EUR', 'JPY', 'KWD'], ianaTimezone: 'America/New_York', primaryLocale: 'en', locales: ['en'],
    countryCode: 'US', country: 'United States', address1: '214 Mercer Street', city: 'New York', provinceCode: 'NY', zip: '10012', phone: '+12125550114',
    plan: 'standard', taxesIncluded: false, storeCreditLimit: 1_000_000, giftCardIssueLimit: 200_000, currentRates: { EUR: 0.93, JPY: 151, KWD: 0.307 },
  }),
  shop(70_000_002, createdAt, {
    domain: 'homeward-eu.myshopify.com', name: 'Homeward EU', ownerName: 'Jonas Weber', currency: 'EUR', enabledPresentmentCurrencies: ['EUR', 'GBP'],
    ianaTimezone: 'Europe/Berlin', primaryLocale: 'de',
    locales: ['de', 'en', 'fr', 'es', 'it', 'nl', 'pt-BR', 'ja', 'zh-CN', 'zh-TW', 'ko', 'ar'], countryCode: 'DE', country: 'Germany', address1: 'Torstraße 48',
    city: 'Berlin', provinceCode: null, zip: '10119', phone: '+493055501140', plan: 'plus', taxesIncluded: true, storeCreditLimit: 1_000_000,
    giftCardIssueLimit: 200_000, currentRates: { GBP: 0.86 },
  }),
  shop(70_000_003, createdAt, {
    domain: 'homeward-jp.myshopify.com', name: 'Homeward Japan', ownerName: 'Aya Tanaka', currency: 'JPY', enabledPresentmentCurrencies: ['JPY'],
    ianaTimezone: 'Asia/Tokyo', primaryLocale: 'ja', locales: ['ja', 'en'], countryCode: 'JP', country: 'Japan', address1: '3-6-1 Jingumae',
    city: 'Shibuya', provinceCode: 'JP-13', zip: '150-0001', phone: '+81355501140', plan: 'advanced', taxesIncluded: true, storeCreditLimit: 1_500_000,
    giftCardIssueLimit: 300_000, currentRates: {},
  }),
  shop(70_000_004, createdAt, {
    domain: 'homeward-legacy.myshopify.com', name: 'Homeward Legacy', ownerName: 'Morgan Lee', currency: 'USD', enabledPresentmentCurrencies: ['USD'],
    ianaTimezone: 'America/Los_Angeles', primaryLocale: 'en', locales: ['en'], countryCode: 'US', country: 'United States', address1: '88 Pine Street',
    city: 'Seattle', provinceCode: 'WA', zip: '98101', phone: '+12065550114', plan: 'standard', taxesIncluded: false, storeCreditLimit: 1_000_000,
    giftCardIssueLimit: 200_000, currentRates: {}, returnsWorkflow: 'legacy', customerAccounts: 'CLASSIC',
  }),
] // prettier-ignore
