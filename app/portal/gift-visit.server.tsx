import { orderOfGift } from '#app/use-cases/gift-return.server.ts'
import type { CustomerGid, OrderGid } from '#app/domain/ids.ts'
import { signedIn } from './customer-token.server.ts'
import { GiftCodePage } from './gift-code-page.tsx'
import { type GiftToken, readGiftToken } from './gift-token.server.ts'
import { readOrderToken } from './order-token.server.ts'
import type { Visit } from './visit.server.tsx'

/** A visit of somebody who holds a gift code. */
export type GiftVisit = {
  readonly token: string
  readonly gift: GiftToken
  /** That person's own account, where there is a session. */
  readonly customer: CustomerGid | null
}

/** Addresses of the gift's steps; a session of the customer account goes with them. */
export function giftAddresses({ frame, proxy }: Visit) {
  const session: Readonly<Record<string, string>> = proxy.params.k === undefined ? {} : { k: proxy.params.k }
  return (step: string, query: Readonly<Record<string, string>> = {}) =>
    frame.to(step, { ...query, ...session })
}

/** The gift that a token opens, or the answer that asks for the code once more. */
export function visitedGift(
  visit: Visit,
  token: string,
): { readonly ok: true; readonly value: GiftVisit } | { readonly ok: false; readonly error: Response } {
  const gift = readGiftToken(visit.scope, token, visit.now)
  if (gift !== null && gift !== 'expired')
    return { ok: true, value: { token, gift, customer: signedIn(visit)?.customer ?? null } }
  const status = gift === 'expired' ? 200 : token === '' ? 409 : 403
  return { ok: false, error: askForCode(visit, { notice: visit.frame.text.t('gift.again'), status }) }
}

/** The first step of a gift: its code. */
export function askForCode(
  visit: Visit,
  props: { readonly notice?: string; readonly error?: string; readonly status?: number } = {},
): Response {
  const { frame, show } = visit
  const { status = 200, ...rest } = props
  return show(<GiftCodePage frame={frame} action={giftAddresses(visit)('gift')} {...rest} />, status)
}

/** The order whose photos a visit may keep and see: by the token of an order, or of a gift. Null for anything else. */
export async function photoOrder(visit: Visit, token: string): Promise<OrderGid | null> {
  const { ctx, proxy, scope, now } = visit
  const read = readOrderToken(scope, { token, customer: proxy.customer, now })
  if (read.ok) return read.value.order
  const gift = readGiftToken(scope, token, now)
  return gift === null || gift === 'expired' ? null : orderOfGift(ctx, gift.gift)
}
