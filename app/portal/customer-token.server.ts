import { CustomerGid, type ShopDomain } from '#app/domain/ids.ts'
import { readToken, signToken } from '#app/signed-token.server.ts'

type Scope = { readonly shop: ShopDomain; readonly secret: string }

/** How long somebody who signed in with the customer account stays it here: long enough to choose an order. */
const customerMinutes = 20
const idLength = 8

/** A short session: that the customer account of this shop says who this is. `now` is an ISO instant. */
export function makeCustomerToken(scope: Scope, customer: CustomerGid, now: string): string {
  const payload = Buffer.alloc(idLength + 4)
  payload.writeBigUInt64BE(BigInt(customer.split('/').pop() ?? '0'))
  payload.writeUInt32BE(Math.floor(Date.parse(now) / 1000) + customerMinutes * 60, idLength)
  return signToken({ ...scope, purpose: 'customer' }, payload)
}

/** The customer that a session of this shop is for; null when it was changed, is another shop's or has ended. */
export function readCustomerToken(scope: Scope, token: string, now: string): CustomerGid | null {
  const payload = readToken({ ...scope, purpose: 'customer' }, token)
  if (payload?.length !== idLength + 4) return null
  if (payload.readUInt32BE(idLength) * 1000 <= Date.parse(now)) return null
  return CustomerGid.parse(`gid://shopify/Customer/${payload.readBigUInt64BE()}`)
}

/**
 * Who is signed in: by the storefront, as Shopify's proxy says, or with the customer account, by the session in the address.
 * `session` is that token, for the addresses that follow.
 */
export function signedIn(visit: {
  readonly proxy: { readonly customer: CustomerGid | null; readonly params: { readonly k?: string } }
  readonly scope: Scope
  readonly now: string
}): { readonly customer: CustomerGid; readonly session: string | null } | null {
  const { customer, params } = visit.proxy
  if (customer !== null) return { customer, session: null }
  if (params.k === undefined) return null
  const known = readCustomerToken(visit.scope, params.k, visit.now)
  return known === null ? null : { customer: known, session: params.k }
}
