import type { Handler } from '../handler.ts'
import { openReturn } from '../open-return.server.ts'
import { payOnApproval } from '../pay-on-approval.server.ts'

/**
 * Opens the return in Shopify: asked for while a person has to decide, else approved at once. Idempotent: `openReturn` looks
 * for a return with our marker first, `payOnApproval` finds its own intent.
 */
export const openShopifyReturn: Handler<'open-shopify-return'> = async (ctx, { returnId }) => {
  await payOnApproval(ctx, await openReturn(ctx, returnId))
}
