import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CustomerGid, OrderGid, type ShopDomain } from '#app/domain/ids.ts'
import { readToken, signToken } from '#app/signed-token.server.ts'

/**
 * What a shopper has shown: that this order may be seen. It stands in for the session that the app proxy does not give (it
 * strips cookies). `nonce` is the key of the submission: whatever is sent twice with it is one return.
 */
const OrderToken = z.object({
  order: OrderGid,
  /** The signed-in customer it was made for; null for a guest, whom e-mail or postcode identified. */
  customer: CustomerGid.nullable(),
  nonce: z.uuid(),
  issuedAt: z.int(),
  /** The customer signed in with the customer account or through the API: no storefront session need go with it. */
  session: z.boolean().default(false),
})
export type OrderToken = z.infer<typeof OrderToken>

type Scope = { readonly shop: ShopDomain; readonly secret: string }

/** Tokens end after two hours; the page then asks for the order again and keeps what was typed. */
const lifetimeMs = 2 * 60 * 60 * 1000

/** Makes the token of a visit, with a fresh submission key. `now` is an ISO instant. */
export function makeOrderToken(
  scope: Scope,
  visit: {
    readonly order: OrderGid
    readonly customer: CustomerGid | null
    readonly now: string
    readonly isSession?: boolean
  },
): string {
  const token: OrderToken = {
    order: visit.order,
    customer: visit.customer,
    nonce: randomUUID(),
    issuedAt: Date.parse(visit.now),
    session: visit.isSession === true,
  }
  return signToken({ ...scope, purpose: 'order' }, Buffer.from(JSON.stringify(token)))
}

export type OrderTokenProblem =
  /** None was sent: a step was skipped. */
  | { readonly kind: 'absent' }
  /** Changed, of another shop, or of another customer's session. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'expired' }

/**
 * Reads the token of a request. One that was made for a signed-in customer is only good while Shopify says that the same
 * customer is signed in.
 */
export function readOrderToken(
  scope: Scope,
  request: { readonly token: string; readonly customer: CustomerGid | null; readonly now: string },
):
  | { readonly ok: true; readonly value: OrderToken }
  | { readonly ok: false; readonly error: OrderTokenProblem } {
  if (request.token === '') return { ok: false, error: { kind: 'absent' } }
  const payload = readToken({ ...scope, purpose: 'order' }, request.token)
  if (payload === null) return { ok: false, error: { kind: 'forged' } }
  const token = OrderToken.parse(JSON.parse(payload.toString('utf8')))
  if (token.customer !== null && !token.session && token.customer !== request.customer)
    return { ok: false, error: { kind: 'forged' } }
  if (Date.parse(request.now) - token.issuedAt >= lifetimeMs) return { ok: false, error: { kind: 'expired' } }
  return { ok: true, value: token }
}
