import { wordsOf } from '#app/shopify/refusal.ts'
import { closeReturn } from '#app/shopify/returns.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention, openReturn } from '../open-return.server.ts'

/** Closes the return in Shopify. Idempotent: closing a closed return is a success and changes nothing there. */
export const closeShopifyReturn: Handler<'close-shopify-return'> = async (ctx, { returnId }) => {
  const record = await openReturn(ctx, returnId)
  if (record.shopifyReturnGid === null || record.status !== 'closed') return
  const closed = await closeReturn(ctx.admin, record.shopifyReturnGid)
  if (!closed.ok)
    await needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(closed.error) })
}
