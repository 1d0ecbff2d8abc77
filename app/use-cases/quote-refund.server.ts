import type { ShopContext } from '#app/context.server.ts'
import { withShop } from '#app/db.server.ts'
import type { ReturnRecord } from '#app/db/return-record.ts'
import { findReturn } from '#app/db/return.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { isEven } from '#app/domain/gift.ts'
import { transition } from '#app/domain/lifecycle.ts'
import { isPositive } from '#app/domain/money.ts'
import { needsConsent } from '#app/domain/policy/law/withdrawal.ts'
import { chosenLines } from '#app/domain/policy/request.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import { goodsFor, lacksGoods } from '#app/jobs/exchange-goods.ts'
import { refundQuote } from '#app/jobs/refund-quote.ts'
import { readGiftWorth } from '#app/jobs/still-owed-for-gift.server.ts'
import type { RefundExtras, UnitRange } from '#app/jobs/refund-request.ts'
import { dueExtras, refundableUnits } from '#app/jobs/refund-units.ts'
import { returnStateOf } from '#app/jobs/return-state-of.ts'
import { readSettlement, type Settlement, type SettlementMethod } from '#app/shopify/settlement.server.ts'
import type { ReturnCommandError } from './return-command-error.ts'
import { orUnreachable } from './unreachable.ts'

export type QuotedRefund = {
  /** The methods that are possible, what the shopper chose first. */
  readonly quotes: readonly Quote[]
  /** Why store credit is not among them, for the words on the screen. */
  readonly storeCreditMissing:
    null | 'exchange' | 'exchange_first' | 'no_customer' | 'no_consent' | 'refused_by_shopify'
}
export type QuoteRefundError =
  | ReturnCommandError
  /** Goods for a gift that do not come to the same any more: a person talks with its recipient. */
  | { readonly kind: 'gift_not_even' }
  | { readonly kind: 'nothing_to_refund' }
  | { readonly kind: 'not_in_shopify_yet' }
  | { readonly kind: 'shopify_unreachable' }

/**
 * What a refund of the return would come to now, by Shopify's own suggestion: exactly what `refundReturn` would send for the
 * same `extras` (what was promised beside the goods where they are absent).
 */
export async function quoteRefund(
  ctx: ShopContext,
  input: { readonly returnId: ReturnId; readonly extras?: RefundExtras },
): Promise<Result<QuotedRefund, QuoteRefundError>> {
  return orUnreachable(async () => {
    const record = await withShop(ctx.shop, (tx) => findReturn(tx, input.returnId))
    if (record === null) return err({ kind: 'not_found' })
    if (record.gift !== null) return quoteGift(ctx, record)
    const chosenFirst: readonly SettlementMethod[] =
      record.outcome === 'store_credit'
        ? ['store_credit', 'original_payment']
        : ['original_payment', 'store_credit']
    const [first, second] = await Promise.all(
      chosenFirst.map((method) => refundNow(ctx, record, method, input.extras)),
    )
    if (first === undefined || second === undefined) throw new Error('There are two methods')
    const quotes = [first, second].flatMap((read) => (read.ok ? [read.value.quote] : []))
    // A way that has nothing (left) to pay is no reason against the other one.
    if (quotes.length === 0 && !first.ok) return err(withoutMethod(first.error))
    const credit = chosenFirst[0] === 'store_credit' ? first : second
    return ok({ quotes, storeCreditMissing: credit.ok ? null : whyNoCredit(record) })
  })
}

/** A gift is paid one way only: by goods, or by credit to its recipient. */
async function quoteGift(
  ctx: ShopContext,
  record: ReturnRecord,
): Promise<Result<QuotedRefund, QuoteRefundError>> {
  const method = methodOfGift(record)
  const now = await refundNow(ctx, record, method)
  if (!now.ok) return err(withoutMethod(now.error))
  return ok({ quotes: [now.value.quote], storeCreditMissing: null })
}

/** Goods go out with the original payment, of which nothing moves. */
function methodOfGift(record: ReturnRecord): SettlementMethod {
  return hasExchange(record, refundableUnits(record)) ? 'original_payment' : 'store_credit'
}

/** What the credit of a gift comes to now. Nobody pays it before the goods were looked at. */
async function giftCreditNow(
  ctx: ShopContext,
  record: ReturnRecord,
  units: readonly UnitRange[],
): Promise<Result<RefundNow, RefundNowError>> {
  if (record.customerGid === null) return err({ kind: 'method_not_offered' })
  if (record.status !== 'received') return err({ kind: 'not_allowed', status: record.status })
  const now = await readGiftWorth(ctx, record, units)
  if (now.kind === 'not_in_shopify_yet') return err({ kind: 'not_in_shopify_yet' })
  if (now.kind === 'changed_in_shopify') return err({ kind: 'conflict', by: null })
  return isPositive(now.quote.refund) ? ok({ units, quote: now.quote }) : err({ kind: 'nothing_to_refund' })
}

