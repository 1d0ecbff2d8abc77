import type {
  LocationsQuery,
  LocationsQueryVariables,
  ReturnReasonsQuery,
  ReturnReasonsQueryVariables,
  ShopFactsQuery,
  ShopFactsQueryVariables,
  StorefrontAddressQuery,
  StorefrontAddressQueryVariables,
} from '#app/types/admin.generated.ts'
import { operation } from './operation.ts'

export const LOCATIONS = operation<LocationsQuery, LocationsQueryVariables>(`#graphql
  query Locations {
    locations(first: 50, sortKey: NAME) { nodes { id name isActive address { formatted } } }
  }
`)

export const RETURN_REASONS = operation<ReturnReasonsQuery, ReturnReasonsQueryVariables>(`#graphql
  query ReturnReasons {
    returnReasonDefinitions(first: 100) { nodes { id handle name deleted } }
  }
`)

export const SHOP_FACTS = operation<ShopFactsQuery, ShopFactsQueryVariables>(`#graphql
  query ShopFacts {
    shop { id name contactEmail ianaTimezone currencyCode shopAddress { countryCodeV2 } }
  }
`)

export const STOREFRONT_ADDRESS = operation<StorefrontAddressQuery, StorefrontAddressQueryVariables>(`#graphql
  query StorefrontAddress {
    shop { primaryDomain { url } }
  }
`)
