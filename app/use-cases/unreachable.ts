import { err, type Result } from '#app/domain/result.ts'
import { isShopifyThrottled, isShopifyUnreachable } from '#app/shopify/admin-error.ts'

/**
 * Runs something that only reads Shopify; that Shopify cannot be reached, or has no points left for longer than the client's
 * patience, becomes a value. Anything else is a bug and goes on as an exception.
 */
export async function orUnreachable<T, E>(
  read: () => Promise<Result<T, E>>,
): Promise<Result<T, E | { readonly kind: 'shopify_unreachable' }>> {
  try {
    return await read()
  } catch (error) {
    if (isShopifyUnreachable(error) || isShopifyThrottled(error)) return err({ kind: 'shopify_unreachable' })
    throw error
  }
}
