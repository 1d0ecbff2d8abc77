import { z } from 'zod'
import { submission, submissionToken, type TokenScope } from '#app/signed-token.server.ts'

/**
 * What somebody has shown who was given something: a gift code, by the id of its row. It opens the items of that code and
 * nothing else; `nonce` is the key of the submission, as in the token of an order.
 */
const GiftToken = z.object({ ...submission, gift: z.uuid() })
export type GiftToken = z.infer<typeof GiftToken>

const giftToken = submissionToken({
  purpose: 'gift',
  lifetimeMs: 2 * 60 * 60 * 1000,
  shape: GiftToken,
})

/** Makes the token of a gift's visit, with a fresh submission key. `now` is an ISO instant. */
export function makeGiftToken(scope: TokenScope, codeId: string, now: string): string {
  return giftToken.make(scope, { gift: codeId }, now)
}

/** The token's content; `expired` where it was one, null for anything else. */
export function readGiftToken(scope: TokenScope, token: string, now: string): GiftToken | 'expired' | null {
  const read = giftToken.read(scope, token, now)
  if (read === null) return null
  return read.hasEnded ? 'expired' : read.content
}