function whyNoCredit(record: ReturnRecord): NonNullable<QuotedRefund['storeCreditMissing']> {
  if (hasExchange(record, refundableUnits(record, 'store_credit'))) return 'exchange'
  if (exchangesFirst(record)) return 'exchange_first'
  if (record.customerGid === null) return 'no_customer'
  return lacksConsent(record, refundableUnits(record, 'store_credit')) ? 'no_consent' : 'refused_by_shopify'
}

/** Whether the law wants these units paid back as they were paid, and the buyer never agreed to anything else. */
function lacksConsent(record: ReturnRecord, units: readonly UnitRange[]): boolean {
  if (record.consent !== null) return false
  const ids = record.lines
    .filter((line) => units.some((range) => range.returnLineId === line.id))
    .map((line) => line.lineId)
  return needsConsent(chosenLines(record.decision, ids), 'store_credit')
}

function withoutMethod(error: RefundNowError): QuoteRefundError {
  return error.kind === 'method_not_offered' ? { kind: 'nothing_to_refund' } : error
}

/** Units that can be paid for now and the receipt for them. */
export type RefundNow = { readonly units: readonly UnitRange[]; readonly quote: Quote }
export type RefundNowError = QuoteRefundError | { readonly kind: 'method_not_offered' }

/** Reads what a refund by one method comes to. Preview and payment both come through here. */
export async function refundNow(
  ctx: ShopContext,
  record: ReturnRecord,
  method: SettlementMethod,
  extras: RefundExtras = dueExtras(record),
): Promise<Result<RefundNow, RefundNowError>> {
  const allowed = transition(returnStateOf(record), 'refund')
  if (!allowed.ok && allowed.error.because !== 'nothing_left') {
    return err({ kind: 'not_allowed', status: record.status })
  }
  const units = refundableUnits(record, method)
  if (!allowed.ok || units.length === 0) return err({ kind: 'nothing_to_refund' })
  // Its fees are being changed: Shopify is about to have another return for the same case.
  if (record.feeChange !== null) return err({ kind: 'conflict', by: null })
  if (record.gift !== null && method !== methodOfGift(record)) return err({ kind: 'method_not_offered' })
  if (record.gift !== null && method === 'store_credit') return giftCreditNow(ctx, record, units)
  const exchanges = goodsFor(record, units)
  // What goods in exchange leave over goes back the way it was paid.
  if (method === 'store_credit' && hasExchange(record, units)) return err({ kind: 'method_not_offered' })
  if (method === 'store_credit' && exchangesFirst(record)) return err({ kind: 'method_not_offered' })
  if (method === 'store_credit' && lacksConsent(record, units)) return err({ kind: 'method_not_offered' })
  const gid = record.shopifyReturnGid
  if (gid === null || lacksGoods(record, units)) return err({ kind: 'not_in_shopify_yet' })
  const settlement = await readSettlement(ctx.admin, {
    gid,
    lines: settlementLines(record, units),
    exchanges,
    lineCount: record.lines.length,
    currency: record.currency,
    method,
    extras,
  })
  if (settlement?.status === 'REQUESTED') return err({ kind: 'not_in_shopify_yet' })
  if (settlement?.status !== 'OPEN' || isTaken(record, units, settlement))
    return err({ kind: 'conflict', by: null })
  if (!isPositive(settlement.refund) && exchanges.length === 0) return err({ kind: 'nothing_to_refund' })
  const isCredit = method === 'store_credit'
  if (isCredit && (settlement.storeCredit === null || !settlement.hasCustomer)) {
    return err({ kind: 'method_not_offered' })
  }
  if (!isCredit && isPositive(settlement.refund) && settlement.transactions.length === 0)
    return err({ kind: 'method_not_offered' })
  const quote = refundQuote({ record, units, settlement, method })
  // Nothing that an exchange leaves over goes to whoever paid for a gift, and nobody is asked for the rest.
  if (record.gift !== null && !isEven(quote)) return err({ kind: 'gift_not_even' })
  return ok({ units, quote })
}

/** Whether goods of other lines are to be sent first: what they cost beyond their own lines counts against the credit. */
function exchangesFirst(record: ReturnRecord): boolean {
  return hasExchange(record, refundableUnits(record, 'original_payment'))
}

function hasExchange(record: ReturnRecord, units: readonly UnitRange[]): boolean {
  return record.lines.some(
    (line) => line.exchange !== null && units.some(({ returnLineId }) => returnLineId === line.id),
  )
}

function settlementLines(record: ReturnRecord, units: readonly UnitRange[]) {
  return units.map((range) => {
    const gid = record.lines.find((line) => line.id === range.returnLineId)?.shopifyReturnLineGid
    if (!gid) throw new Error(`Line ${range.returnLineId} is not linked to its line in Shopify`)
    return { gid, quantity: range.to - range.from }
  })
}

/** Whether somebody processed some of the units in Shopify itself. */
function isTaken(record: ReturnRecord, units: readonly UnitRange[], settlement: Settlement): boolean {
  return settlementLines(record, units).some((line) => {
    const now = settlement.lines.find((one) => one.gid === line.gid)
    return now === undefined || now.processable < line.quantity
  })
}
