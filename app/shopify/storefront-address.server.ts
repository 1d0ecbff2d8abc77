import type { AdminGraphql } from './admin-graphql.server.ts'
import { ask } from './operation.ts'
import { STOREFRONT_ADDRESS } from './shop-operations.server.ts'

/** Where shoppers find the shop: `https://shop.example`, without a slash at the end. */
export async function readStorefrontUrl(admin: AdminGraphql): Promise<string> {
  const { shop } = await ask(admin, STOREFRONT_ADDRESS, {})
  return shop.primaryDomain.url.replace(/\/+$/, '')
}
