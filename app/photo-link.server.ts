import { z } from 'zod'
import { idToken, type TokenScope, uuidBytes } from './signed-token.server.ts'

const photoToken = idToken({
  purpose: 'photo',
  // As long as somebody looks at a page of the admin; the next load makes fresh addresses.
  lifetimeSeconds: 30 * 60,
  id: uuidBytes(z.uuid()),
})

/**
 * The address of a photo for a page of the embedded admin: pictures are asked for without the session's token, so the address
 * itself opens this one photo, for half an hour. `now` is an ISO instant.
 */
export function photoLink(scope: TokenScope, photoId: string, now: string): string {
  return `/photos/${scope.shop}/${photoToken.make(scope, photoId, now)}`
}

/** The photo that such an address opens; null when it was changed, is another shop's or has ended. */
export const readPhotoLink = photoToken.read
