import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import type { App, AppInstallation, Shop } from '../state.ts'
import { constant, own } from './fields.ts'
import { metafieldFields } from './metafields.ts'
import { sortTags } from './orders.ts'

const PLAN = {
  standard: { publicDisplayName: 'Basic', shopifyPlus: false },
  advanced: { publicDisplayName: 'Advanced', shopifyPlus: false },
  plus: { publicDisplayName: 'Shopify Plus', shopifyPlus: true },
  enterprise: { publicDisplayName: 'Shopify Plus', shopifyPlus: true },
} as const

const zoneOffsetMinutes = (zone: string, at: string): number => {
  const text =
    new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(new Date(at))
      .find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(text)
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0
}

const offsetText = (minutes: number): string => {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`
}

const zoneName = (zone: string, at: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'short' })
    .formatToParts(new Date(at))
    .find((part) => part.type === 'timeZoneName')?.value ?? 'UTC'

const SYMBOL: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' }

const currencyFormats = (shop: Shop) => {
  const symbol = SYMBOL[shop.currency] ?? `${shop.currency} `
  const amount = shop.currency === 'JPY' ? '{{amount_no_decimals}}' : '{{amount}}'
  const text = shop.currency === 'EUR' ? `€{{amount_with_comma_separator}}` : `${symbol}${amount}`
  return {
    moneyFormat: text,
    moneyInEmailsFormat: text,
    moneyWithCurrencyFormat: `${text} ${shop.currency}`,
    moneyWithCurrencyInEmailsFormat: `${text} ${shop.currency}`,
  }
}

const shopAddress = (shop: Shop) => ({
  __typename: 'ShopAddress',
  id: shop.id.replace('/Shop/', '/ShopAddress/'),
  address1: shop.address1, address2: null, city: shop.city, company: shop.name, coordinatesValidated: false, country: shop.country,
  countryCode: shop.countryCode, countryCodeV2: shop.countryCode, firstName: null, lastName: null, latitude: null, longitude: null, name: shop.name, phone: shop.phone,
  province: shop.provinceCode, provinceCode: shop.provinceCode, zip: shop.zip, formattedArea: `${shop.city}, ${shop.country}`,
  formatted: [shop.address1, `${shop.city} ${shop.zip}`, shop.country],
}) // prettier-ignore

const domainValue = (shop: Shop) => ({
  id: shop.id.replace('/Shop/', '/Domain/'),
  host: shop.domain,
  url: `https://${shop.domain}`,
  sslEnabled: true,
  localization: null,
})

/** Tags in use, sorted. */
const tagsIn = (lists: string[][]): string[] => sortTags([...new Set(lists.flat())])

const productsOf = (context: Context, shop: Shop) =>
  Object.values(context.state.tables.products).filter((one) => one.shop === shop.domain)

const productTags = (shop: Shop, args: ConnectionArgs, context: Context) =>
  connect(tagsIn(productsOf(context, shop).map((one) => one.tags)), args)

const productTypes = (shop: Shop, args: ConnectionArgs, context: Context) =>
  connect(sortTags([...new Set(productsOf(context, shop).map((one) => one.productType))]), args)

const productVendors = (shop: Shop, args: ConnectionArgs, context: Context) =>
  connect(sortTags([...new Set(productsOf(context, shop).map((one) => one.vendor))]), args)

export const currentInstallation = (context: Context): AppInstallation | undefined =>
  Object.values(context.state.tables.appInstallations).find(
    (one) =>
      one.appId === context.token.appId && one.shop === context.shop.domain && one.uninstalledAt === null,
  )

const scopeValue = (handle: string) => ({ handle, description: handle.replaceAll('_', ' ') })

