import { connect } from '../connection.ts'
import type { ConnectionArgs } from '../connection.ts'
import type { Context, ResolverModule } from '../context.ts'
import { legacyId } from '../ids.ts'
import { compileSearch, matchId, matchText, matchWord } from '../search.ts'
import type { SearchFields } from '../search.ts'
import type { Shop } from '../state.ts'
import { sortBy } from './order-search.ts'

/** Markets are not state: what a shop is like says which it has. */
type Market = {
  id: string
  shop: Shop
  name: string
  handle: string
  primary: boolean
  countryCode: string | null
}

/**
 * The primary market of the shop's country, and an international one where other currencies are sold in [our guess;
 * Shopify makes these two for a new shop].
 */
const marketsOf = (shop: Shop): Market[] => {
  const number = legacyId(shop.id)
  const home: Market = {
    id: `gid://shopify/Market/${number}1`,
    shop,
    name: shop.country,
    handle: shop.countryCode.toLowerCase(),
    primary: true,
    countryCode: shop.countryCode,
  }
  const abroad: Market = {
    id: `gid://shopify/Market/${number}2`,
    shop,
    name: 'International',
    handle: 'international',
    primary: false,
    countryCode: null,
  }
  return shop.enabledPresentmentCurrencies.length > 1 ? [home, abroad] : [home]
}

const currency = (code: string) => ({
  currencyCode: code,
  currencyName: new Intl.DisplayNames(['en'], { type: 'currency' }).of(code) ?? code,
  enabled: true,
  manualRate: null,
  rateUpdatedAt: null,
})

/** Country of the home market; the international one lists none by name here. */
const regionsOf = (market: Market) =>
  market.countryCode === null
    ? []
    : [
        {
          __typename: 'MarketRegionCountry',
          id: market.id.replace('/Market/', '/MarketRegionCountry/'),
          code: market.countryCode,
          name: market.name,
          currency: currency(market.shop.currency),
        },
      ]

const searchFields: SearchFields<Market> = {
  default: (one, term) => matchText(one.name, term),
  id: (one, term) => matchId(one.id, term),
  name: (one, term) => matchText(one.name, term),
  status: (_, term) => matchWord('ACTIVE', term),
  market_type: (_, term) => matchWord('REGION', term),
}

type ListArgs = ConnectionArgs & { query?: string | null; type?: string | null; sortKey?: string | null }

const markets = (_: unknown, args: ListArgs, context: Context) => {
  const test = compileSearch(context, 'markets', args.query, searchFields)
  const all = args.type && args.type !== 'REGION' ? [] : marketsOf(context.shop)
  const found = test ? all.filter(test) : all
  return connect(
    sortBy(found, (one) => (args.sortKey === 'ID' ? legacyId(one.id) : one.name)),
    args,
  )
}

export const marketResolvers: ResolverModule = {
  QueryRoot: {
    markets,
    market: (_: unknown, { id }: { id: string }, context) =>
      marketsOf(context.shop).find((one) => one.id === id) ?? null,
    primaryMarket: (_: unknown, __: unknown, context) => marketsOf(context.shop)[0],
  },
  Market: {
    id: (market: Market) => market.id,
    name: (market: Market) => market.name,
    handle: (market: Market) => market.handle,
    primary: (market: Market) => market.primary,
    enabled: () => true,
    status: () => 'ACTIVE',
    type: () => 'REGION',
    currencySettings: (market: Market) => ({
      baseCurrency: currency(market.shop.currency),
      localCurrencies: !market.primary,
      roundingEnabled: false,
    }),
    conditions: (market: Market) => ({
      conditionTypes: ['REGION'],
      companyLocationsCondition: null,
      locationsCondition: null,
      channelsCondition: null,
      regionsCondition: { market },
    }),
    priceInclusions: (market: Market) => ({
      adaptivePricingEnabled: false,
      inclusiveDutiesPricingStrategy: market.shop.dutiesIncluded
        ? 'INCLUDE_DUTIES_IN_PRICE'
        : 'ADD_DUTIES_AT_CHECKOUT',
      inclusiveTaxPricingStrategy: market.shop.taxesIncluded
        ? 'INCLUDES_TAXES_IN_PRICE'
        : 'ADD_TAXES_AT_CHECKOUT',
    }),
    regions: (market: Market, args: ConnectionArgs) => connect(regionsOf(market), args),
    metafield: () => null,
    metafields: (_: Market, args: ConnectionArgs) => connect([], args),
    webPresences: (_: Market, args: ConnectionArgs) => connect([], args),
  },
  RegionsCondition: {
    applicationLevel: () => 'SPECIFIED',
    regions: ({ market }: { market: Market }, args: ConnectionArgs) => connect(regionsOf(market), args),
  },
}
