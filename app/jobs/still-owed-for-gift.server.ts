import type { ShopContext } from '#app/context.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { quoteForGift } from '#app/domain/gift.ts'
import { formatMoney, isSame, type Money } from '#app/domain/money.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { readSettlement } from '#app/shopify/settlement.server.ts'
import { refundQuote } from './refund-quote.ts'
import { type GiftCreditRequest, noExtras, type UnitRange } from './refund-request.ts'
import { unitsKey, unitsOf } from './refund-units.ts'

/** What units of a gift come to now, or why nothing can be said of it. */
export type GiftWorth =
  | { readonly kind: 'worth'; readonly quote: Quote }
  | { readonly kind: 'not_in_shopify_yet' }
  /** Somebody processed, refunded or closed it in Shopify itself. */
  | { readonly kind: 'changed_in_shopify' }

/**
 * What Shopify would give back for units of a gift right now: the measure of the credit that their recipient gets. Reads only:
 * the units are never processed, because Shopify would then show their money as owed to whoever paid (returns-api P2).
 */
export async function readGiftWorth(
  ctx: ShopContext,
  record: ReturnRecord,
  units: readonly UnitRange[],
): Promise<GiftWorth> {
  const gid = record.shopifyReturnGid
  if (gid === null) return { kind: 'not_in_shopify_yet' }
  const lines = units.flatMap((range) => {
    const line = record.lines.find(({ id }) => id === range.returnLineId)?.shopifyReturnLineGid
    return line ? [{ gid: line, quantity: range.to - range.from }] : []
  })
  if (lines.length !== units.length) return { kind: 'not_in_shopify_yet' }
  const settlement = await readSettlement(ctx.admin, {
    gid,
    lines,
    lineCount: record.lines.length,
    currency: record.currency,
    method: 'original_payment',
    extras: noExtras,
  })
  if (settlement?.status === 'REQUESTED') return { kind: 'not_in_shopify_yet' }
  const isTaken = lines.some(({ gid: line, quantity }) => {
    const now = settlement?.lines.find((one) => one.gid === line)
    // Units that were credited before are not processed either: they are counted by us alone.
    return now === undefined || now.processed > 0 || now.refunded > 0 || now.processable < quantity
  })
  if (settlement?.status !== 'OPEN' || isTaken) return { kind: 'changed_in_shopify' }
  const isLater = record.moneyIntents.some(
    (intent) =>
      intent.purpose === 'gift_credit' &&
      intent.state !== 'refused' &&
      unitsKey(unitsOf(intent), 0) !== unitsKey(units, 0),
  )
  const quote = refundQuote({ record, units, settlement, method: 'store_credit' })
  return { kind: 'worth', quote: quoteForGift(quote, { isLater }) }
}

/** Why the credit of a gift is not sent: it is another amount now, or not there any more. Null where it may be. */
export async function whyGiftCreditStops(
  ctx: ShopContext,
  credit: {
    readonly record: ReturnRecord
    readonly amount: Money
    readonly request: Pick<GiftCreditRequest, 'units'>
  },
): Promise<string | null> {
  const { record, amount, request } = credit
  const now = await readGiftWorth(ctx, record, request.units)
  if (now.kind === 'not_in_shopify_yet') throw new Error('The return is not approved in Shopify yet')
  if (now.kind === 'changed_in_shopify') return 'The goods were processed or the return closed in Shopify'
  const { refund } = now.quote
  return isSame(refund, amount)
    ? null
    : `The goods come to ${formatMoney(refund, 'en')} now, not to ${formatMoney(amount, 'en')}`
}
