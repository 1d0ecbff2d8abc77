import { z } from 'zod'
import { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import { submission, submissionToken, type TokenScope } from '#app/signed-token.server.ts'

/**
 * What a shopper has shown: that this order may be seen. It stands in for the session that the app proxy does not give (it
 * strips cookies). `nonce` is the key of the submission: whatever is sent twice with it is one return.
 */
const OrderToken = z.object({
  ...submission,
  order: OrderGid,
  /** The signed-in customer it was made for; null for a guest, whom e-mail or postcode identified. */
  customer: CustomerGid.nullable(),
  /** The customer signed in with the customer account or through the API: no storefront session need go with it. */
  session: z.boolean().default(false),
})
export type OrderToken = z.infer<typeof OrderToken>

const orderToken = submissionToken({
  purpose: 'order',
  // Two hours; the page then asks for the order again and keeps what was typed.
  lifetimeMs: 2 * 60 * 60 * 1000,
  shape: OrderToken,
})

/** Makes the token of a visit, with a fresh submission key. `now` is an ISO instant. */
export function makeOrderToken(
  scope: TokenScope,
  visit: {
    readonly order: OrderGid
    readonly customer: CustomerGid | null
    readonly now: string
    readonly isSession?: boolean
  },
): string {
  const { order, customer, now, isSession = false } = visit
  return orderToken.make(scope, { order, customer, session: isSession }, now)
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
  scope: TokenScope,
  request: { readonly token: string; readonly customer: CustomerGid | null; readonly now: string },
):
  | { readonly ok: true; readonly value: OrderToken }
  | { readonly ok: false; readonly error: OrderTokenProblem } {
  if (request.token === '') return { ok: false, error: { kind: 'absent' } }
  const read = orderToken.read(scope, request.token, request.now)
  if (read === null) return { ok: false, error: { kind: 'forged' } }
  const { content: token, hasEnded } = read
  if (token.customer !== null && !token.session && token.customer !== request.customer)
    return { ok: false, error: { kind: 'forged' } }
  return hasEnded ? { ok: false, error: { kind: 'expired' } } : { ok: true, value: token }
}