export const shops: ResolverModule = {
  Shop: {
    ...own<Shop>(
      'id',
      'name',
      'email',
      'contactEmail',
      'ianaTimezone',
      'createdAt',
      'taxesIncluded',
      'weightUnit',
      'enabledPresentmentCurrencies',
    ),
    ...constant({
      alerts: [], checkoutApiSupported: false, description: null, marketingSmsConsentEnabledAtCheckout: false, setupRequired: false,
      taxShipping: false, transactionalSmsDisabled: false, unitSystem: 'METRIC_SYSTEM', shipsToCountries: ['US', 'DE', 'GB', 'FR', 'JP', 'CA'],
    }), // prettier-ignore
    ...metafieldFields,
    myshopifyDomain: (shop: Shop) => shop.domain,
    url: (shop: Shop) => `https://${shop.domain}`,
    storefrontUrl: (shop: Shop) => `https://${shop.domain}`,
    currencyCode: (shop: Shop) => shop.currency,
    currencyFormats,
    // Links in mails are made from it: it has to lead to the shop's own storefront here.
    primaryDomain: (shop: Shop, _: unknown, context: Context) => ({
      ...domainValue(shop),
      url: context.engine.origins.storefronts[shop.domain] ?? `https://${shop.domain}`,
    }),
    domains: (shop: Shop) => [domainValue(shop)],
    plan: (shop: Shop) => ({
      displayName: PLAN[shop.plan].publicDisplayName,
      partnerDevelopment: false,
      ...PLAN[shop.plan],
    }),
    customerAccounts: (shop: Shop) => (shop.customerAccounts === 'NONE' ? 'DISABLED' : 'OPTIONAL'),
    customerAccountsV2: (shop: Shop) => ({
      customerAccountsVersion:
        shop.customerAccounts === 'NEW_CUSTOMER_ACCOUNTS' ? 'NEW_CUSTOMER_ACCOUNTS' : 'CLASSIC',
      loginLinksVisibleOnStorefrontAndCheckout: true,
      loginRequiredAtCheckout: false,
      url:
        shop.customerAccounts === 'NEW_CUSTOMER_ACCOUNTS'
          ? `https://shopify.com/${shop.id.split('/').at(-1) ?? ''}/account`
          : null,
    }),
    shopAddress,
    billingAddress: shopAddress,
    shopOwnerName: (shop: Shop) => shop.ownerName,
    orderNumberFormatPrefix: (shop: Shop) => shop.orderNumberPrefix,
    orderNumberFormatSuffix: (shop: Shop) => shop.orderNumberSuffix,
    timezoneAbbreviation: (shop: Shop, _: unknown, context) => zoneName(shop.ianaTimezone, context.now),
    timezoneOffset: (shop: Shop, _: unknown, context) =>
      offsetText(zoneOffsetMinutes(shop.ianaTimezone, context.now)),
    timezoneOffsetMinutes: (shop: Shop, _: unknown, context) =>
      zoneOffsetMinutes(shop.ianaTimezone, context.now),
    updatedAt: (shop: Shop) => shop.createdAt,
    orderTags: (shop: Shop, args: ConnectionArgs, context) =>
      connect(tagsIn(context.index.ordersOfShop(shop.domain).map((one) => one.tags)), args),
    productTags,
    customerTags: (shop: Shop, args: ConnectionArgs, context) =>
      connect(
        tagsIn(
          Object.values(context.state.tables.customers)
            .filter((one) => one.shop === shop.domain)
            .map((one) => one.tags),
        ),
        args,
      ),
    productTypes,
    productVendors,
  },
  // The lists of the shop's products, where Shopify has put them now; those on Shop are deprecated.
  QueryRoot: {
    productTags: (_: unknown, args: ConnectionArgs, context) => productTags(context.shop, args, context),
    productTypes: (_: unknown, args: ConnectionArgs, context) => productTypes(context.shop, args, context),
    productVendors: (_: unknown, args: ConnectionArgs, context) =>
      productVendors(context.shop, args, context),
  },
  App: {
    ...own<App>('id', 'apiKey', 'handle', 'title', 'webhookApiVersion'),
    ...constant({
      appStoreAppUrl: null, appStoreDeveloperUrl: null, description: null, developerName: 'Homeward', developerType: 'PARTNER', embedded: true,
      failedRequirements: [], features: [], feedback: null, installUrl: null, isPostPurchaseAppInUse: false, previouslyInstalled: false, pricingDetails: null,
      pricingDetailsSummary: '', privacyPolicyUrl: null, publicCategory: 'CUSTOM', published: true, screenshots: [], shopifyDeveloped: false, uninstallMessage: '',
    }), // prettier-ignore
    availableAccessScopes: (app: App) => [...app.scopes, ...app.optionalScopes].map(scopeValue),
    requestedAccessScopes: (app: App) => app.scopes.map(scopeValue),
    optionalAccessScopes: (app: App) => app.optionalScopes.map(scopeValue),
    installation: (app: App, _: unknown, context) =>
      Object.values(context.state.tables.appInstallations).find(
        (one) => one.appId === app.id && one.shop === context.shop.domain && one.uninstalledAt === null,
      ) ?? null,
  },
  AppInstallation: {
    ...own<AppInstallation>('id'),
    ...constant({
      activeSubscriptions: [],
      subscriptions: [],
      channel: null,
      publication: null,
      uninstallUrl: null,
    }),
    ...metafieldFields,
    app: (installation: AppInstallation, _: unknown, context) =>
      context.state.tables.apps[installation.appId],
    accessScopes: (installation: AppInstallation) => installation.scopes.map(scopeValue),
    launchUrl: (installation: AppInstallation) =>
      `https://${installation.shop}/admin/apps/${installation.appId.split('/').at(-1) ?? ''}`,
  },
}
