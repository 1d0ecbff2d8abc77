import type { ShopContext } from '#app/context.server.ts'
import type { CustomerGid } from '#app/domain/ids.ts'
import type { OrderFacts } from '#app/domain/order.ts'

/** The signed-in customer's latest orders (at most 10, newest first). Throws when Shopify cannot be reached. */
export async function listOrdersForCustomer(
  _ctx: ShopContext,
  _input: { readonly customerGid: CustomerGid },
): Promise<readonly OrderFacts[]> {
  return []
}
