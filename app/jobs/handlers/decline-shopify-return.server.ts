import { z } from 'zod'
import { wordsOf } from '#app/shopify/refusal.ts'
import { readReturnState } from '#app/shopify/return-state.server.ts'
import { declineReturnRequest } from '#app/shopify/returns.server.ts'
import type { Handler } from '../handler.ts'
import { needAttention, openReturn } from '../open-return.server.ts'

const DeclineReason = z.enum(['FINAL_SALE', 'RETURN_PERIOD_ENDED', 'OTHER'])

/**
 * Declines the request in Shopify. Idempotent by Shopify's status: it is read first, and only a REQUESTED return is declined.
 * A return that never came to Shopify is not made there just to be declined.
 */
export const declineShopifyReturn: Handler<'decline-shopify-return'> = async (ctx, { returnId }) => {
  const record = await openReturn(ctx, returnId)
  const gid = record.shopifyReturnGid
  if (gid === null || record.status !== 'declined') return
  const state = await readReturnState(ctx.admin, { gid, lineCount: record.lines.length })
  if (state?.status !== 'REQUESTED') return
  const reason = DeclineReason.catch('OTHER').parse(record.declineReason)
  const declined = await declineReturnRequest(ctx.admin, { gid, reason, note: record.declineNote ?? '' })
  if (!declined.ok)
    await needAttention(ctx, returnId, { because: 'shopify_refused', words: wordsOf(declined.error) })
}
