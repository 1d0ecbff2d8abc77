import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { readBuyerHistory } from '#app/db/buyer-history.server.ts'
import { isWatched } from '#app/db/watched-buyer.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import type { CustomerFacts, OrderFacts } from '#app/domain/order.ts'
import { coversNeeds, type OrderNeeds, orderNeedsOf } from '#app/domain/policy/order-needs.ts'
import type { Policy } from '#app/domain/policy/policy.ts'
import { readOrder, type ReadOrder } from '#app/shopify/orders.server.ts'

type Asked<Judging> = {
  readonly orderGid: OrderGid
  /** The policies that most orders are judged by: their needs are met in the first reading. */
  readonly likely: readonly Policy[]
  /** The policies that judge this order, known once it is read. */
  readonly judging: (
    order: OrderFacts,
  ) => Promise<{ readonly policies: readonly Policy[]; readonly found: Judging }>
}

/**
 * Reads an order with what the policies that judge it look at, and no more: from Shopify and, for the buyer's returns and the
 * watch list, from our own database. Which policies judge is known only by the day of the order; where they ask more than the
 * likely one it is read once again. Null when there is no such order.
 */
export async function readOrderForPolicies<Judging>(
  ctx: ShopContext,
  { orderGid, likely, judging }: Asked<Judging>,
): Promise<{ readonly read: ReadOrder; readonly found: Judging } | null> {
  const expected = orderNeedsOf(likely)
  const first = await readOrder(ctx.admin, orderGid, { withReasons: true, needs: expected })
  if (first === null) return null
  const { policies, found } = await judging(first.facts)
  const needs = orderNeedsOf(policies)
  const read = coversNeeds(expected, needs)
    ? first
    : await readOrder(ctx.admin, orderGid, { withReasons: true, needs })
  return read === null ? null : { read: { ...read, facts: await withBuyer(ctx, read.facts, needs) }, found }
}

/** Adds what our own database knows of the buyer, where some condition asks. */
async function withBuyer(ctx: ShopContext, order: OrderFacts, { facts }: OrderNeeds): Promise<OrderFacts> {
  const { customer } = order
  const asksHistory = facts.has('customerReturns') || facts.has('refundedSum')
  if (customer === null || (!asksHistory && !facts.has('blocklist'))) return order
  const known = await withShop(ctx.shop, async (tx): Promise<Partial<CustomerFacts>> => {
    const history = asksHistory
      ? await readBuyerHistory(tx, ctx.shop, { customerGid: customer.id, shopCurrency: order.shopCurrency })
      : {}
    if (!facts.has('blocklist')) return history
    const names = order.email === null ? [customer.id] : [customer.id, order.email]
    return { ...history, isBlocklisted: await isWatched(tx, ctx.shop, names) }
  })
  return { ...order, customer: { ...customer, ...known } }
}
