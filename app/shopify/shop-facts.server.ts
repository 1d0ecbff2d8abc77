import type { AdminGraphql } from '#app/context.server.ts'
import type { ShopFacts } from '#app/db/shop.server.ts'
import { ask } from './operation.ts'
import { SHOP_FACTS } from './shop-operations.server.ts'

/** What Shopify says of the shop itself. */
export async function readShopFacts(admin: AdminGraphql): Promise<ShopFacts> {
  const { shop } = await ask(admin, SHOP_FACTS, {})
  return {
    shopGid: shop.id,
    name: shop.name,
    contactEmail: shop.contactEmail,
    timeZone: shop.ianaTimezone,
    currency: shop.currencyCode,
    country: shop.shopAddress.countryCodeV2,
  }
}
