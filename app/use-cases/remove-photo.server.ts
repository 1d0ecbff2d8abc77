import { z } from 'zod'
import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { removeWaitingPhoto } from '#app/db/photo.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'

/** Removes a photo of a request that is being written. One that is not there, or was sent already, is left alone. */
export async function removePhoto(
  { shop }: Pick<ShopContext, 'shop'>,
  input: { readonly orderGid: OrderGid; readonly id: string },
): Promise<void> {
  if (!z.uuid().safeParse(input.id).success) return
  await withShop(shop, (tx) => removeWaitingPhoto(tx, shop, input))
}
