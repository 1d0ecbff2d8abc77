import type { ShopContext } from '#app/context.server.ts'
import type { CustomerGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'
import { readOrdersOfCustomer } from '#app/shopify/orders.server.ts'

/** The signed-in customer's latest orders (at most 10, newest first). Throws when Shopify cannot be reached. */
export async function listOrdersForCustomer(
  ctx: ShopContext,
  input: { readonly customerGid: CustomerGid },
): Promise<readonly OrderFacts[]> {
  return readOrdersOfCustomer(ctx.admin, input.customerGid)
}
