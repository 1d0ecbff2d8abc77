import { z } from 'zod'
import { hashOf } from '#app/db/hash-chain.ts'
import { CustomerGid } from '#app/domain/ids.ts'
import { isPositive, Money } from '#app/domain/money.ts'
import { type Quote } from '#app/domain/refund/quote.ts'
import { StoredQuote } from '#app/domain/refund/stored-quote.ts'

/** Units of a line by their place: `from` 0 `to` 2 are its first two. Ranges of one line never overlap between paid intents. */
export const UnitRange = z.object({
  returnLineId: z.string(),
  from: z.int().min(0),
  to: z.int().min(1),
})
export type UnitRange = z.infer<typeof UnitRange>

/**
 * What goes back beside the goods: shipping (an amount before tax unless it is included, or all that is left) and duties, in
 * proportion to the units or whole.
 */
export const RefundExtras = z.object({
  shipping: z.union([z.literal('full'), Money]).nullable(),
  duties: z.array(z.object({ dutyGid: z.string(), part: z.enum(['FULL', 'PROPORTIONAL']) })),
})
export type RefundExtras = z.infer<typeof RefundExtras>

export const noExtras: RefundExtras = { shipping: null, duties: [] }

/**
 * What goes back beside the goods because it was promised: what the first delivery cost, with the first refund of the return.
 * `refunds` are those that were intended and not refused.
 */
export function promisedExtras(
  promised: Pick<Quote, 'shipping'> | null,
  refunds: readonly unknown[],
): RefundExtras {
  const isDue = promised !== null && isPositive(promised.shipping) && refunds.length === 0
  return isDue ? { shipping: 'full', duties: [] } : noExtras
}

/** Goods that are sent with the units of a line: so many of an exchange line of Shopify. */
const SentGoods = z.object({
  returnLineId: z.string(),
  gid: z.string(),
  quantity: z.int().min(1),
  title: z.string(),
})
export type SentGoods = z.infer<typeof SentGoods>

/** What a refund intent was frozen with: the units, the goods sent for them, and the receipt that the person saw. */
export const RefundRequest = z.object({
  kind: z.literal('refund'),
  units: z.array(UnitRange).min(1),
  exchanges: z.array(SentGoods).default([]),
  extras: RefundExtras.default(noExtras),
  /** When the store credit ends; never where it is null. */
  creditEndsAt: z.string().nullable().default(null),
  quote: StoredQuote,
})
export type RefundRequest = z.infer<typeof RefundRequest>

/**
 * What money beside a return's own refund was frozen with: exactly what Shopify is asked, so that asking again is the same
 * call. `why`: `gateway_failed` (then `of` is the refund whose payment failed), `partial_credit` or `goodwill`.
 */
export const OrderRefundRequest = z.object({
  kind: z.literal('order_refund'),
  why: z.enum(['gateway_failed', 'partial_credit', 'goodwill']),
  of: z.string().nullable(),
  note: z.string(),
  transactions: z.array(z.object({ parentGid: z.string(), gateway: z.string(), amount: Money })),
  storeCredit: z.object({ amount: Money, expiresAt: z.string().nullable() }).nullable(),
})
export type OrderRefundRequest = z.infer<typeof OrderRefundRequest>

/** What a bonus intent was frozen with. */
export const BonusRequest = z.object({
  kind: z.literal('bonus_credit'),
  refundIntentId: z.string(),
  customerGid: CustomerGid,
  /** As the refund's own credit. */
  creditEndsAt: z.string().nullable().default(null),
})
export type BonusRequest = z.infer<typeof BonusRequest>

/**
 * Shopify's figures right before a refund left: what was sent, and what to compare with when no answer came. `sent` are the
 * units that the call asks Shopify to process, `exchanges` the goods with them: how many of how many, after how many.
 */
export const RefundSnapshot = z.object({
  refundGids: z.array(z.string()),
  sent: z.array(z.object({ gid: z.string(), quantity: z.int() })).default([]),
  lines: z.array(z.object({ gid: z.string(), quantity: z.int(), processed: z.int(), refunded: z.int() })),
  exchanges: z
    .array(z.object({ gid: z.string(), sent: z.int(), quantity: z.int(), processed: z.int() }))
    .default([]),
  transactions: z.array(z.object({ parentGid: z.string(), amount: Money })),
  storeCredit: z.object({ amount: Money, expiresAt: z.string().nullable() }).nullable(),
})
export type RefundSnapshot = z.infer<typeof RefundSnapshot>

/**
 * Whether Shopify itself refuses the same call a second time: it takes all that is left to process of a line, and one line
 * with too many units refuses the whole call. Only such a call may be sent again while the first one could still arrive.
 */
export function isTakenOnlyOnce({ sent, lines, exchanges }: RefundSnapshot): boolean {
  if (exchanges.some((one) => one.sent === one.quantity - one.processed)) return true
  return sent.some((one) => {
    const line = lines.find(({ gid }) => gid === one.gid)
    return line !== undefined && one.quantity === line.quantity - line.processed
  })
}

/** The customer's credit adjustments right before a bonus left. */
export const BonusSnapshot = z.object({ adjustmentGids: z.array(z.string()) })
export type BonusSnapshot = z.infer<typeof BonusSnapshot>

/** What Shopify reported of a bonus: its transaction, or why not. */
export const BonusReport = z.object({ gid: z.string().nullable(), words: z.string() })

/** Reads that found no trace of what was sent, since the last sending. */
export const EmptyReads = z.array(z.object({ at: z.string(), fingerprint: z.string() }))
export type EmptyReads = z.infer<typeof EmptyReads>

/** What the credit of a gift was frozen with: the units that were given back, and the recipient's own account. */
export const GiftCreditRequest = z.object({
  kind: z.literal('gift_credit'),
  units: z.array(UnitRange).min(1),
  customerGid: CustomerGid,
  creditEndsAt: z.string().nullable(),
  quote: StoredQuote,
})
export type GiftCreditRequest = z.infer<typeof GiftCreditRequest>

/** Credit that is given to an account outside any order. */
export const CreditRequest = z.discriminatedUnion('kind', [BonusRequest, GiftCreditRequest])

/** SHA-256 of a request's canonical text: keys sorted, so that the same request always has the same hash. */
export function requestHash(request: object): string {
  return hashOf(request)
}

/** The short text that finds a thing of ours again in Shopify's notes. */
export function correlationOf(id: string): string {
  return `rtn:${id.replaceAll('-', '').slice(0, 12)}`
}
