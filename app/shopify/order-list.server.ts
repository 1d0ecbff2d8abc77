import { OrderGid } from '#app/domain/ids.ts'
import type { Money } from '#app/domain/money.ts'
import type { OrdersToTryQuery, OrdersToTryQueryVariables } from '#app/types/admin.generated.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { readBag } from './amount.ts'
import { ask, operation } from './operation.ts'
import { bareName } from './order-lookup.server.ts'

const ORDERS_TO_TRY = operation<OrdersToTryQuery, OrdersToTryQueryVariables>(`#graphql
  query OrdersToTry($query: String!) {
    orders(first: 10, query: $query, sortKey: PROCESSED_AT, reverse: true) {
      nodes {
        id
        name
        processedAt
        totalPriceSet { presentmentMoney { amount currencyCode } }
        shippingAddress { countryCodeV2 }
        lineItems(first: 3) { nodes { title quantity } pageInfo { hasNextPage } }
      }
    }
  }
`)

/** An order to choose from: enough to tell it from others, and no person in it. */
export type ListedOrder = {
  readonly id: OrderGid
  readonly name: string
  readonly placedAt: string
  readonly total: Money
  readonly country: string | null
  readonly items: readonly { readonly title: string; readonly quantity: number }[]
  readonly hasMoreItems: boolean
}

/**
 * At most ten orders whose name begins with what was typed, the newest first; the newest of all when nothing was. The `*` is
 * Shopify's prefix search. Letters, digits and dashes are all that a name is searched by: nothing typed is read as search syntax.
 */
export async function listOrdersByNumber(
  admin: AdminGraphql,
  typed: string,
): Promise<readonly ListedOrder[]> {
  const name = bareName(typed)
    .replace(/[^\p{L}\p{N}-]/gu, '')
    .slice(0, 40)
  const { orders } = await ask(admin, ORDERS_TO_TRY, { query: name === '' ? '' : `name:${name}*` })
  return orders.nodes.map((order) => ({
    id: OrderGid.parse(order.id),
    name: order.name,
    placedAt: order.processedAt,
    total: readBag(order.totalPriceSet),
    country: order.shippingAddress?.countryCodeV2 ?? null,
    items: order.lineItems.nodes,
    hasMoreItems: order.lineItems.pageInfo.hasNextPage,
  }))
}
