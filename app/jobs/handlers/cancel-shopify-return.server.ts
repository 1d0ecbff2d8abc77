import { wordsOf } from '#app/shopify/refusal.ts'
import { cancelReturn } from '#app/shopify/returns.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention, openReturn } from '../open-return.server.ts'

/**
 * Cancels the return in Shopify. Idempotent: cancelling a cancelled return is a success there. A return that never came to
 * Shopify needs nothing.
 */
export const cancelShopifyReturn: Handler<'cancel-shopify-return'> = async (ctx, { returnId }) => {
  const record = await openReturn(ctx, returnId)
  if (record.shopifyReturnGid === null || record.status !== 'cancelled') return
  const cancelled = await cancelReturn(ctx.admin, record.shopifyReturnGid)
  if (!cancelled.ok)
    await needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(cancelled.error) })
}
