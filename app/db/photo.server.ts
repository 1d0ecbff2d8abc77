import { randomUUID } from 'node:crypto'
import type { Transaction } from '#app/db.server.ts'
import type { OrderGid, ReturnId, ShopDomain } from '#app/domain/ids.ts'

/** A photo without its bytes. */
export type PhotoRecord = { readonly id: string; readonly returnLineId: string | null }

/** Keeps a photo that was uploaded for an order and is not sent yet. Answers its id. */
export async function keepPhoto(
  tx: Transaction,
  shop: ShopDomain,
  photo: {
    readonly orderGid: OrderGid
    readonly bytes: Uint8Array
    readonly width: number
    readonly height: number
    readonly now: string
  },
): Promise<string> {
  const { now, bytes, ...rest } = photo
  const id = randomUUID()
  await tx.photo.create({ data: { ...rest, id, shop, bytes: Uint8Array.from(bytes), uploadedAt: now } })
  return id
}

/** How many photos of an order wait to be sent. */
export function countWaitingPhotos(tx: Transaction, shop: ShopDomain, orderGid: OrderGid): Promise<number> {
  return tx.photo.count({ where: { shop, orderGid, returnLineId: null } })
}

/** Those of these ids that were uploaded for the order and not sent with a return yet. */
export async function findWaitingPhotos(
  tx: Transaction,
  shop: ShopDomain,
  wanted: { readonly orderGid: OrderGid; readonly ids: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (wanted.ids.length === 0) return new Set()
  const where = { shop, orderGid: wanted.orderGid, id: { in: [...wanted.ids] }, returnLineId: null }
  const rows = await tx.photo.findMany({ where, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

/** Makes photos part of a return line, in their order. Those that are another order's or were sent already stay as they are. */
export async function sendPhotos(
  tx: Transaction,
  shop: ShopDomain,
  sent: { readonly orderGid: OrderGid; readonly returnLineId: string; readonly ids: readonly string[] },
): Promise<void> {
  const { orderGid, returnLineId } = sent
  for (const [position, id] of sent.ids.entries())
    await tx.photo.updateMany({
      where: { id, shop, orderGid, returnLineId: null },
      data: { returnLineId, position },
    })
}

/** Removes a photo that was not sent yet. */
export async function removeWaitingPhoto(
  tx: Transaction,
  shop: ShopDomain,
  photo: { readonly orderGid: OrderGid; readonly id: string },
): Promise<void> {
  await tx.photo.deleteMany({ where: { ...photo, shop, returnLineId: null } })
}

/** The photos of a return in the order they were sent. */
export async function listPhotosOfReturn(tx: Transaction, returnId: ReturnId): Promise<PhotoRecord[]> {
  return tx.photo.findMany({
    where: { returnLine: { returnId } },
    select: { id: true, returnLineId: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  })
}

/** Whose photo is read: of a visit to an order while it waits, of a return, or any of the shop's. */
export type PhotoOwner =
  | { readonly kind: 'order'; readonly orderGid: OrderGid }
  | { readonly kind: 'return'; readonly returnId: ReturnId }
  | { readonly kind: 'shop' }

/** The bytes of a photo (JPEG); null where it is not there or not the owner's. */
export async function readPhotoBytes(
  tx: Transaction,
  shop: ShopDomain,
  photo: { readonly id: string; readonly owner: PhotoOwner },
): Promise<Uint8Array | null> {
  const { owner, id } = photo
  const row = await tx.photo.findFirst({
    where: {
      id,
      shop,
      ...(owner.kind === 'order' ? { orderGid: owner.orderGid, returnLineId: null } : {}),
      ...(owner.kind === 'return' ? { returnLine: { returnId: owner.returnId } } : {}),
    },
    select: { bytes: true },
  })
  return row?.bytes ?? null
}
