import { ReturnId } from './domain/ids.ts'
import { idToken, uuidBytes } from './signed-token.server.ts'

const statusToken = idToken({
  purpose: 'status',
  lifetimeSeconds: 180 * 24 * 60 * 60,
  id: uuidBytes(ReturnId),
})

/**
 * A token that opens the status page of one return and nothing else. It stands in the page's address and in mails, each
 * mail with a fresh one; it ends 180 days after it was made. `now` is an ISO instant.
 */
export const makeStatusToken = statusToken.make
/** The return that a status token of this shop opens; null when it was changed, is another shop's or has ended. */
export const readStatusToken = statusToken.read

/** The address of a return's status page. `portalUrl` is the storefront's address of the portal: `https://shop.example/apps/returns`. */
export function statusUrl(portalUrl: string, token: string): string {
  return `${portalUrl.replace(/\/+$/, '')}/status/${token}`
}
