import { ReturnId, type ShopDomain } from './domain/ids.ts'
import { readToken, signToken } from './signed-token.server.ts'

type StatusLinkScope = { readonly shop: ShopDomain; readonly secret: string }

const lifetimeSeconds = 180 * 24 * 60 * 60
const idLength = 16

/**
 * A token that opens the status page of one return and nothing else. It stands in the page's address and in mails, each
 * mail with a fresh one; it ends 180 days after it was made. `now` is an ISO instant.
 */
export function makeStatusToken(scope: StatusLinkScope, returnId: ReturnId, now: string): string {
  const payload = Buffer.alloc(idLength + 4)
  payload.write(returnId.replaceAll('-', ''), 'hex')
  payload.writeUInt32BE(Math.floor(Date.parse(now) / 1000) + lifetimeSeconds, idLength)
  return signToken({ ...scope, purpose: 'status' }, payload)
}

/** The return that a status token of this shop opens; null when it was changed, is another shop's or has ended. */
export function readStatusToken(scope: StatusLinkScope, token: string, now: string): ReturnId | null {
  const payload = readToken({ ...scope, purpose: 'status' }, token)
  if (payload?.length !== idLength + 4) return null
  if (payload.readUInt32BE(idLength) * 1000 <= Date.parse(now)) return null
  const hex = payload.toString('hex', 0, idLength)
  const id = ReturnId.safeParse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  return id.success ? id.data : null
}

/** The address of a return's status page. `portalUrl` is the storefront's address of the portal: `https://shop.example/apps/returns`. */
export function statusUrl(portalUrl: string, token: string): string {
  return `${portalUrl.replace(/\/+$/, '')}/status/${token}`
}
