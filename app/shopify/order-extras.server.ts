import type { OrderGid } from '#app/domain/ids.ts'
import type { FactName } from '#app/domain/policy/facts.ts'
import type { OrderNeeds } from '#app/domain/policy/order-needs.ts'
import type { OrderExtrasQuery, OrderExtrasQueryVariables } from '#app/types/admin.generated.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { ask, operation } from './operation.ts'

const ORDER_EXTRAS = operation<OrderExtrasQuery, OrderExtrasQueryVariables>(`#graphql
  query OrderExtras($id: ID!, $after: String) {
    order(id: $id) {
      customerJourneySummary { customerOrderIndex }
      lineItems(first: 50, after: $after) {
        nodes { id variant { id } sellingPlan { name } lineItemGroup { id } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`)

/** What costs points for every line and few policies ask. */
export type OrderExtras = {
  /** The order's place in its buyer's history, from 1; null when Shopify does not say. */
  readonly place: number | null
  readonly lines: ReadonlyMap<string, LineExtras>
}
export type LineExtras = {
  readonly variantId: string | null
  readonly isSubscription: boolean
  readonly bundleId: string | null
}

const extraFacts: readonly FactName[] = ['variant', 'subscription', 'bundle', 'firstOrder']
/** A safety stop for paging: no order of Shopify's has that many pages. */
const mostPages = 50

/** Reads the extras of an order by line item GID; null, without a call, when no policy asks for any of them. */
export async function readOrderExtras(
  admin: AdminGraphql,
  id: OrderGid,
  { facts }: OrderNeeds,
): Promise<OrderExtras | null> {
  if (!extraFacts.some((fact) => facts.has(fact))) return null
  const lines = new Map<string, LineExtras>()
  let place: number | null = null
  let after: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { order }: OrderExtrasQuery = await ask(admin, ORDER_EXTRAS, { id, after })
    if (order === null) break
    place = order.customerJourneySummary?.customerOrderIndex ?? null
    for (const { id: lineId, variant, sellingPlan, lineItemGroup } of order.lineItems.nodes) {
      lines.set(lineId, {
        variantId: variant?.id ?? null,
        isSubscription: sellingPlan !== null,
        bundleId: lineItemGroup?.id ?? null,
      })
    }
    if (!order.lineItems.pageInfo.hasNextPage) break
    after = order.lineItems.pageInfo.endCursor
  }
  return { place, lines }
}
