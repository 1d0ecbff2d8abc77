import type {
  LocationsQuery,
  LocationsQueryVariables,
  ReturnReasonsQuery,
  ReturnReasonsQueryVariables,
} from '#app/types/admin.generated.ts'
import { operation } from './operation.ts'

export const LOCATIONS = operation<LocationsQuery, LocationsQueryVariables>(`#graphql
  query Locations {
    locations(first: 50, sortKey: NAME) { nodes { id name isActive } }
  }
`)

export const RETURN_REASONS = operation<ReturnReasonsQuery, ReturnReasonsQueryVariables>(`#graphql
  query ReturnReasons {
    returnReasonDefinitions(first: 100) { nodes { id handle name deleted } }
  }
`)
