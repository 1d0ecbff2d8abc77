import type { LoaderFunctionArgs } from '@remix-run/node'
import { ShopDomain } from '#app/domain/ids.ts'
import { env } from '#app/env.server.ts'
import { readPhotoLink } from '#app/photo-link.server.ts'
import { photoResponse } from '#app/photo-response.server.ts'
import { readPhoto } from '#app/use-cases/read-photo.server.ts'

/** A photo of a return for the shop's staff: the address was made by a page of the admin and ends soon. */
export async function loader({ params }: LoaderFunctionArgs) {
  const shop = ShopDomain.safeParse(params['shop'])
  if (!shop.success) return photoResponse(null)
  const scope = { shop: shop.data, secret: env.SHOPIFY_API_SECRET }
  const id = readPhotoLink(scope, params['token'] ?? '', new Date().toISOString())
  if (id === null) return photoResponse(null)
  return photoResponse(await readPhoto({ shop: shop.data }, { id, owner: { kind: 'shop' } }))
}
