import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import type { Quote } from '#app/domain/refund/quote.ts'
import { err, type Result } from '#app/domain/result.ts'
import type { ReturnCommandError } from './return-command-error.ts'

export type QuotedRefund = {
  /** The methods that are possible, what the shopper chose first. */
  readonly quotes: readonly Quote[]
  /** Why store credit is not among them, for the words on the screen. */
  readonly storeCreditMissing: null | 'no_customer' | 'refused_by_shopify'
}
export type QuoteRefundError =
  | ReturnCommandError
  | { readonly kind: 'nothing_to_refund' }
  | { readonly kind: 'not_in_shopify_yet' }
  | { readonly kind: 'shopify_unreachable' }

/** What a refund of the return would come to now, by Shopify's own suggestion: exactly what `refundReturn` would send. */
export async function quoteRefund(
  _ctx: ShopContext,
  _input: { readonly returnId: ReturnId },
): Promise<Result<QuotedRefund, QuoteRefundError>> {
  return err({ kind: 'not_found' })
}
