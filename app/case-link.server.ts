import { z } from 'zod'
import type { ShopDomain } from './domain/ids.ts'
import { readToken, signToken } from './signed-token.server.ts'

type Scope = { readonly shop: ShopDomain; readonly secret: string }

/** As long as the link to a return: who declared something looks after it for months. */
const lifetimeSeconds = 180 * 24 * 60 * 60
const idLength = 16

/** A token that opens one case and nothing else; it ends 180 days after it was made. `now` is an ISO instant. */
export function makeCaseToken(scope: Scope, caseId: string, now: string): string {
  const payload = Buffer.alloc(idLength + 4)
  payload.write(caseId.replaceAll('-', ''), 'hex')
  payload.writeUInt32BE(Math.floor(Date.parse(now) / 1000) + lifetimeSeconds, idLength)
  return signToken({ ...scope, purpose: 'case' }, payload)
}

/** The case that a token of this shop opens; null when it was changed, is another shop's or has ended. */
export function readCaseToken(scope: Scope, token: string, now: string): string | null {
  const payload = readToken({ ...scope, purpose: 'case' }, token)
  if (payload?.length !== idLength + 4) return null
  if (payload.readUInt32BE(idLength) * 1000 <= Date.parse(now)) return null
  const hex = payload.toString('hex', 0, idLength)
  const id = z.uuid().safeParse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  return id.success ? id.data : null
}

/** The address of a case. `portalUrl` is the storefront's address of the portal: `https://shop.example/apps/returns`. */
export function caseUrl(portalUrl: string, token: string): string {
  return `${portalUrl.replace(/\/+$/, '')}/case/${token}`
}
