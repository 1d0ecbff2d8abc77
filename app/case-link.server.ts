import { z } from 'zod'
import { idToken, uuidBytes } from './signed-token.server.ts'

const caseToken = idToken({
  purpose: 'case',
  // As long as the link to a return: who declared something looks after it for months.
  lifetimeSeconds: 180 * 24 * 60 * 60,
  id: uuidBytes(z.uuid()),
})

/** A token that opens one case and nothing else; it ends 180 days after it was made. `now` is an ISO instant. */
export const makeCaseToken = caseToken.make
/** The case that a token of this shop opens; null when it was changed, is another shop's or has ended. */
export const readCaseToken = caseToken.read

/** The address of a case. `portalUrl` is the storefront's address of the portal: `https://shop.example/apps/returns`. */
export function caseUrl(portalUrl: string, token: string): string {
  return `${portalUrl.replace(/\/+$/, '')}/case/${token}`
}
