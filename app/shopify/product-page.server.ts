import { z } from 'zod'
import type { ProductFacts } from '#app/domain/policy/known-terms.ts'
import type { OrderNeeds } from '#app/domain/policy/order-needs.ts'
import type { AdminGraphql } from './admin-graphql.server.ts'
import { readProductFacts } from './product-facts.server.ts'

const Product = z.object({
  product: z
    .object({
      id: z.string(),
      tags: z.array(z.string()),
      productType: z.string(),
      vendor: z.string(),
      isGiftCard: z.boolean(),
    })
    .nullable(),
})

const productQuery =
  'query ProductOfPage($id: ID!) { product(id: $id) { id tags productType vendor isGiftCard } }'

/**
 * What conditions may ask of a product on its own page (schema 2026-10), with memberships and metafields only where `needs`
 * names them; null when it is gone. Prices are its variants' and stay unknown.
 */
export async function readProductOfPage(
  admin: AdminGraphql,
  productGid: string,
  needs: OrderNeeds,
): Promise<ProductFacts | null> {
  // No generated type: the answer is checked instead, as for the other facts of products.
  const { product } = Product.parse(await admin<unknown>(productQuery, { variables: { id: productGid } }))
  if (product === null) return null
  const more = await readProductFacts(admin, [product.id], needs)
  return {
    productId: product.id,
    productTags: product.tags,
    productType: product.productType,
    vendor: product.vendor,
    isGiftCard: product.isGiftCard,
    ...(more.get(product.id) ?? {}),
  }
}
