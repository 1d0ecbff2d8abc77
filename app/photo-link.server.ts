import { z } from 'zod'
import type { ShopDomain } from './domain/ids.ts'
import { readToken, signToken } from './signed-token.server.ts'

type Scope = { readonly shop: ShopDomain; readonly secret: string }

/** As long as somebody looks at a page of the admin; the next load makes fresh addresses. */
const lifetimeSeconds = 30 * 60
const idLength = 16

/**
 * The address of a photo for a page of the embedded admin: pictures are asked for without the session's token, so the address
 * itself opens this one photo, for half an hour. `now` is an ISO instant.
 */
export function photoLink(scope: Scope, photoId: string, now: string): string {
  const payload = Buffer.alloc(idLength + 4)
  payload.write(photoId.replaceAll('-', ''), 'hex')
  payload.writeUInt32BE(Math.floor(Date.parse(now) / 1000) + lifetimeSeconds, idLength)
  return `/photos/${scope.shop}/${signToken({ ...scope, purpose: 'photo' }, payload)}`
}

/** The photo that such an address opens; null when it was changed, is another shop's or has ended. */
export function readPhotoLink(scope: Scope, token: string, now: string): string | null {
  const payload = readToken({ ...scope, purpose: 'photo' }, token)
  if (payload?.length !== idLength + 4) return null
  if (payload.readUInt32BE(idLength) * 1000 <= Date.parse(now)) return null
  const hex = payload.toString('hex', 0, idLength)
  const id = z.uuid().safeParse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  return id.success ? id.data : null
}
