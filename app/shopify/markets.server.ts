import type { MarketOfCountryQuery, MarketOfCountryQueryVariables } from '#app/types/admin.generated.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { isAccessDenied } from './admin-error.ts'
import { ask, operation } from './operation.ts'

const MARKETS = operation<MarketOfCountryQuery, MarketOfCountryQueryVariables>(`#graphql
  query MarketOfCountry {
    markets(first: 50, query: "status:ACTIVE") {
      nodes {
        handle
        conditions {
          regionsCondition {
            regions(first: 250) { nodes { __typename ... on MarketRegionCountry { code } } }
          }
        }
      }
    }
  }
`)

/**
 * The handle of the market that a country belongs to now. Orders do not say their market in the Admin API (schema 2026-10), so
 * it is told by where they went. Null when no active market names the country, or the app may not read markets.
 */
export async function readMarketOf(admin: AdminGraphql, country: string): Promise<string | null> {
  try {
    const { markets } = await ask(admin, MARKETS, {})
    const home = markets.nodes.find(({ conditions }) =>
      conditions?.regionsCondition?.regions.nodes.some(
        (region) => region.__typename === 'MarketRegionCountry' && region.code === country,
      ),
    )
    return home?.handle ?? null
  } catch (error) {
    if (isAccessDenied(error)) return null
    throw error
  }
}
