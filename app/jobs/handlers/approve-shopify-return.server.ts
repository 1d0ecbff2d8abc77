import { wordsOf } from '#app/shopify/refusal.ts'
import { readReturnState } from '#app/shopify/return-state.server.ts'
import { approveReturnRequest } from '#app/shopify/returns.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention, openReturn } from '../open-return.server.ts'
import { payOnApproval } from '../pay-on-approval.server.ts'

/**
 * Approves the request in Shopify. Idempotent by Shopify's status: it is read first, and only a REQUESTED return is approved.
 * A return that was not in Shopify yet is created as approved instead.
 */
export const approveShopifyReturn: Handler<'approve-shopify-return'> = async (ctx, { returnId }) => {
  const record = await openReturn(ctx, returnId)
  const gid = record.shopifyReturnGid
  if (gid === null) return
  const state = await readReturnState(ctx.admin, { gid, lineCount: record.lines.length })
  if (state?.status === 'REQUESTED') {
    const approved = await approveReturnRequest(ctx.admin, gid)
    if (!approved.ok) {
      await needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(approved.error) })
      return
    }
  }
  await payOnApproval(ctx, record)
}
