import { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { type PhotoOwner, readPhotoBytes } from '#app/db/photo.server.ts'

/** A photo (JPEG) for one who may see it; null where it is not there, is no id, or is not theirs. */
export async function readPhoto(
  { shop }: Pick<ShopContext, 'shop'>,
  input: { readonly id: string; readonly owner: PhotoOwner },
): Promise<Uint8Array | null> {
  const id = z.uuid().safeParse(input.id)
  if (!id.success) return null
  return withShop(shop, (tx) => readPhotoBytes(tx, shop, { id: id.data, owner: input.owner }))
}
