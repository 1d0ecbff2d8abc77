import { readToken, signToken } from '#app/signed-token.server.ts'
import type { ShopDomain } from '#app/domain/ids.ts'

type Scope = { readonly shop: ShopDomain; readonly secret: string }

const lifetimeSeconds = 60 * 60
const idLength = 16

/** A token that says which lookup waits for its code; it opens nothing. It ends after an hour. `now` is an ISO instant. */
export function makeCodeToken(scope: Scope, codeId: string, now: string): string {
  const payload = Buffer.alloc(idLength + 4)
  payload.write(codeId.replaceAll('-', ''), 'hex')
  payload.writeUInt32BE(Math.floor(Date.parse(now) / 1000) + lifetimeSeconds, idLength)
  return signToken({ ...scope, purpose: 'code' }, payload)
}

/** The lookup that a token of this shop names; null when it was changed, is another shop's or has ended. */
export function readCodeToken(scope: Scope, token: string, now: string): string | null {
  const payload = readToken({ ...scope, purpose: 'code' }, token)
  if (payload?.length !== idLength + 4) return null
  if (payload.readUInt32BE(idLength) * 1000 <= Date.parse(now)) return null
  const hex = payload.toString('hex', 0, idLength)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
