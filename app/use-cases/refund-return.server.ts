import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Money } from '#app/domain/money.ts'
import { err, type Result } from '#app/domain/result.ts'
import type { MoneyState } from '#app/domain/return.ts'
import type { QuoteRefundError } from './quote-refund.server.ts'

export type RefundMethod = 'original_payment' | 'store_credit'
export type RefundReturnInput = {
  readonly returnId: ReturnId
  readonly method: RefundMethod
  /** `quote.refund` as the person saw it: a different amount is never sent. */
  readonly expected: Money
}
export type RefundReturnError =
  | QuoteRefundError
  | { readonly kind: 'method_not_offered' }
  | { readonly kind: 'amount_changed'; readonly expected: Money; readonly now: Money }
  /** A refund of the same units is already on its way or done; `state` is its state. */
  | { readonly kind: 'in_progress'; readonly by: string | null; readonly state: MoneyState; readonly amount: Money }
export type RefundedReturn = {
  readonly intentId: string
  readonly state: MoneyState
  readonly amount: Money
  /** Shopify's words where the refund was refused. */
  readonly refusal: string | null
}

/** Stores the intent to pay, then pays once. Answers with the state that Shopify reported, never with a hope. */
export async function refundReturn(
  _ctx: ShopContext,
  _input: RefundReturnInput,
): Promise<Result<RefundedReturn, RefundReturnError>> {
  return err({ kind: 'not_found' })
}
