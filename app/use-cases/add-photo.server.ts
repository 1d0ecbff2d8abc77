import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import { countWaitingPhotos, keepPhoto } from '#app/db/photo.server.ts'
import type { OrderGid } from '#app/domain/ids.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { takeTurn } from '#app/photo-turns.server.ts'
import { type PhotoProblem, reEncodePhoto } from '#app/re-encode-photo.server.ts'

export type AddPhotoError = PhotoProblem | { readonly kind: 'full' } | { readonly kind: 'busy' }

/** How many photos may wait for one order: more than any request asks for, and no place to store things. */
const mostWaiting = 60

/**
 * Keeps a photo for a request that is being written: made anew, tied to the order, gone after a day if nobody sends it. Photos
 * are made a few at a time; `busy` when too many wait already.
 */
export async function addPhoto(
  ctx: ShopContext,
  input: { readonly orderGid: OrderGid; readonly file: Uint8Array },
): Promise<Result<{ readonly id: string }, AddPhotoError>> {
  const { shop } = ctx
  const { orderGid } = input
  const isFull = (waiting: number) => waiting >= mostWaiting
  if (isFull(await withShop(shop, (tx) => countWaitingPhotos(tx, shop, orderGid))))
    return err({ kind: 'full' })
  const clean = await takeTurn(() => reEncodePhoto(input.file))
  if (clean === 'busy') return err({ kind: 'busy' })
  if (!clean.ok) return clean
  const photo = { ...clean.value, orderGid, now: ctx.now() }
  return ok({ id: await withShop(shop, (tx) => keepPhoto(tx, shop, photo)) })
}
