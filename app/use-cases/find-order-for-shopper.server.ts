import type { ShopContext } from '#app/context.server.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { err, type Result } from '#app/domain/result.ts'

export type FindOrderInput = {
  /** As typed: with or without the hash. */
  readonly orderName: string
  /** The buyer's e-mail address or the postcode of the delivery address. */
  readonly proof: string
}
/** `not_found` is the one answer for a wrong name, a wrong proof and an absent order; `too_old` only after the proof fitted. */
export type FindOrderError = { readonly kind: 'not_found' } | { readonly kind: 'too_old' } | { readonly kind: 'shopify_unreachable' }

/** Finds the order that a guest asks for by its exact name and checks the e-mail or postcode against it. */
export async function findOrderForShopper(_ctx: ShopContext, _input: FindOrderInput): Promise<Result<OrderFacts, FindOrderError>> {
  return err({ kind: 'not_found' })
}
