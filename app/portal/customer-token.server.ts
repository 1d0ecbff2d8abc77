import { CustomerGid } from '#app/domain/ids.ts'
import { idToken, type TokenScope } from '#app/signed-token.server.ts'

const customerToken = idToken<CustomerGid>({
  purpose: 'customer',
  // How long somebody who signed in with the customer account stays it here: long enough to choose an order.
  lifetimeSeconds: 20 * 60,
  id: {
    length: 8,
    write: (customer, payload) => void payload.writeBigUInt64BE(BigInt(customer.split('/').pop() ?? '0')),
    read: (payload) => CustomerGid.parse(`gid://shopify/Customer/${payload.readBigUInt64BE()}`),
  },
})

/** A short session: that the customer account of this shop says who this is. `now` is an ISO instant. */
export const makeCustomerToken = customerToken.make
/** The customer that a session of this shop is for; null when it was changed, is another shop's or has ended. */
export const readCustomerToken = customerToken.read

/**
 * Who is signed in: by the storefront, as Shopify's proxy says, or with the customer account, by the session in the address.
 * `session` is that token, for the addresses that follow.
 */
export function signedIn(visit: {
  readonly proxy: { readonly customer: CustomerGid | null; readonly params: { readonly k?: string } }
  readonly scope: TokenScope
  readonly now: string
}): { readonly customer: CustomerGid; readonly session: string | null } | null {
  const { customer, params } = visit.proxy
  if (customer !== null) return { customer, session: null }
  if (params.k === undefined) return null
  const known = readCustomerToken(visit.scope, params.k, visit.now)
  return known === null ? null : { customer: known, session: params.k }
}
