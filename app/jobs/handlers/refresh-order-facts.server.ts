import { withShop } from '#app/db.server.ts'
import { forgetOrderFacts, keepOrderFacts } from '#app/db/order-facts.server.ts'
import { findOrderFactsLoad } from '#app/db/order-facts-load.server.ts'
import type { FactName } from '#app/domain/policy/facts.ts'
import { readOrder } from '#app/shopify/orders.server.ts'
import type { Handler } from '../handler.ts'

/** What the bulk query reads of every order: an order that is read alone is kept with as much. */
const alwaysRead: readonly FactName[] = ['variant', 'subscription', 'bundle', 'firstOrder']

/**
 * Reads an order that changed again and keeps its facts, where the shop keeps any; forgets one that is gone. Idempotent: it keeps what
 * Shopify says, and never over something that was read later.
 */
export const refreshOrderFacts: Handler<'refresh-order-facts'> = async (ctx, { orderGid }) => {
  const load = await withShop(ctx.shop, (tx) => findOrderFactsLoad(tx, ctx.shop))
  if (load === null) return
  const readAt = ctx.now()
  const needs = { ...load.needs, facts: new Set([...load.needs.facts, ...alwaysRead]) }
  const read = await readOrder(ctx.admin, orderGid, { withReasons: false, needs })
  await withShop(ctx.shop, (tx) =>
    read === null
      ? forgetOrderFacts(tx, ctx.shop, [orderGid])
      : keepOrderFacts(tx, ctx.shop, { orders: [read.facts], readAt }),
  )
}
