import type { ShopContext } from '#app/context.server.ts'
import type { MoneyIntentRecord, ReturnRecord } from '#app/db/return-record.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { amountFailed } from '#app/domain/ledger/book-intent.ts'
import { compare, isPositive, isSame, type Money, sub } from '#app/domain/money.ts'
import { failedRefunds, openFailedRefund } from '#app/domain/refund/failed-refund.ts'
import { err, ok, type Result } from '#app/domain/result.ts'
import type { OrderRefundRequest } from '#app/jobs/refund-request.ts'
import { type OrderRefundable, readOrderRefundable } from '#app/shopify/order-refund.server.ts'

export type RefundOrderInput = {
  readonly returnId: ReturnId
  /** `gateway_failed`: again what a payment provider failed to pay; `partial_credit`, `goodwill`: money without goods. */
  readonly why: OrderRefundRequest['why']
  readonly method: MoneyIntentRecord['method']
  /** For a failed payment it must be what failed: of several tenders only those. */
  readonly amount: Money
  readonly note: string
  /** From the form: one key is paid once, however often it is sent. */
  readonly requestKey: string
}

/** Why money beside a return's own refund can not go back like this. */
export type OrderRefundProblem =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'nothing_failed' }
  | { readonly kind: 'amount_invalid' }
  | { readonly kind: 'more_than_refundable'; readonly most: Money }
  | { readonly kind: 'method_not_offered' }

/** What Shopify would be asked, with the names of the payments for people. */
export type PlannedOrderRefund = {
  readonly request: OrderRefundRequest
  /** Where the money goes, in the order of the call. */
  readonly ways: readonly { readonly name: string; readonly amount: Money }[]
  /** All that can still go back of the order. */
  readonly most: Money
}

/**
 * Reads in Shopify how an amount would go back to the payments of the return's order, to the last cent. Preview, payment and a
 * second person's grant all come through here.
 */
export async function planOrderRefund(
  ctx: ShopContext,
  record: ReturnRecord,
  input: RefundOrderInput,
): Promise<Result<PlannedOrderRefund, OrderRefundProblem>> {
  // Whoever paid is not told of the return of a gift, and gets nothing back with it.
  if (record.gift !== null) return err({ kind: 'method_not_offered' })
  const read = await readOrderRefundable(ctx.admin, record.orderGid)
  if (read === null) return err({ kind: 'not_found' })
  const failed = input.why === 'gateway_failed' ? failedPayment(record, input) : null
  if (input.why === 'gateway_failed' && failed === null) return err({ kind: 'nothing_failed' })
  return planOf(input, read, failed)
}

/**
 * The refund that a payment provider failed: the one that the form names by its key, so that the same form never pays another
 * one; else the first that nothing was paid for yet, the last one where all were made good.
 */
export function failedPayment(
  record: Pick<ReturnRecord, 'moneyIntents'>,
  { requestKey }: Pick<RefundOrderInput, 'requestKey'>,
): MoneyIntentRecord | null {
  const failed = failedRefunds(record.moneyIntents)
  const named = failed.find(({ id }) => id === requestKey)
  return named ?? openFailedRefund(record.moneyIntents) ?? failed.at(-1) ?? null
}

function planOf(
  input: RefundOrderInput,
  read: OrderRefundable,
  failed: MoneyIntentRecord | null,
): Result<PlannedOrderRefund, OrderRefundProblem> {
  const { amount, method, why, note } = input
  const isWhole = failed === null || isSame(amount, amountFailed(failed))
  if (!isPositive(amount) || amount.currency !== read.most.currency || !isWhole)
    return err({ kind: 'amount_invalid' })
  const { most } = read
  if (compare(amount, most) > 0) return err({ kind: 'more_than_refundable', most })
  const common = { kind: 'order_refund', why, of: failed?.id ?? null, note } as const
  if (method === 'store_credit') {
    if (read.customerGid === null) return err({ kind: 'method_not_offered' })
    const request = { ...common, transactions: [], storeCredit: { amount, expiresAt: null } }
    return ok({ request, ways: [{ name: 'store credit', amount }], most })
  }
  const parts: { parentGid: string; gateway: string; name: string; amount: Money }[] = []
  let left = amount
  for (const { parentGid, gateway, name, most: able } of read.payments) {
    const part = compare(left, able) > 0 ? able : left
    if (isPositive(part)) parts.push({ parentGid, gateway, name, amount: part })
    left = sub(left, part)
  }
  if (isPositive(left)) return err({ kind: 'method_not_offered' })
  const transactions = parts.map((part) => ({
    parentGid: part.parentGid,
    gateway: part.gateway,
    amount: part.amount,
  }))
  const ways = parts.map((part) => ({ name: part.name, amount: part.amount }))
  return ok({ request: { ...common, transactions, storeCredit: null }, ways, most })
}
