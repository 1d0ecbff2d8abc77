import type { ShopContext } from '#app/context.server.ts'
import { provesOrder } from '#app/domain/order-proof.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { findOrdersByName, type OrderCandidate } from '#app/shopify/order-lookup.server.ts'
import { orUnreachable } from './unreachable.ts'

export type FindOrderInput = {
  /** As typed: with or without the hash. */
  readonly orderName: string
  /** The buyer's e-mail address, or the postcode or phone number of the order. */
  readonly proof: string
}

/**
 * `not_found` is the one answer for a wrong name, a wrong proof and an absent order. Where the shop has not granted
 * `read_all_orders` Shopify hides orders beyond 60 days, and every miss is answered `too_old`: it may be the reason, and says
 * nothing about whether the order exists.
 */
export type FindOrderError =
  { readonly kind: 'not_found' } | { readonly kind: 'too_old' } | { readonly kind: 'shopify_unreachable' }

/**
 * Finds the order that a guest asks for by its exact name and checks the e-mail, postcode or phone against it. A hit asks
 * Shopify exactly what a miss does: its time tells nothing.
 */
export async function findOrderForShopper(
  ctx: ShopContext,
  input: FindOrderInput,
): Promise<Result<OrderCandidate, FindOrderError>> {
  return orUnreachable(async () => {
    const { candidates, allOrders } = await findOrdersByName(ctx.admin, input.orderName)
    const fitting = candidates.find((candidate) => provesOrder(candidate, input.proof))
    return fitting === undefined ? err({ kind: allOrders ? 'not_found' : 'too_old' }) : ok(fitting)
  })
}
