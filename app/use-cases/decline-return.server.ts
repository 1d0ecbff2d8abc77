import type { ShopContext } from '#app/context.server.ts'
import type { ReturnId } from '#app/domain/ids.ts'
import { err, type Result } from '#app/domain/result.ts'
import type { ReturnCommandDone, ReturnCommandError } from './return-command-error.ts'

/** Shopify's decline reasons. */
export const declineReasons = ['FINAL_SALE', 'RETURN_PERIOD_ENDED', 'OTHER'] as const
export type DeclineReason = (typeof declineReasons)[number]

export type DeclineReturnInput = {
  readonly returnId: ReturnId
  readonly reason: DeclineReason
  /** The shopper reads it. At most 500 characters (Shopify's limit), may be empty. */
  readonly note: string
}

/** Declines a requested return with its reason and tells Shopify and the shopper. */
export async function declineReturn(
  _ctx: ShopContext,
  _input: DeclineReturnInput,
): Promise<Result<ReturnCommandDone, ReturnCommandError | { readonly kind: 'note_too_long'; readonly limit: number }>> {
  return err({ kind: 'not_found' })
}
