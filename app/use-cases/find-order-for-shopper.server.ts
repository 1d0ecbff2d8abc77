import type { ShopContext } from '#app/context.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { findOrdersByName, type OrderCandidate } from '#app/shopify/order-lookup.server.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import { orUnreachable } from './unreachable.ts'

export type FindOrderInput = {
  /** As typed: with or without the hash. */
  readonly orderName: string
  /** The buyer's e-mail address or the postcode of the delivery address. */
  readonly proof: string
}

/**
 * `not_found` is the one answer for a wrong name, a wrong proof and an absent order. Where the shop has not granted
 * `read_all_orders` Shopify hides orders beyond 60 days, and every miss is answered `too_old`: it may be the reason, and says
 * nothing about whether the order exists.
 */
export type FindOrderError =
  { readonly kind: 'not_found' } | { readonly kind: 'too_old' } | { readonly kind: 'shopify_unreachable' }

/** Finds the order that a guest asks for by its exact name and checks the e-mail or postcode against it. */
export async function findOrderForShopper(
  ctx: ShopContext,
  input: FindOrderInput,
): Promise<Result<OrderFacts, FindOrderError>> {
  return orUnreachable(async () => {
    const { candidates, allOrders } = await findOrdersByName(ctx.admin, input.orderName)
    const fitting = candidates.find((candidate) => proves(candidate, input.proof))
    const order =
      fitting === undefined ? null : await readOrder(ctx.admin, fitting.id, { withReasons: false })
    if (order !== null) return ok(order.facts)
    return err({ kind: allOrders ? 'not_found' : 'too_old' })
  })
}

function proves(candidate: OrderCandidate, proof: string): boolean {
  if (proof.includes('@')) return candidate.email !== null && mailKey(candidate.email) === mailKey(proof)
  const typed = postcodeKey(proof)
  return typed.length >= 3 && candidate.postcodes.some((postcode) => postcodeKey(postcode) === typed)
}

function mailKey(address: string): string {
  return address.normalize('NFKC').trim().toLowerCase()
}

/** Postcodes without spaces and hyphens: `sw1a 1aa` is `SW1A1AA`. */
function postcodeKey(postcode: string): string {
  return postcode.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}
