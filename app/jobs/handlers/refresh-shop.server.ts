import { withShop } from '#app/db.server.ts'
import { saveShopFacts } from '#app/db/shop.server.ts'
import { readShopFacts } from '#app/shopify/shop-facts.server.ts'
import type { Handler } from '../handler.ts'

/** Reads the shop's name, zone and currency again. Idempotent: it stores what Shopify says, the same each time. */
export const refreshShop: Handler<'refresh-shop'> = async (ctx) => {
  const facts = await readShopFacts(ctx.admin)
  await withShop(ctx.shop, (tx) => saveShopFacts(tx, { shop: ctx.shop, facts, now: ctx.now() }))
}
